using Mact.Core.Questions;

namespace Mact.Api.SystemStatus;

/// <summary>A question that failed recently, and why.</summary>
/// <param name="Id">Of the question.</param>
/// <param name="Question">What was asked.</param>
/// <param name="SubmittedAt">UTC.</param>
/// <param name="Error">Code and words.</param>
/// <param name="Dead">It was given up after its last attempt, and may be retried.</param>
public sealed record FailureReport(string Id, string Question, DateTimeOffset SubmittedAt, QuestionError? Error, bool Dead);
