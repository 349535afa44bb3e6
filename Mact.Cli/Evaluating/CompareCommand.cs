using System.CommandLine;
using System.Text.Json;
using Mact.Evaluation.Reporting;

namespace Mact.Cli.Evaluating;

/// <summary><c>mact compare FIRST SECOND</c>: two runs over the same items, paired.</summary>
internal static class CompareCommand
{
    public static Command Create()
    {
        var first = new Argument<string>("first") { Description = "A result folder or a results.jsonl of one arm." };
        var second = new Argument<string>("second") { Description = "Another." };
        var json = new Option<bool>("--json") { Description = "All of it as JSON, rather than Markdown." };
        var command = new Command("compare", "McNemar's test of two runs, and the items on which they differ.") { first, second, json };
        command.Runs((parsed, _) =>
        {
            var (one, other) = (Read(parsed.GetValue(first)!), Read(parsed.GetValue(second)!));
            var comparison = PairedComparison.Of(one, other);
            Console.WriteLine(parsed.GetValue(json)
                ? Cli.PlainJson(JsonSerializer.Serialize(comparison, EvaluationJson.Default.RunComparison))
                : Cli.Plain(MarkdownReport.Write(one[0].Strategy, other[0].Strategy, comparison)));
            return Task.FromResult(ExitCode.Done);
        });
        return command;
    }

    private static IReadOnlyList<ItemResult> Read(string path)
    {
        var results = ResultFolder.Read(path);
        var arms = results.Select(static result => result.Strategy).Distinct(StringComparer.Ordinal).Count();
        return arms == 1 ? results : throw new CommandException($"'{path}' has results of {arms} arms; a comparison needs exactly one in each.");
    }
}
