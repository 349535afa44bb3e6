namespace Mact.Worker.Models;

/// <summary>A message of a prompt.</summary>
/// <param name="Role">system, user or assistant.</param>
/// <param name="Content">Its text.</param>
public sealed record ChatMessage(string Role, string Content);
