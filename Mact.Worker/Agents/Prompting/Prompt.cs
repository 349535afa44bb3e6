namespace Mact.Worker.Agents.Prompting;

/// <summary>A prompt in parts that are stored once each.</summary>
internal sealed record Prompt(IReadOnlyList<PromptMessage> Messages);
