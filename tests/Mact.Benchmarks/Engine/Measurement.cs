using System.Globalization;

namespace Mact.Benchmarks.Engine;

/// <summary>Times of many runs of one thing.</summary>
/// <param name="Name">What was run.</param>
/// <param name="Milliseconds">One for each run.</param>
/// <param name="ProcessorMs">Processor time of all threads, a mean over the runs: what does not depend on who else uses the machine.</param>
/// <param name="AllocatedBytes">Of all threads, a mean over the runs.</param>
internal sealed record Measurement(string Name, IReadOnlyList<double> Milliseconds, double ProcessorMs, double AllocatedBytes)
{
    /// <summary>The median.</summary>
    public double Median => Percentile(0.5);

    /// <summary>A row of a Markdown table.</summary>
    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture,
        $"| {Name} | {Median:0.00} | {Percentile(0.95):0.00} | {Milliseconds.Min():0.00} | {ProcessorMs:0.00} | {AllocatedBytes / 1024:0} kB |");

    private double Percentile(double share) => Milliseconds.Order().ElementAt((int)(share * (Milliseconds.Count - 1)));
}
