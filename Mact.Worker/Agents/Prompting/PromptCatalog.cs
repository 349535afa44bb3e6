using System.Collections.Concurrent;
using System.Text.RegularExpressions;
using Mact.Core.Prompts;
using Mact.Core.Questions;
using Mact.Core.Sql;

namespace Mact.Worker.Agents.Prompting;

/// <summary>The fixed instructions, from embedded files. The same bytes every time, so that a server's prefix cache hits.</summary>
internal static partial class PromptCatalog
{
    private static readonly ConcurrentDictionary<string, string> Files = new(StringComparer.Ordinal);

    /// <summary>The instructions for a planner.</summary>
    public static string Plan(PromptKind kind, bool search) => Files.GetOrAdd(
        search ? $"plan+{kind}+search" : $"plan+{kind}",
        _ => Read("plan") + (search ? Read("plan.search") : string.Empty) + Read(FileOf(kind)));

    /// <summary>The instructions for any other task.</summary>
    public static string Of(PromptTask task) => task switch
    {
        PromptTask.Code => Read("code"),
        PromptTask.Repair => Read("repair"),
        PromptTask.Judge => Read("judge"),
        PromptTask.Direct => Read("direct"),
        _ => throw new ArgumentOutOfRangeException(nameof(task), task, "A planner's instructions depend on the question."),
    };

    /// <summary>Which demonstrations fit a question.</summary>
    public static PromptKind KindOf(Question question)
    {
        if (Claim().IsMatch(question.Text))
        {
            return PromptKind.Claim;
        }

        return question switch
        {
            { Context.Count: > 0 } => PromptKind.TableAndText,
            { Tables.Count: > 1 } => PromptKind.SeveralTables,
            _ => PromptKind.OneTable,
        };
    }

    private static string FileOf(PromptKind kind) => kind switch
    {
        PromptKind.OneTable => "plan.one-table",
        PromptKind.SeveralTables => "plan.several-tables",
        PromptKind.TableAndText => "plan.table-and-text",
        PromptKind.Claim => "plan.claim",
        _ => throw new ArgumentOutOfRangeException(nameof(kind)),
    };

    private static string Read(string name) => Files.GetOrAdd(name, static name =>
    {
        using var stream = typeof(PromptCatalog).Assembly.GetManifestResourceStream($"Prompts/{name}.md")
            ?? throw new InvalidOperationException($"The prompt {name} is not embedded.");
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd().ReplaceLineEndings("\n").Replace("{functions}", Functions(), StringComparison.Ordinal);
    });

    // What a coder is told of is what the sandbox has.
    private static string Functions() => string.Join('\n', SqlFunctions.Documentation.Select(function => $"- {function.Signature}: {function.Meaning}"));

    [GeneratedRegex(@"^\s*(claim|statement)\s*:|\btrue or false\b", RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Claim();
}
