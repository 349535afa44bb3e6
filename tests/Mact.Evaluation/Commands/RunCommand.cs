using System.CommandLine;
using Mact.Core.Questions;
using Mact.Evaluation.Running;

namespace Mact.Evaluation.Commands;

/// <summary><c>run</c>: asks a data set under one or several strategies.</summary>
internal static class RunCommand
{
    public static Command Create()
    {
        var common = new CommonOptions();
        var strategies = new Option<string>("--strategy") { Description = "agent, direct, sql, mix; several with commas.", DefaultValueFactory = static _ => "agent" };
        var command = new Command("run", "Asks every question of a data set and reports how many answers are right, how fast, and at what cost.") { strategies };
        common.AddTo(command);
        command.SetAction((parsed, cancellationToken) => Measuring.GuardAsync(() =>
        {
            var options = common.ReadBase(parsed);
            var arms = parsed.GetValue(strategies)!.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
                .Select(name => Enum.TryParse<Strategy>(name, ignoreCase: true, out var strategy) && Enum.IsDefined(strategy)
                    ? new Arm(name.ToLowerInvariant(), options with { Strategy = strategy })
                    : throw new CommandException($"'{name}' is no strategy; the strategies are agent, direct, sql and mix."))
                .Select(static arm => (Func<ArmResults, Task<Arm>>)(_ => Task.FromResult(arm)))
                .ToList();
            return new Measuring(common, parsed).RunAsync(parsed.GetValue(common.Data)!.Name, arms, cancellationToken);
        }));
        return command;
    }
}
