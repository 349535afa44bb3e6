using System.Diagnostics;
using Mact.Core.Tables;

namespace Mact.Core.Tests.Security;

/// <summary>
/// No upload takes more than 8 times its size or 300 MB, whichever is more, nor 5 s. The bounds on time and on resident memory are held by the
/// long form, which prints the highest figures; the short form holds what lives on the heap, and that every file comes to an outcome.
/// </summary>
[Collection(nameof(MeasuredAlone))]
public sealed class HostileUploadTests(ITestOutputHelper output)
{
    private const long Least = 300_000_000;
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(5);
    private static readonly bool IsLong = Environment.GetEnvironmentVariable("MACT_LONG") == "1";

    public static TheoryData<string> Names => [.. HostileFiles.All.Select(static file => file.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public async Task A_hostile_file_takes_no_more_than_its_share(string name)
    {
        var (_, file, make) = HostileFiles.All.Single(each => each.Name == name);
        var bytes = make();
        using var memory = new MemoryPeak(ofResident: IsLong);
        using var process = Process.GetCurrentProcess();
        var before = GC.GetTotalAllocatedBytes(precise: true);
        var (clock, computed) = (Stopwatch.StartNew(), process.TotalProcessorTime);

        var readings = await SourceReader.ReadAsync(
            new("t", file, IsJson: false, bytes), new TableLimits(), TableSettings.None, TestContext.Current.CancellationToken);

        var (elapsed, peak) = (clock.Elapsed, memory.Stop());
        var allocated = GC.GetTotalAllocatedBytes(precise: true) - before;
        process.Refresh();

        // Other processes' tests take cores away meanwhile; what this one computed is its own.
        computed = process.TotalProcessorTime - computed;
        elapsed = computed < elapsed ? computed : elapsed;
        var outcome = readings[0].Reading is TableReading.Refused refused ? refused.Code : "read";
        output.WriteLine(
            $"upload: {name}: {bytes.Length:N0} bytes, {peak / 1_000_000:N0} MB of {allocated / 1_000_000:N0} MB allocated, "
                + $"{elapsed.TotalSeconds:N2} s, {outcome}");
        readings.ShouldNotBeEmpty();
        peak.ShouldBeLessThan(Math.Max(Least, 8L * bytes.Length));
        if (outcome != "read")
        {
            // All that was taken, given back or not: no thread has to look at the right moment.
            allocated.ShouldBeLessThan(Math.Max(Least, 8L * bytes.Length));
        }

        if (IsLong)
        {
            elapsed.ShouldBeLessThan(Longest);
        }
    }
}

/// <summary>Tests that measure the memory of the whole process.</summary>
[CollectionDefinition(nameof(MeasuredAlone), DisableParallelization = true)]
public sealed class MeasuredAlone;
