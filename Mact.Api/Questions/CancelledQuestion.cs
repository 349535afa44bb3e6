namespace Mact.Api.Questions;

/// <summary>The body of an accepted cancellation; the terminal record arrives with the events.</summary>
public sealed record CancelledQuestion(string Id, IReadOnlyDictionary<string, string> Links);
