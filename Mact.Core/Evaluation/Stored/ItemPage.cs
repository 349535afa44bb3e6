using Mact.Core.Evaluation.Reporting;

namespace Mact.Core.Evaluation.Stored;

/// <summary>A page of an evaluation's results, in the order of arms, repeats and rows.</summary>
/// <param name="Items">The results.</param>
/// <param name="Total">Results that fit the filter, on all pages.</param>
/// <param name="Offset">Results before this page.</param>
public sealed record ItemPage(IReadOnlyList<ItemResult> Items, int Total, int Offset);
