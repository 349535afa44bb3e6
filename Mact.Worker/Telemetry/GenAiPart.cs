namespace Mact.Worker.Telemetry;

/// <summary>A part of a message: type text or reasoning.</summary>
internal sealed record GenAiPart(string Type, string Content);
