namespace Mact.Api.Questions;

/// <summary>The body where something was asked of a question; what comes of it arrives with its events.</summary>
public sealed record QuestionRef(string Id, IReadOnlyDictionary<string, string> Links);
