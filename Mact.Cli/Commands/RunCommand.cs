using System.CommandLine;
using Mact.Core.Questions;
using Mact.Cli.Replay;
using Mact.Cli.Running;

namespace Mact.Cli.Commands;

/// <summary><c>run</c>: asks a data set under one or several strategies.</summary>
internal static class RunCommand
{
    public static Command Create()
    {
        var common = new CommonOptions();
        var strategies = new Option<string>("--strategy") { Description = "agent, direct, sql, mix; several with commas.", DefaultValueFactory = static _ => "agent" };
        var command = new Command("run", "Asks every question of a data set and reports how many answers are right, how fast, and at what cost.") { strategies };
        common.AddTo(command);
        command.SetAction((parsed, cancellationToken) => Measuring.GuardAsync(async () =>
        {
            var recordings = await common.ReadRecordingsAsync(parsed, cancellationToken);
            var given = parsed.GetResult(strategies) is { Implicit: false };
            var names = parsed.GetValue(strategies)!.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
            IEnumerable<Arm> arms = recordings is null
                ? names.Select(name => Of(name, common.ReadBase(parsed)))
                : (given ? names : recordings.Arms).Select(name => Recorded(name, recordings, common.ReadBase(parsed, recordings.OptionsOf(name))));
            List<Func<ArmResults, Task<Arm>>> all = [.. arms.ToList().Select(static arm => (Func<ArmResults, Task<Arm>>)(_ => Task.FromResult(arm)))];
            await new Measuring(common, parsed, recordings).RunAsync(parsed.GetValue(common.Data)!.Name, all, cancellationToken);
        }));
        return command;
    }

    private static Arm Of(string name, QuestionOptions options) => Enum.TryParse<Strategy>(name, ignoreCase: true, out var strategy) && Enum.IsDefined(strategy)
        ? new(name.ToLowerInvariant(), options with { Strategy = strategy })
        : throw new CommandException($"'{name}' is no strategy; the strategies are agent, direct, sql and mix.");

    private static Arm Recorded(string name, Recordings recordings, QuestionOptions options) => recordings.Arms.Contains(name, StringComparer.Ordinal)
        ? new(name, options)
        : throw new CommandException($"'{name}' was not recorded; what was is {string.Join(", ", recordings.Arms)}.");
}
