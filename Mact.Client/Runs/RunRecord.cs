using System.Text.Json.Serialization;

namespace Mact.Client.Runs;

/// <summary>
/// One entry of a question's journal. The list of records is all that is kept of a run: timeline, votes, tokens, latency,
/// cost, evidence, resumption and replay are projections of it. <see cref="ModelCall"/> and <see cref="ToolResult"/> are
/// appended before they are used; every other record of the agent is derived from them.
/// </summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "type")]
[JsonDerivedType(typeof(Accepted), "accepted")]
[JsonDerivedType(typeof(AttemptStarted), "attemptStarted")]
[JsonDerivedType(typeof(AttemptFailed), "attemptFailed")]
[JsonDerivedType(typeof(HandedBack), "handedBack")]
[JsonDerivedType(typeof(ModelWaiting), "modelWaiting")]
[JsonDerivedType(typeof(ModelResumed), "modelResumed")]
[JsonDerivedType(typeof(ModelCall), "modelCall")]
[JsonDerivedType(typeof(ToolResult), "toolResult")]
[JsonDerivedType(typeof(PlansRead), "plansRead")]
[JsonDerivedType(typeof(ActionChosen), "actionChosen")]
[JsonDerivedType(typeof(Observed), "observed")]
[JsonDerivedType(typeof(AnswerVoted), "answerVoted")]
[JsonDerivedType(typeof(Finished), "finished")]
[JsonDerivedType(typeof(PutBack), "putBack")]
public abstract record RunRecord
{
    /// <summary>Unique within the run and the same when the run is done again, so that nothing is appended twice ("2/code/0").</summary>
    public string Key { get; init; } = string.Empty;

    /// <summary>UTC, the writer's clock.</summary>
    public DateTimeOffset At { get; init; }

    /// <summary>The attempt that wrote it; 0 = the Api.</summary>
    public int Attempt { get; init; }

    /// <summary>What it tells in words (reason, message, text, error), with its values; null where it has none, or was recorded before there were
    /// any.</summary>
    public Sentence? Sentence { get; init; }
}

/// <summary>A record with its place in the journal.</summary>
/// <param name="Sequence">From 1, without gaps; the id of the server-sent event.</param>
/// <param name="Record">The record.</param>
public sealed record StoredRecord(long Sequence, RunRecord Record);

/// <summary>The Api took the question: always the first record.</summary>
public sealed record Accepted(Question Question) : RunRecord;

/// <summary>A worker claimed the question.</summary>
/// <param name="Worker">Name of the worker process.</param>
/// <param name="QueueWaitMs">Milliseconds from submission (or from when it was due again) to the claim.</param>
public sealed record AttemptStarted(string Worker, double QueueWaitMs) : RunRecord;

/// <summary>An attempt ended without an outcome; the question is tried again later, or has been given up.</summary>
/// <param name="Reason">In words.</param>
/// <param name="RetryAt">When it is due again (UTC); null when it will not be tried again.</param>
public sealed record AttemptFailed(string Reason, DateTimeOffset? RetryAt) : RunRecord;

/// <summary>A worker gave the question back in good order; no attempt is consumed.</summary>
/// <param name="Reason">In words: the worker is stopping, or its model is away.</param>
/// <param name="DueAt">When it is due again (UTC); null = at once.</param>
public sealed record HandedBack(string Reason, DateTimeOffset? DueAt = null) : RunRecord;

/// <summary>A person put a given-up question back; it is tried again from where it stood, and the terminal record before this one no longer
/// counts.</summary>
public sealed record PutBack : RunRecord;

/// <summary>Work pauses because the model endpoint is not ready. Appended when the wait begins and as it goes on.</summary>
/// <param name="Endpoint">planner, coder or model: the connection's name.</param>
/// <param name="Reason">Stable, camelCase: starting, unreachable, overloaded, queued.</param>
/// <param name="Message">In words, with seconds waited: "model is starting, 42 s".</param>
/// <param name="WaitedMs">Milliseconds since the wait began.</param>
public sealed record ModelWaiting(string Endpoint, string Reason, string Message, double WaitedMs) : RunRecord;

/// <summary>The model endpoint answers again.</summary>
public sealed record ModelResumed(string Endpoint, double WaitedMs) : RunRecord;

/// <summary>The terminal record: nothing follows it, but for <see cref="PutBack"/> where a given-up question is tried again by hand.</summary>
public sealed record Finished(Outcome Outcome) : RunRecord;
