using Mact.Core.Runs;

namespace Mact.Cli.Running;

/// <summary>What came of asking a question: its id and its records up to the end, or why it was not taken.</summary>
internal sealed record Answering(string? Id, IReadOnlyList<RunRecord> Records, string? Refusal);
