using Mact.DevServices.Reader.Forms;

namespace Mact.DevServices.Reader.Understanding;

/// <summary>Conditions that a question's remaining words set, and the words that they rest on.</summary>
/// <param name="Conditions">All must hold.</param>
/// <param name="Mask">The words explained.</param>
/// <param name="Cost">How doubtful the choice is.</param>
internal sealed record Filters(IReadOnlyList<Condition> Conditions, ulong Mask, double Cost);
