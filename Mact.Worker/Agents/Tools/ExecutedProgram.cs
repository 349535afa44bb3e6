using Mact.Core.Runs;
using Mact.Core.Tables;

namespace Mact.Worker.Agents.Tools;

/// <summary>One program after it was run.</summary>
/// <param name="Index">Sampling index.</param>
/// <param name="Code">What was run.</param>
/// <param name="Status">What became of it.</param>
/// <param name="Result">Its rows; null unless the status is Ok.</param>
/// <param name="Ordered">It asked for an order.</param>
/// <param name="Error">In words; null where it ran.</param>
/// <param name="ElapsedMs">Time of execution.</param>
internal sealed record ExecutedProgram(int Index, string Code, ToolSampleStatus Status, Table? Result, bool Ordered, string? Error, double ElapsedMs);
