namespace Mact.Cli.Running;

/// <summary>What became of handing in a question: its id, or why it was not taken.</summary>
internal sealed record Asked(string? Id, string? Refusal);
