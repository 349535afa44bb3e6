using Mact.Core.Evaluation.Reporting;

namespace Mact.Core.Evaluation.Stored;

/// <summary>An evaluation as it stands.</summary>
/// <param name="Definition">What it asks.</param>
/// <param name="Status">Where it stands.</param>
/// <param name="Done">Results so far.</param>
/// <param name="Total">Results in the end.</param>
/// <param name="Reports">One for each arm, over the results so far; empty in lists.</param>
public sealed record EvaluationView(EvaluationDefinition Definition, EvaluationStatus Status, int Done, int Total, IReadOnlyList<EvaluationReport> Reports);
