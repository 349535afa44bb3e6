namespace Mact.Benchmarks.Queueing;

/// <summary>Working sets of a worker.</summary>
/// <param name="InFlight">The most questions claimed at once.</param>
/// <param name="Before">Bytes while idle.</param>
/// <param name="Peak">The most bytes seen.</param>
internal sealed record MemoryUse(long InFlight, long Before, long Peak)
{
    public double PerQuestion => InFlight == 0 ? 0 : (Peak - Before) / (double)InFlight;
}
