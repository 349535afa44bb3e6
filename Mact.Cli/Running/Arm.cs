using Mact.Core.Questions;

namespace Mact.Cli.Running;

/// <summary>One way of answering that is measured.</summary>
/// <param name="Name">Of the strategy, or of an experiment's arm.</param>
/// <param name="Options">How its questions are answered.</param>
internal sealed record Arm(string Name, QuestionOptions Options);
