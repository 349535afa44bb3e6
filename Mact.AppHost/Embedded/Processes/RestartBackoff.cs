namespace Mact.AppHost.Embedded.Processes;

/// <summary>How long to pause before a died process is started again: 0.5 s doubling to 30 s, from the start again after a quiet minute.</summary>
internal sealed class RestartBackoff
{
    private static readonly TimeSpan First = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan Quiet = TimeSpan.FromMinutes(1);
    private TimeSpan _next = First;

    /// <summary>The pause after a run that lasted so long.</summary>
    public TimeSpan After(TimeSpan run)
    {
        if (run >= Quiet)
        {
            _next = First;
        }

        var pause = _next;
        _next = pause * 2 > Longest ? Longest : pause * 2;
        return pause;
    }
}
