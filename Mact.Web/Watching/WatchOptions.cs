using System.ComponentModel.DataAnnotations;

namespace Mact.Web.Watching;

/// <summary>How event streams are followed. Bound from section <c>Watch</c>.</summary>
public sealed class WatchOptions
{
    /// <summary>The configuration section.</summary>
    public const string SectionName = "Watch";

    /// <summary>Without any byte for this long, a connection counts as lost. The Api sends a heartbeat every 10 s.</summary>
    [Range(typeof(TimeSpan), "00:00:05", "00:10:00")]
    public TimeSpan Silence { get; set; } = TimeSpan.FromSeconds(35);

    /// <summary>The longest pause between two attempts to connect.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "00:10:00")]
    public TimeSpan MaxDelay { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>How long a feed goes on after its last watcher has left; a reload finds it warm.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "01:00:00")]
    public TimeSpan Linger { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>Half a second, doubled with every fruitless attempt up to <see cref="MaxDelay"/>.</summary>
    /// <param name="failures">Attempts in a row that brought nothing; 0 = the last one brought records.</param>
    public TimeSpan DelayBefore(int failures)
    {
        var delay = TimeSpan.FromMilliseconds(500 * Math.Pow(2, Math.Min(failures, 10)));
        return delay < MaxDelay ? delay : MaxDelay;
    }
}
