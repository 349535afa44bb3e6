namespace Mact.DevServices.Model.Engine;

/// <summary>One completion in the simulation.</summary>
internal sealed class SimulatedSequence(SimulatedRequest request, int completion)
{
    public SimulatedRequest Request => request;

    /// <summary>Its index in the request.</summary>
    public int Completion => completion;

    /// <summary>Tokens it will have.</summary>
    public int OutputTokens => request.Work.OutputTokens[completion];

    /// <summary>Tokens it has.</summary>
    public int Generated { get; set; }

    /// <summary>Prompt tokens that it found in the prefix cache when it was scheduled first.</summary>
    public int Cached { get; set; }

    /// <summary>Whether it was scheduled before; a preempted one is scheduled again.</summary>
    public bool WasScheduled { get; set; }

    /// <summary>Tokens still to compute before it can go on generating.</summary>
    public int PrefillLeft { get; set; }

    /// <summary>Tokens before those, already in the KV cache.</summary>
    public int PrefillDone { get; set; }

    /// <summary>The length of its context.</summary>
    public int Context => request.Work.PromptTokens + Generated;

    /// <summary>Its own tokens in the KV cache: cached blocks are shared and belong to none.</summary>
    public int OwnTokens => Context - Cached;
}
