using System.CommandLine;
using Mact.Evaluation.Running;

namespace Mact.Evaluation.Commands;

/// <summary><c>experiment NAME</c>: the arms of a question about the method, measured on the same items and compared in pairs.</summary>
internal static class ExperimentCommand
{
    public static Command Create()
    {
        var common = new CommonOptions();
        var name = new Argument<string>("name") { Description = string.Join("; ", Experiments.All.Select(static pair => $"{pair.Key}: {pair.Value.Description}")) };
        var command = new Command("experiment", "Runs a prepared comparison: votes, shortcut, sampling or baselines.") { name };
        common.AddTo(command);
        command.SetAction((parsed, cancellationToken) => Measuring.GuardAsync(() =>
        {
            var chosen = parsed.GetValue(name)!;
            return Experiments.All.TryGetValue(chosen, out var experiment)
                ? new Measuring(common, parsed).RunAsync($"{chosen}: {experiment.Description}", experiment.Arms(common.ReadBase(parsed)), cancellationToken)
                : throw new CommandException($"'{chosen}' is no experiment; the experiments are {string.Join(", ", Experiments.All.Keys)}.");
        }));
        return command;
    }
}
