namespace Mact.Worker.Telemetry;

/// <summary>A message on a span: one per prompt message or choice.</summary>
internal sealed record GenAiMessage(string Role, IReadOnlyList<GenAiPart> Parts, string? FinishReason = null);
