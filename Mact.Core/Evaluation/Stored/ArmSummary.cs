using Mact.Core.Evaluation.Reporting;

namespace Mact.Core.Evaluation.Stored;

/// <summary>How one arm of an evaluation does so far, counted up as results come, so that lists need not read them all.</summary>
/// <param name="Name">The arm's name.</param>
/// <param name="Accuracy">Right answers out of all items so far; bad rows are not among them.</param>
/// <param name="Answered">Items with an answer.</param>
/// <param name="Failed">Items whose question failed or was not taken.</param>
/// <param name="Cost">In the currency of the configured prices; null where none is configured.</param>
public sealed record ArmSummary(string Name, Proportion Accuracy, int Answered, int Failed, decimal? Cost);
