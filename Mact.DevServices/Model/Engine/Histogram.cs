namespace Mact.DevServices.Model.Engine;

/// <summary>A Prometheus histogram. Not safe for concurrent use.</summary>
internal sealed class Histogram(params double[] bounds)
{
    private readonly long[] _counts = new long[bounds.Length + 1];

    public IReadOnlyList<double> Bounds => bounds;

    public double Sum { get; private set; }

    public long Count => _counts.Sum();

    public void Observe(double value)
    {
        var bucket = Array.FindIndex(bounds, bound => value <= bound);
        _counts[bucket < 0 ? bounds.Length : bucket]++;
        Sum += value;
    }

    /// <summary>Observations at or below the bound of that index.</summary>
    public long CountUpTo(int index) => _counts.Take(index + 1).Sum();
}
