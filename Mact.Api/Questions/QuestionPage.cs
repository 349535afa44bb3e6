using Mact.Core.Questions;

namespace Mact.Api.Questions;

/// <summary>A page of the history, newest first.</summary>
/// <param name="Items">The questions that match; may be few, or none, though <paramref name="Next"/> is set.</param>
/// <param name="Next">To be given as <c>before</c> for what follows; null on the last page.</param>
public sealed record QuestionPage(IReadOnlyList<QuestionSummary> Items, string? Next);
