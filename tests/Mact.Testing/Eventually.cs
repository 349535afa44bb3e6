using System.Diagnostics;

namespace Mact.Testing;

/// <summary>Waits for a condition, not for a time: looks again and again, up to a bound that only a fault reaches.</summary>
public static class Eventually
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(10);
    private static readonly TimeSpan Step = TimeSpan.FromMilliseconds(1);

    /// <summary>Generous, since the machine may be busy with other tests.</summary>
    public static TimeSpan Bound { get; } = TimeSpan.FromSeconds(60);

    /// <summary>Waits until the condition holds.</summary>
    /// <param name="condition">What is waited for.</param>
    /// <param name="what">Said when it never comes true; a function, so that it can say what was seen last.</param>
    /// <param name="bound">How long it may take; <see cref="Bound"/> by default.</param>
    public static async Task TrueAsync(Func<Task<bool>> condition, Func<string>? what = null, TimeSpan? bound = null)
    {
        if (!await HoldsAsync(condition, bound ?? Bound))
        {
            Assert.Fail(what?.Invoke() ?? "The condition did not come true.");
        }
    }

    /// <summary>Whether the condition comes true within the bound: for a wait that may as well end without it.</summary>
    /// <param name="condition">What is waited for.</param>
    /// <param name="bound">How long it may take.</param>
    /// <param name="pause">Between two looks; 10 ms by default.</param>
    public static async Task<bool> HoldsAsync(Func<Task<bool>> condition, TimeSpan bound, TimeSpan? pause = null)
    {
        var clock = Stopwatch.StartNew();
        while (!await condition())
        {
            if (clock.Elapsed >= bound)
            {
                return false;
            }

            await Task.Delay(pause ?? Pause, TestContext.Current.CancellationToken);
        }

        return true;
    }

    /// <inheritdoc cref="TrueAsync(Func{Task{bool}}, Func{string}?, TimeSpan?)"/>
    public static Task TrueAsync(Func<bool> condition, Func<string>? what = null, TimeSpan? bound = null) =>
        TrueAsync(() => Task.FromResult(condition()), what, bound);

    /// <summary>Waits as long as the condition holds, and does a step, such as moving a virtual clock, each time it is looked at. Real time only lets
    /// other threads run; nothing is measured by it.</summary>
    public static async Task WhileAsync(Func<bool> condition, Action? step = null)
    {
        if (!await HoldsAsync(Done, 2 * Bound, Step))
        {
            Assert.Fail("The condition did not end.");
        }

        Task<bool> Done()
        {
            if (condition())
            {
                step?.Invoke();
                return Task.FromResult(false);
            }

            return Task.FromResult(true);
        }
    }

    /// <summary>Reads again and again until what is read fits, and returns it.</summary>
    public static async Task<T> FitsAsync<T>(Func<Task<T>> read, Func<T, bool> fits, TimeSpan? bound = null)
    {
        var last = await read();
        await TrueAsync(
            async () => fits(last) || fits(last = await read()),
            () => $"It never fitted; the last one read was: {last}",
            bound);
        return last;
    }
}
