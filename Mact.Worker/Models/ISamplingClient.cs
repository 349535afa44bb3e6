namespace Mact.Worker.Models;

/// <summary>Draws n completions of one prompt from a model endpoint, in one request wherever the endpoint can.</summary>
public interface ISamplingClient
{
    /// <summary>
    /// Draws <see cref="SampleRequest.N"/> completions. Waits while the endpoint starts or is overloaded (the observer hears of it), tops up
    /// samples that did not come, and gives back exactly n completions, each with its status.
    /// </summary>
    /// <exception cref="ContextTooLongException">The prompt does not fit the model's context, whatever max_tokens.</exception>
    /// <exception cref="ModelException">Final, with the error of the question.</exception>
    Task<ModelReply> SampleAsync(SampleRequest request, IWaitingObserver observer, CancellationToken cancellationToken);
}

/// <summary>One sampling point.</summary>
/// <param name="Purpose">What it is for; Plan, Judge and Direct go to the connection planner, Code and Repair to coder.</param>
/// <param name="Messages">The prompt.</param>
/// <param name="N">Samples wanted, at least 1.</param>
/// <param name="Temperature">0.01 to 2; 0 only with <paramref name="N"/> = 1.</param>
/// <param name="TopP">Above 0, up to 1; null (or 1) = not sent.</param>
/// <param name="Seed">Seed of sample 0; sample i is drawn with this plus i, a top-up with the seeds after those. Null = none is sent.</param>
/// <param name="MaxTokens">Upper bound of one sample's length in tokens; lowered where the context is too small for it.</param>
public sealed record SampleRequest(
    CallPurpose Purpose,
    IReadOnlyList<ChatMessage> Messages,
    int N,
    double Temperature,
    double? TopP,
    long? Seed,
    int MaxTokens)
{
    /// <summary>Texts that end a sample; they are cut off it.</summary>
    public IReadOnlyList<string> Stop { get; init; } = [];

    /// <summary>
    /// Whether a sample's text so far holds its end, asked at the end of each line: for ends that no stop of the server's can say. When all samples
    /// have come to theirs, the request is ended. Only where replies stream. Null = the server's ends alone.
    /// </summary>
    public Func<string, bool>? IsEnd { get; init; }

    /// <summary>
    /// How the reply begins, written for the model where the server lets it go on from there; elsewhere it is left out. A completion's text
    /// has it at its beginning wherever it was used.
    /// </summary>
    public string? BegunReply { get; init; }

    /// <summary>
    /// Asked whenever a sample has come to its end, with all that have: true ends the others, which then are <see cref="CompletionStatus.Unneeded"/>.
    /// Only where replies stream. Null = all are waited for.
    /// </summary>
    public Func<IReadOnlyList<Completion>, CancellationToken, Task<bool>>? IsEnough { get; init; }

    /// <summary>Whether the model may think; null = as configured for the purpose.</summary>
    public bool? Thinks { get; init; }

    /// <summary>An evaluation's: people go first, here and, where it can be told, on the server.</summary>
    public bool IsEvaluation { get; init; }

    /// <summary>
    /// Output that is not to be given up for a long prompt, in tokens: where the context leaves less beside the prompt,
    /// <see cref="ContextTooLongException"/> says by how much the prompt must shrink. Null = the configured least.
    /// </summary>
    public int? MinTokens { get; init; }

    /// <summary>
    /// The reply is one line "Answer: …" and nothing else: where the server was seen to hold a schema, it is held to that. Never for a reply that
    /// reasons, since a schema costs reasoning its quality.
    /// </summary>
    public bool IsAnswerLine { get; init; }

    /// <summary>Ask for token log-probabilities (<see cref="Completion.MeanLogprob"/>).</summary>
    public bool Logprobs { get; init; }

    /// <summary>A model other than the connection's own; null = the connection's.</summary>
    public string? Model { get; init; }

    /// <summary>Samples drawn by one request at most; 0 = as many as the endpoint takes. The seeds are those that the samples would have had in
    /// one.</summary>
    public int SamplesPerRequest { get; init; }

    /// <summary>Where it stands in its run: how a replay finds what was recorded; null outside of a run.</summary>
    public SamplingPlace? Place { get; init; }

    /// <summary>The question's id, for fairness between questions; null = taken from the current activity's baggage where it is there.</summary>
    public string? Question { get; init; }
}

/// <summary>A message of a prompt.</summary>
/// <param name="Role">system, user or assistant.</param>
/// <param name="Content">Its text.</param>
public sealed record ChatMessage(string Role, string Content);

/// <summary>Where a request stands in the run of a question.</summary>
/// <param name="Step">The step that is being worked on, from 1.</param>
/// <param name="Key">The key that its record gets ("2/plan", "2/code/0").</param>
/// <param name="Drawn">Samples that were drawn for the same point before, where they are drawn little by little.</param>
public sealed record SamplingPlace(int Step, string Key, int Drawn);
