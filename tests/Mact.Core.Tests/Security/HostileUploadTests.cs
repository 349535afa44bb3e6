using Mact.Core.Tables;

namespace Mact.Core.Tests.Security;

/// <summary>
/// What reading a hostile file has on the heap at most, and that each comes to an outcome. What the Api takes of memory and time for an upload, with
/// the process that reads for it, its own tests hold.
/// </summary>
[Collection(nameof(MeasuredAlone))]
public sealed class HostileUploadTests(ITestOutputHelper output)
{
    private const long Least = 300_000_000;

    public static TheoryData<string> Names => [.. HostileFiles.All.Select(static file => file.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public async Task A_hostile_file_takes_no_more_than_its_share(string name)
    {
        var (_, file, make) = HostileFiles.All.Single(each => each.Name == name);
        var bytes = make();
        using var memory = new MemoryPeak(ofResident: false);
        var before = GC.GetTotalAllocatedBytes(precise: true);

        var readings = await SourceReader.ReadAsync(
            new("t", file, IsJson: false, bytes), new TableLimits(), TableSettings.None, TestContext.Current.CancellationToken);

        var peak = memory.Stop();
        var allocated = GC.GetTotalAllocatedBytes(precise: true) - before;
        var outcome = readings[0].Reading is TableReading.Refused refused ? refused.Code : "read";
        output.WriteLine($"{name}: {bytes.Length:N0} bytes, {peak / 1_000_000:N0} MB of {allocated / 1_000_000:N0} MB allocated, {outcome}");
        readings.ShouldNotBeEmpty();
        peak.ShouldBeLessThan(Math.Max(Least, 8L * bytes.Length));
        if (outcome is not ("read" or "tooSlow"))
        {
            // All that was taken, given back or not: no thread has to look at the right moment. What a slow machine refuses by the time it took may
            // have been read nearly whole.
            allocated.ShouldBeLessThan(Math.Max(Least, 8L * bytes.Length));
        }
    }
}

/// <summary>Tests that measure the memory of the whole process.</summary>
[CollectionDefinition(nameof(MeasuredAlone), DisableParallelization = true)]
public sealed class MeasuredAlone;
