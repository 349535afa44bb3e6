using System.Collections.Concurrent;
using System.Text.RegularExpressions;
using Mact.Core.Prompts;
using Mact.Core.Sql;
using Mact.Core.Tables;

namespace Mact.Worker.Agents.Prompting;

/// <summary>One message; its text is the concatenation of the parts.</summary>
internal sealed record PromptMessage(string Role, IReadOnlyList<string> Parts);

/// <summary>A prompt in parts that are stored once each.</summary>
internal sealed record Prompt(IReadOnlyList<PromptMessage> Messages);

/// <summary>Writes the prompts of one run. What a run shows of its tables is rendered once.</summary>
internal sealed class PromptBuilder(Question question, IReadOnlyList<Table> tables, AgentOptions options, bool search)
{
    private const int MaxReplyLength = 6_000;
    private readonly ConcurrentDictionary<int, IReadOnlyList<PromptTable>> _rendered = new();
    private readonly Lazy<IReadOnlyList<string>> _links = new(
        () => question.Options.SchemaLinks && SchemaLinks.Find(tables, question.Text) is { } links ? [links] : []);

    /// <summary>The next steps, from the scratchpad.</summary>
    public Prompt Plan(IReadOnlyList<PromptStep> steps, IReadOnlyList<string> hints, double share) => Build(
        PromptCatalog.Plan(PromptCatalog.KindOf(question), search),
        Envelope(PromptTask.Plan, options.TableTokens, share) with { Steps = steps, Hints = [.. _links.Value, .. hints] });

    /// <summary>The best of candidate steps.</summary>
    public Prompt Judge(IReadOnlyList<PromptStep> steps, IReadOnlyList<string> candidates, double share) => Build(
        PromptCatalog.Of(PromptTask.Judge),
        Envelope(PromptTask.Judge, options.TableTokens, share) with { Steps = steps, Hints = candidates });

    /// <summary>An answer without tools.</summary>
    /// <remarks>
    /// The example is a turn of the conversation, not a part of the instructions: small models write the form that they see themselves having
    /// written.
    /// </remarks>
    public Prompt Direct(IReadOnlyList<PromptStep> steps, double share) => new(
    [
        new("system", [PromptCatalog.Of(PromptTask.Direct)]),
        new("user", [PromptCatalog.DirectExample]),
        new("assistant", [PromptCatalog.DirectReply]),
        new("user", PromptEnvelopeWriter.Write(Envelope(PromptTask.Direct, options.TableTokens, share) with { Steps = steps, Hints = _links.Value })),
    ]);

    /// <summary>Only the answer of a reply that stated none that can be read.</summary>
    public Prompt DirectAgain(IReadOnlyList<PromptStep> steps, string reply, double share) => new(
    [
        .. Direct(steps, share).Messages,
        new("assistant", [reply.Length <= MaxReplyLength ? reply : reply[..MaxReplyLength]]),
        new("user", [PromptCatalog.DirectAgain]),
    ]);

    /// <summary>A program for an instruction.</summary>
    /// <param name="task">Code or repair.</param>
    /// <param name="derived">Results of earlier steps, as tables.</param>
    /// <param name="steps">The scratchpad.</param>
    /// <param name="instruction">What is to be computed.</param>
    /// <param name="hints">How tables join; programs that failed.</param>
    /// <param name="share">Share of the normal size of tables.</param>
    public Prompt Code(
        PromptTask task, IReadOnlyList<Table> derived, IReadOnlyList<PromptStep> steps, string instruction, IReadOnlyList<string> hints, double share)
    {
        var envelope = Envelope(task, options.CodeTableTokens, share);
        return Build(PromptCatalog.Of(task), envelope with
        {
            Tables = [.. envelope.Tables, .. TableRendering.Render(derived, question.Text, (int)(options.CodeTableTokens * share / 2))],
            Steps = steps,
            Instruction = instruction,
            Hints = [.. _links.Value, .. hints],
        });
    }

    private PromptEnvelope Envelope(PromptTask task, int tokens, double share)
    {
        var budget = (int)(tokens * share);
        var shown = _rendered.GetOrAdd(budget, tokens => TableRendering.Render(tables, question.Text, tokens));
        return new(task, shown, ContextRendering.Render(question.Context, question.Text, share), question.Text, []);
    }

    private static Prompt Build(string instructions, PromptEnvelope envelope) => new(
        [new("system", [instructions]), new("user", PromptEnvelopeWriter.Write(envelope))]);
}

/// <summary>Which demonstrations a planner is shown.</summary>
internal enum PromptKind
{
    OneTable,
    SeveralTables,
    TableAndText,
    Claim,
}

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

    /// <summary>A question of the direct task, as a turn of the conversation.</summary>
    public static string DirectExample => Read("direct.example");

    /// <summary>What is replied to it.</summary>
    public static string DirectReply => Read("direct.reply").TrimEnd();

    /// <summary>Asks for the last line of a reply that has none.</summary>
    public static string DirectAgain => Read("direct.again");

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
    private static string Functions() =>
        string.Join('\n', SqlFunctions.Documentation.Select(function => $"- {function.Signature}: {function.Meaning}"));

    [GeneratedRegex(@"^\s*(claim|statement)\s*:|\btrue or false\b", RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture, 5000)]
    private static partial Regex Claim();
}

/// <summary>
/// Shows the paragraphs of a text within a share of its length: all of them where the whole is shown; else those that hold most words of the
/// question, in their own order, and how many are left out.
/// </summary>
internal static class ContextRendering
{
    /// <summary>The paragraphs as a prompt shows them.</summary>
    /// <param name="paragraphs">All of them.</param>
    /// <param name="question">Its words tell what matters.</param>
    /// <param name="share">Of their length, 1 or less.</param>
    public static IReadOnlyList<string> Render(IReadOnlyList<string> paragraphs, string question, double share)
    {
        if (share >= 1 || paragraphs.Count == 0)
        {
            return paragraphs;
        }

        var words = QuestionWords.Of(question);
        var left = (long)(paragraphs.Sum(static paragraph => (long)paragraph.Length) * share);
        var kept = new SortedDictionary<int, string>();
        var byRelevance = paragraphs
            .Select((text, index) => (Text: text, Index: index, Score: words.Count(word => text.Contains(word, StringComparison.OrdinalIgnoreCase))))
            .OrderByDescending(static paragraph => paragraph.Score)
            .ThenBy(static paragraph => paragraph.Index);
        foreach (var (text, index, _) in byRelevance)
        {
            if (text.Length <= left)
            {
                kept[index] = text;
                left -= text.Length;
            }
            else if (kept.Count == 0)
            {
                // The best one is shown as far as it goes.
                kept[index] = $"{text[..(int)left]}…";
                break;
            }
        }

        var hidden = paragraphs.Count - kept.Count;
        return hidden == 0 ? [.. kept.Values] : [.. kept.Values, $"({hidden} of {paragraphs.Count} paragraphs are not shown; Lookup finds them.)"];
    }
}
