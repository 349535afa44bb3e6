using Mact.Core.Queueing;

namespace Mact.Worker.Pump;

/// <summary>How an attempt ended: what is to be settled, and the word for it in logs and metrics.</summary>
/// <param name="Ending">answered, halted, …; retry, released, lost.</param>
/// <param name="Settlement">Null where another claim owns the question already.</param>
internal sealed record AttemptEnd(string Ending, Settlement? Settlement);
