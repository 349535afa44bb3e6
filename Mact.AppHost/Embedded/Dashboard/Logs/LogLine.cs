namespace Mact.AppHost.Embedded.Dashboard.Logs;

/// <summary>A line that a resource wrote, or that the AppHost wrote about it.</summary>
/// <param name="Sequence">From 1 over all resources, in order of arrival; a reader asks for what came after the last one it has.</param>
/// <param name="Time">UTC, of arrival.</param>
/// <param name="Text">As written, shortened where it was very long.</param>
internal sealed record LogLine(long Sequence, DateTimeOffset Time, string Text);
