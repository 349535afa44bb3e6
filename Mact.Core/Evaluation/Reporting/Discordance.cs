namespace Mact.Core.Evaluation.Reporting;

/// <summary>An item that one of two runs answered right and the other did not.</summary>
/// <param name="First">The result in the first run; its question id leads to the trace.</param>
/// <param name="Second">The result in the second run.</param>
public sealed record Discordance(ItemResult First, ItemResult Second);
