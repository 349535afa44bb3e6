using Mact.Api.Tests.Support;

namespace Mact.Api.Tests.Tables;

/// <summary>
/// No upload takes more than 8 times its size or 300 MB, whichever is more, nor 5 s: hostile files are sent to the Api as a process, one behind
/// another, and it is watched together with the processes that it reads them by. A part of the long form, which prints a line for each.
/// </summary>
public sealed class HostileUploadTests(ITestOutputHelper output)
{
    private const long Least = 300_000_000;
    private const int PerByte = 8;
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(5);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task No_upload_takes_more_memory_or_time_than_its_share()
    {
        Assert.SkipUnless(Environment.GetEnvironmentVariable("MACT_LONG") == "1", "Part of the long form: set MACT_LONG=1.");
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Memory is read from /proc.");
        using var redis = new GarnetInProcess();
        await using var api = await WatchedApi.StartAsync(redis.ConnectionString, Cancellation);
        output.WriteLine($"at rest: {api.Idle / 1_000_000} MB, and {api.Watch.Readers()[0].Memory / 1_000_000} MB of the reader that waits");

        var (memory, time, over) = ((Name: string.Empty, Most: 0L), (Name: string.Empty, Most: TimeSpan.Zero), new List<string>());
        (string Name, string File, Func<byte[]> Make)[] files = [.. HostileFiles.All, .. HostileFormats.All];
        foreach (var (name, file, make) in files)
        {
            var bytes = make();
            await api.ToRestAsync(Cancellation);
            using var share = api.Watch.Begin(api.Idle);

            var (status, outcome) = await api.SendAsync(file, bytes, Cancellation);

            var (most, took) = share.End();
            var isHeld = most <= Math.Max(Least, (long)PerByte * bytes.Length) && took < Longest && (int)status < 500;
            var line = $"{name}: {bytes.Length:N0} bytes, {most / 1_000_000:N0} MB, {took.TotalSeconds:N2} s, {(int)status} {outcome}";
            output.WriteLine(isHeld ? line : $"NOT HELD: {line}");
            if (!isHeld)
            {
                over.Add(line);
            }

            memory = most > memory.Most ? (name, most) : memory;
            time = took > time.Most ? (name, took) : time;
        }

        output.WriteLine(
            $"uploads: {files.Length} tried, {files.Length - over.Count} held, highest memory {memory.Most / 1_000_000:N0} MB ({memory.Name}), "
                + $"highest time {time.Most.TotalSeconds:N2} s ({time.Name})");
        over.ShouldBeEmpty();
    }
}
