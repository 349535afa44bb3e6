using Mact.Core.Runs;

namespace Mact.Worker.Agents.Replay;

/// <summary>
/// What a recorded sampling point is found by: purpose, step and draw. The draw is the record's key without the number of its round ("2/code" of
/// "2/code/1"): the turn, or the place outside of the turns ("verify/code", "fallback/direct"). Prompts and seeds do not count, so that a replay
/// survives changes to what is shown to the model.
/// </summary>
/// <param name="Purpose">What was asked for.</param>
/// <param name="Step">From 1.</param>
/// <param name="Draw">The key without its round.</param>
internal sealed record RecordedPoint(CallPurpose Purpose, int Step, string Draw)
{
    /// <summary>The point of a record with that key.</summary>
    public static RecordedPoint Of(CallPurpose purpose, int step, string key)
    {
        var slash = key.LastIndexOf('/');
        return new(purpose, step, slash > 0 && !key.AsSpan(slash + 1).ContainsAnyExceptInRange('0', '9') ? key[..slash] : key);
    }
}
