namespace Mact.Core.Evaluation.Stored;

/// <summary>A page of the list of evaluations, newest first.</summary>
/// <param name="Items">The evaluations, without their reports.</param>
/// <param name="Next">To be given as <c>before</c> for the page that follows; null on the last.</param>
public sealed record EvaluationList(IReadOnlyList<EvaluationView> Items, string? Next);
