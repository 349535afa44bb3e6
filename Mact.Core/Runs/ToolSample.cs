namespace Mact.Core.Runs;

/// <summary>One executed sample.</summary>
/// <param name="Index">Which completion it came from; sampling index.</param>
/// <param name="Code">The SQL or expression that was run; empty where none was found.</param>
/// <param name="Status">What became of it.</param>
/// <param name="Group">Index into <see cref="ToolResult.Results"/>; null where it gave no result.</param>
/// <param name="Error">In words; null when it ran.</param>
/// <param name="ElapsedMs">Time of execution.</param>
public sealed record ToolSample(int Index, string Code, ToolSampleStatus Status, int? Group, string? Error, double ElapsedMs);
