namespace Mact.Evaluation.Stored;

/// <summary>An evaluation as the store has it.</summary>
/// <param name="Definition">What it asks.</param>
/// <param name="Status">Where it stands.</param>
/// <param name="Done">Results so far.</param>
public sealed record StoredEvaluation(EvaluationDefinition Definition, EvaluationStatus Status, int Done)
{
    /// <summary>One for each arm, in their order.</summary>
    public IReadOnlyList<ArmSummary> Summaries { get; init; } = [];

    /// <summary>Results so far that are of rows which could not be read.</summary>
    public int BadRows { get; init; }

    /// <summary>The models that answered, by name.</summary>
    public IReadOnlyList<string> Models { get; init; } = [];

    /// <summary>How long it has been running; pauses are not in it.</summary>
    public TimeSpan Active { get; init; }

    /// <summary>The same for clients.</summary>
    /// <param name="reports">One for each arm; empty where they were not asked for.</param>
    public EvaluationView ToView(IReadOnlyList<EvaluationReport> reports) => new(Definition, Status, Done, Definition.Total, reports)
    {
        Summaries = Summaries,
        BadRows = BadRows,
        Models = Models,
        ActiveSeconds = Active.TotalSeconds,
    };
}
