namespace Mact.Core.Runs;

/// <summary>A message of a prompt, by content.</summary>
/// <param name="Role">system or user.</param>
/// <param name="Parts">Content hashes whose texts, joined, are the message.</param>
public sealed record PromptPartRef(string Role, IReadOnlyList<string> Parts);
