namespace Mact.Cli.Evaluating;

/// <summary>How far an evaluation is, as one line.</summary>
/// <param name="Done">Results so far.</param>
/// <param name="DoneAtStart">Results when it was first looked at.</param>
/// <param name="InFlight">Questions that are being answered.</param>
/// <param name="Total">Results in the end.</param>
/// <param name="Elapsed">Since it was first looked at.</param>
/// <param name="OutputTokens">Completion tokens so far.</param>
internal sealed record EvaluationProgress(int Done, int DoneAtStart, int InFlight, int Total, TimeSpan Elapsed, long OutputTokens)
{
    /// <summary>
    /// The time that the rest takes at the pace since the start; null before there is a pace. Questions in flight count as half done: with 8 at once,
    /// the
    /// first to end says little about the other seven.
    /// </summary>
    public TimeSpan? Left
    {
        get
        {
            var halfDone = InFlight / 2.0;
            var finished = Done - DoneAtStart + halfDone;
            return Done == DoneAtStart ? null : Elapsed * (Math.Max(0, Total - Done - halfDone) / finished);
        }
    }

    /// <inheritdoc/>
    public override string ToString()
    {
        var left = Left is { } time ? $", about {Clock(time)} left" : string.Empty;
        var pace = Elapsed > TimeSpan.Zero ? OutputTokens / Elapsed.TotalSeconds : 0;
        return $"{Done} of {Total}, {InFlight} in flight, {pace:0.#} tokens/s, {Clock(Elapsed)} gone{left}";
    }

    // Hours are not cut off: an hour and two minutes is not two minutes.
    private static string Clock(TimeSpan time) => $"{(int)time.TotalHours}:{time:mm\\:ss}";
}
