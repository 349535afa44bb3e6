using System.CommandLine;
using Mact.Cli.Running;

namespace Mact.Cli.Commands;

/// <summary><c>experiment NAME</c>: the arms of a question about the method, measured on the same items and compared in pairs.</summary>
internal static class ExperimentCommand
{
    public static Command Create()
    {
        var common = new CommonOptions();
        var name = new Argument<string>("name") { Description = string.Join("; ", Experiments.All.Select(static pair => $"{pair.Key}: {pair.Value.Description}")) };
        var command = new Command("experiment", $"Runs a prepared comparison: {string.Join(", ", Experiments.All.Keys)}.") { name };
        common.AddTo(command);
        command.SetAction((parsed, cancellationToken) => Measuring.GuardAsync(async () =>
        {
            var chosen = parsed.GetValue(name)!;
            var experiment = Experiments.All.GetValueOrDefault(chosen)
                ?? throw new CommandException($"'{chosen}' is no experiment; the experiments are {string.Join(", ", Experiments.All.Keys)}.");
            var recordings = await common.ReadRecordingsAsync(parsed, cancellationToken);
            var options = common.ReadBase(parsed, recordings?.OptionsOf(recordings.Arms[0]));
            await new Measuring(common, parsed, recordings).RunAsync($"{chosen}: {experiment.Description}", experiment.Arms(options), cancellationToken);
        }));
        return command;
    }
}
