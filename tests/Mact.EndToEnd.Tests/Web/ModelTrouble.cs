using Mact.EndToEnd.Tests.Stack;
using Mact.Testing;

namespace Mact.EndToEnd.Tests.Web;

/// <summary>Keeps the stack's model endpoint from answering, so that a run can be watched; disposed, it answers again.</summary>
internal sealed class ModelTrouble : IDisposable
{
    private readonly ScriptedEndpoint _endpoint;

    /// <summary>Begins the trouble.</summary>
    /// <param name="stack">Whose endpoint.</param>
    /// <param name="spoil">What happens to requests.</param>
    /// <param name="skip">Requests that are answered at once first.</param>
    public ModelTrouble(SharedStack stack, Func<ScriptedReply, ScriptedReply> spoil, int skip)
    {
        _endpoint = stack.Model;
        _endpoint.Spoil(new EndpointFault(spoil, skip));
    }

    /// <summary>Every request is asked to come again in a second: the run waits, and says why, until the trouble ends.</summary>
    public static Func<ScriptedReply, ScriptedReply> Busy { get; } = Faults.Status(503, retryAfter: 1);

    /// <summary>Every request waits for ten minutes: the run is under way for as long as anybody looks.</summary>
    public static Func<ScriptedReply, ScriptedReply> Slow { get; } = Faults.Slow(TimeSpan.FromMinutes(10));

    public void Dispose() => _endpoint.Spoil();
}
