namespace Mact.Client.Evaluations;

/// <summary>An evaluation to be checked or started: the body of <c>POST /evaluations</c> and <c>POST /evaluations/check</c>.</summary>
/// <param name="Name">For people.</param>
/// <param name="FileName">The name of the data set's file; its ending helps to find the format.</param>
/// <param name="Format">The format of the data set.</param>
/// <param name="Data">The data set's text.</param>
/// <param name="Tables">Stored tables that a CSV of questions is asked of; null elsewhere.</param>
/// <param name="Strategies">One arm each.</param>
/// <param name="Options">How questions are answered.</param>
/// <param name="Repeats">How often each is asked.</param>
/// <param name="Limit">Rows from the first; 0 = all.</param>
public sealed record EvaluationRequest(
    string Name,
    string FileName,
    DataSetFormat Format,
    string Data,
    IReadOnlyList<TableRef>? Tables,
    IReadOnlyList<Strategy>? Strategies,
    QuestionOptions? Options,
    int Repeats,
    int Limit)
{
    /// <summary>Arms with options of their own, in place of <see cref="Strategies"/> and <see cref="Options"/>; null elsewhere.</summary>
    public IReadOnlyList<EvaluationArm>? Arms { get; init; }
}
