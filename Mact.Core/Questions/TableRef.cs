namespace Mact.Core.Questions;

/// <summary>A stored table as a question uses it.</summary>
/// <param name="Id">Identity by content.</param>
/// <param name="Name">The name that SQL and the prompts use; unique within the question, case-insensitively.</param>
public sealed record TableRef(string Id, string Name);
