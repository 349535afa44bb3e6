namespace Mact.Core.Questions;

/// <summary>One line of the history.</summary>
public sealed record QuestionSummary(
    string Id,
    string Text,
    QuestionStatus Status,
    IReadOnlyList<string> Answer,
    Agreement? Agreement,
    string? Model,
    DateTimeOffset SubmittedAt,
    double? ElapsedMs);
