using System.Diagnostics.CodeAnalysis;

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

/// <summary>A model endpoint cannot serve the call, and trying again now will not help: the question fails with <see cref="Error"/>.</summary>
[SuppressMessage("Roslynator", "RCS1194:Implement exception constructors", Justification = "Without an error there is nothing to tell the question.")]
public class ModelException : Exception
{
    /// <summary>A failure that ends the question.</summary>
    public ModelException(QuestionError error)
        : this(error, innerException: null)
    {
    }

    /// <inheritdoc cref="ModelException(QuestionError)"/>
    public ModelException(QuestionError error, Exception? innerException)
        : base(error.Message, innerException) => Error = error;

    /// <summary>Code, words and, for an unknown model, the served names. Free of secrets.</summary>
    public QuestionError Error { get; }
}

/// <summary>The prompt does not fit the model's context, whatever max_tokens. A shorter prompt may.</summary>
[SuppressMessage("Roslynator", "RCS1194:Implement exception constructors", Justification = "Without an error there is nothing to tell the question.")]
public sealed class ContextTooLongException(QuestionError error, int? promptTokens, int? contextTokens, double? share = null)
    : ModelException(error)
{
    /// <summary>The share of its size to which the prompt must shrink, above 0 and below 1; null where unknown.</summary>
    public double? Share { get; } = share;

    /// <summary>Tokens of the prompt as the endpoint or an estimate has it; null where unknown.</summary>
    public int? PromptTokens { get; } = promptTokens;

    /// <summary>The model's context in tokens; null where unknown.</summary>
    public int? ContextTokens { get; } = contextTokens;
}

/// <summary>Hears when a call waits for its endpoint, so that people see why.</summary>
public interface IWaitingObserver
{
    /// <summary>Called when a wait begins and, at growing intervals, as it goes on.</summary>
    /// <param name="endpoint">planner or coder.</param>
    /// <param name="reason">One of <see cref="WaitReasons"/>.</param>
    /// <param name="message">In words: "model is starting, 42 s".</param>
    /// <param name="waited">Since the wait began.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    Task WaitingAsync(string endpoint, string reason, Sentence message, TimeSpan waited, CancellationToken cancellationToken);

    /// <summary>The endpoint answered after <paramref name="waited"/>. Called only after <see cref="WaitingAsync"/>.</summary>
    Task ResumedAsync(string endpoint, TimeSpan waited, CancellationToken cancellationToken);
}

/// <summary>Why a call waits: part of the run records, stable.</summary>
public static class WaitReasons
{
    /// <summary>The endpoint has not answered yet since this process started.</summary>
    public const string Starting = "starting";

    /// <summary>It answered before and does not now.</summary>
    public const string Unreachable = "unreachable";

    /// <summary>It says that it has too much to do (429, 503).</summary>
    public const string Overloaded = "overloaded";

    /// <summary>The request waits in the provider's queue for a machine.</summary>
    public const string Queued = "queued";
}

/// <summary>For waits that belong to no question.</summary>
internal sealed class SilentObserver : IWaitingObserver
{
    /// <inheritdoc/>
    public Task WaitingAsync(string endpoint, string reason, Sentence message, TimeSpan waited, CancellationToken cancellationToken) =>
        Task.CompletedTask;

    /// <inheritdoc/>
    public Task ResumedAsync(string endpoint, TimeSpan waited, CancellationToken cancellationToken) => Task.CompletedTask;
}
