using Mact.Core.Questions;
using Mact.Cli.Running;

namespace Mact.Cli.Commands;

/// <summary>A prepared comparison.</summary>
/// <param name="Description">What it answers.</param>
/// <param name="Arms">What is measured, given the options that all share.</param>
internal sealed record Experiment(string Description, Func<QuestionOptions, IReadOnlyList<Func<ArmResults, Task<Arm>>>> Arms);
