using System.CommandLine;
using System.Text.Json;
using Mact.Evaluation;
using Mact.Evaluation.Reporting;
using Mact.Cli.Running;

namespace Mact.Cli.Commands;

/// <summary><c>compare</c>: two result files over the same items, paired.</summary>
internal static class CompareCommand
{
    public static Command Create()
    {
        var first = new Argument<FileInfo>("first") { Description = "results.jsonl of the one run." };
        var second = new Argument<FileInfo>("second") { Description = "results.jsonl of the other." };
        var json = new Option<bool>("--json") { Description = "All of it as JSON, rather than Markdown." };
        var command = new Command("compare", "McNemar's test of two runs and the items on which they differ.") { first, second, json };
        command.SetAction((parsed, _) => Measuring.GuardAsync(() =>
        {
            var (one, other) = (Read(parsed.GetValue(first)!), Read(parsed.GetValue(second)!));
            var comparison = PairedComparison.Of(one, other);
            Console.WriteLine(parsed.GetValue(json)
                ? JsonSerializer.Serialize(comparison, EvaluationJson.Default.RunComparison)
                : MarkdownReport.Write(Name(one), Name(other), comparison));
            return Task.CompletedTask;
        }));
        return command;
    }

    private static string Name(IReadOnlyList<ItemResult> results) => string.Join(", ", results.Select(static result => result.Strategy).Distinct(StringComparer.Ordinal));

    private static IReadOnlyList<ItemResult> Read(FileInfo file)
    {
        var results = file.Exists ? ResultFile.Read(file.FullName) : throw new CommandException($"There is no file '{file}'.");
        var strategies = results.Select(static result => result.Strategy).Distinct(StringComparer.Ordinal).Count();
        return strategies == 1 ? results : throw new CommandException($"'{file}' has results of {strategies} strategies; a comparison needs exactly one in each file.");
    }
}
