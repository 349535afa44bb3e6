using System.Diagnostics;

namespace Mact.Core.Tests.Redis;

/// <summary>Waits for a condition, not for a time: looks again and again, up to a bound that only a fault reaches.</summary>
internal static class Eventually
{
    private static readonly TimeSpan Bound = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(5);

    public static async Task TrueAsync(Func<Task<bool>> condition)
    {
        var clock = Stopwatch.StartNew();
        while (!await condition())
        {
            clock.Elapsed.ShouldBeLessThan(Bound, "The condition did not come true.");
            await Task.Delay(Pause, TestContext.Current.CancellationToken);
        }
    }
}
