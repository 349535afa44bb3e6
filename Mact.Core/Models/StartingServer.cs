using System.Text.RegularExpressions;

namespace Mact.Core.Models;

/// <summary>How servers say that they are not there yet: a state that passes, and tells nothing of what they can do.</summary>
public static partial class StartingServer
{
    /// <summary>What RunPod's queue calls a request that no worker has taken or ended (within 200).</summary>
    public static bool IsQueued(string? status) => status is "IN_QUEUE" or "IN_PROGRESS" or "RUNNING";

    /// <summary>Whether a whole body says it, in one way or another.</summary>
    public static bool IsToldBy(string body) => Status().IsMatch(body) || NoWorkers().IsMatch(body) || Loading().IsMatch(body);

    /// <summary>No machine is free to answer.</summary>
    [GeneratedRegex("""no (?:available |free |healthy |ready )?(?:workers?|upstreams?|backends?|replicas?|instances?)(?: (?:are |is )?(?:currently )?(?:available|free|ready))?\b|no endpoints? available|workers? (?:are |is )?(?:not ready|throttled|initiali[sz]ing)""", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant, 5000)]
    public static partial Regex NoWorkers();

    /// <summary>The model is on its way into memory.</summary>
    [GeneratedRegex("""\b(?:is |currently |still )+(?:being )?(?:loading|loaded|starting|warming|initiali[sz]ing|scaling)\b|(?:^|")loading model|model (?:is )?(?:loading|starting)|server is loading|(?:warming|starting) up|cold start""", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant, 5000)]
    public static partial Regex Loading();

    [GeneratedRegex("\"(IN_QUEUE|IN_PROGRESS|RUNNING)\"", RegexOptions.ExplicitCapture, 5000)]
    private static partial Regex Status();
}
