using Mact.Core.Questions;

namespace Mact.Web.ApiAccess;

/// <summary>A page of the history, newest first.</summary>
/// <param name="Items">The questions.</param>
/// <param name="Next">To be given as <c>before</c> for the page that follows; null on the last.</param>
public sealed record QuestionPage(IReadOnlyList<QuestionSummary> Items, string? Next);
