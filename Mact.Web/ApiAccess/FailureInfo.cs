using Mact.Core.Questions;

namespace Mact.Web.ApiAccess;

/// <summary>A question that failed.</summary>
/// <param name="Id">Of the question.</param>
/// <param name="Question">What was asked.</param>
/// <param name="SubmittedAt">UTC.</param>
/// <param name="Error">Why; null where that is not recorded.</param>
/// <param name="Dead">It was given up after its last attempt and can be put back.</param>
public sealed record FailureInfo(string Id, string Question, DateTimeOffset SubmittedAt, QuestionError? Error, bool Dead);
