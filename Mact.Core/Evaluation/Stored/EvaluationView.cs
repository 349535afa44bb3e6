using Mact.Core.Evaluation.Reporting;

namespace Mact.Core.Evaluation.Stored;

/// <summary>An evaluation as it stands.</summary>
/// <param name="Definition">What it asks.</param>
/// <param name="Status">Where it stands.</param>
/// <param name="Done">Results so far.</param>
/// <param name="Total">Results in the end.</param>
/// <param name="Reports">One for each arm, over the results so far; empty in lists.</param>
public sealed record EvaluationView(EvaluationDefinition Definition, EvaluationStatus Status, int Done, int Total, IReadOnlyList<EvaluationReport> Reports)
{
    /// <summary>One for each arm, in lists too.</summary>
    public IReadOnlyList<ArmSummary> Summaries { get; init; } = [];

    /// <summary>Results so far that are of rows which could not be read.</summary>
    public int BadRows { get; init; }

    /// <summary>The models that answered, by name.</summary>
    public IReadOnlyList<string> Models { get; init; } = [];

    /// <summary>How long it has been running; pauses are not in it.</summary>
    public double ActiveSeconds { get; init; }
}
