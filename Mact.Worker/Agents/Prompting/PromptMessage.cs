namespace Mact.Worker.Agents.Prompting;

/// <summary>One message; its text is the concatenation of the parts.</summary>
internal sealed record PromptMessage(string Role, IReadOnlyList<string> Parts);
