using System.CommandLine;
using System.Text.Json;
using Mact.Evaluation;
using Mact.Evaluation.Reporting;
using Mact.Cli.Running;

namespace Mact.Cli.Commands;

/// <summary><c>report</c>: the report of results that are there already.</summary>
internal static class ReportCommand
{
    public static Command Create()
    {
        var file = new Argument<FileInfo>("results") { Description = "A results.jsonl." };
        var format = new Option<string>("--as") { Description = "markdown, json or csv.", DefaultValueFactory = static _ => "markdown" };
        var command = new Command("report", "Writes the report of a result file to the console.") { file, format };
        command.SetAction((parsed, _) => Measuring.GuardAsync(() =>
        {
            var source = parsed.GetValue(file)!;
            var results = source.Exists ? ResultFile.Read(source.FullName) : throw new CommandException($"There is no file '{source}'.");
            var reports = results.GroupBy(static result => result.Strategy, StringComparer.Ordinal).Select(static group => ReportBuilder.Build(group.Key, [.. group])).ToList();
            Console.WriteLine(parsed.GetValue(format) switch
            {
                "json" => JsonSerializer.Serialize(reports, EvaluationJson.Default.IReadOnlyListEvaluationReport),
                "csv" => CsvReport.Write(results),
                "markdown" => MarkdownReport.Write(source.Name, reports),
                var other => throw new CommandException($"'{other}' is no format; the formats are markdown, json and csv."),
            });
            return Task.CompletedTask;
        }));
        return command;
    }
}
