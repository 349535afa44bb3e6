using System.CommandLine;
using System.Globalization;
using Mact.Core.Questions;
using Mact.Core.Runs;
using Mact.Cli.Replay;
using Mact.Cli.Running;

namespace Mact.Cli.Commands;

/// <summary><c>replay</c>: one exported run again, from its recorded replies.</summary>
internal static class ReplayCommand
{
    public static Command Create()
    {
        var file = new Argument<FileInfo>("run") { Description = "A run as exported from its page, or by GET /questions/{id}/export." };
        var overrides = new Option<string>("--options") { Description = "Question options that differ from the recorded ones, as JSON.", DefaultValueFactory = static _ => "{}" };
        var command = new Command("replay", "Answers an exported run's question again from its recorded replies: no stack, no model.") { file, overrides };
        command.SetAction((parsed, cancellationToken) => Measuring.GuardAsync(async () =>
        {
            var source = parsed.GetValue(file)!;
            await using var json = source.Exists ? source.OpenRead() : throw new CommandException($"There is no file '{source}'.");
            var run = await ExportedRun.ReadAsync(json, cancellationToken);
            var options = OptionsJson.Apply(parsed.GetValue(overrides)!, run.Question.Options) with { ReplayOf = run.Question.Id };
            await using var engine = new ReplayEngine();
            var records = await engine.RunAsync(run.Question with { Options = options }, run.Tables, run.Records, cancellationToken);
            Console.WriteLine(run.Question.Text);
            Show("recorded", run.Records);
            Show("replayed", records);
        }));
        return command;
    }

    private static void Show(string name, IEnumerable<RunRecord> records)
    {
        foreach (var record in records)
        {
            if (record is Observed observed)
            {
                Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{name}, step {observed.Step}: {Tally(observed.Options)}"));
            }
            else if (record is AnswerVoted voted)
            {
                Console.WriteLine($"{name}, answer: {Tally(voted.Options)}");
            }
            else if (record is Finished { Outcome: var outcome })
            {
                Console.WriteLine($"{name}: {Words(outcome)}");
            }
        }
    }

    private static string Tally(IEnumerable<VoteOption> options) =>
        string.Join("; ", options.Select(static option => string.Create(CultureInfo.InvariantCulture, $"{option.Value.ReplaceLineEndings(" ")} = {option.Weight:0.##}")));

    private static string Words(Outcome outcome) => outcome switch
    {
        Outcome.Answered answered => $"answered {string.Join("; ", answered.Answer)}",
        Outcome.NotEnoughAgreement doubtful => $"too little agreement on {string.Join("; ", doubtful.Leading.Answer)}",
        Outcome.Halted halted => $"halted: {halted.Message}",
        Outcome.Failed failed => $"failed ({failed.Error.Code}): {failed.Error.Message}",
        _ => outcome.Status.ToString(),
    };
}
