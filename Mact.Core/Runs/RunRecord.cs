using System.Text.Json.Serialization;

namespace Mact.Core.Runs;

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
}
