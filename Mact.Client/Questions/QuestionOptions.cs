namespace Mact.Client.Questions;

/// <summary>How a question is to be answered. Every option changes behaviour; values out of range are refused, not clamped.</summary>
public sealed record QuestionOptions
{
    /// <summary>Auto, the agent (planner and coder) alone, or one of the baselines at equal budget.</summary>
    public Strategy Strategy { get; init; } = Strategy.Auto;

    /// <summary>Whether direct answers are drawn beside programs and vote with them, for the strategies auto and sql.</summary>
    public BallotKinds Ballots { get; init; } = BallotKinds.Auto;

    /// <summary>Share of the samples that must agree on an executed result for auto to answer without the agent. Above 0, up to 1.</summary>
    public double AutoAgreement { get; init; } = 0.6;

    /// <summary>Plans drawn per step, in one request. 1 to 64.</summary>
    public int PlanSamples { get; init; } = 5;

    /// <summary>Programs drawn per action, in one request. 1 to 64.</summary>
    public int CodeSamples { get; init; } = 5;

    /// <summary>Accepted steps, Finish included. 1 to 20.</summary>
    public int MaxSteps { get; init; } = 6;

    /// <summary>Planning calls, accepted or not. 1 to 40.</summary>
    public int MaxAttempts { get; init; } = 8;

    /// <summary>0.01 to 2; never 0, since n samples of a greedy model are refused by vLLM and useless for a vote.</summary>
    public double Temperature { get; init; } = 0.6;

    /// <summary>Nucleus sampling, above 0 and up to 1; null = the server's own. It costs throughput on some servers.</summary>
    public double? TopP { get; init; }

    /// <summary>
    /// User seed; with the question and the tables it determines every request's seed. Null = none is sent: seeds slow some servers down, and
    /// repeatability comes from recorded replies.
    /// </summary>
    public long? Seed { get; init; }

    /// <summary>How the next action is chosen among the plans.</summary>
    public ActionSelection Selection { get; init; } = ActionSelection.Consistency;

    /// <summary>What happens when the roll-outs agree on an answer at the first step.</summary>
    public ShortcutMode Shortcut { get; init; } = ShortcutMode.Verify;

    /// <summary>Share of roll-outs that must agree for the shortcut. Above 0, up to 1.</summary>
    public double Alpha { get; init; } = 1.0;

    /// <summary>Weight of an executed result in the observation vote. 0 to 10.</summary>
    public double ExecutedWeight { get; init; } = 1.0;

    /// <summary>Weight of a planner's guess in the observation vote. 0 to 10; 0 = executed results only.</summary>
    public double GuessWeight { get; init; } = 0.5;

    /// <summary>Agreement (0 to 1) below which the outcome is NotEnoughAgreement. 0 = off.</summary>
    public double MinAgreement { get; init; }

    /// <summary>Draw two programs first and more only while the leader may well still lose (docs/voting.md has the rule and its error); false = all
    /// at once.</summary>
    public bool AdaptiveSampling { get; init; } = true;

    /// <summary>Samples drawn by one request at most, 1 to 64; 0 = all in one. Fewer than all cost more, and give the same samples: for
    /// measuring.</summary>
    public int SamplesPerRequest { get; init; }

    /// <summary>Tell the model in its prompts which words of the question are columns or cells of the tables. What it is worth stands in
    /// docs/evaluation.md.</summary>
    public bool SchemaLinks { get; init; }

    /// <summary>Allow the Search action (needs Search to be configured on the worker).</summary>
    public bool Search { get; init; }

    /// <summary>The coder's model name where it differs from the endpoint's default; null = as configured.</summary>
    public string? Model { get; init; }

    /// <summary>Id of an earlier question whose recorded replies answer in place of any model; null = models are asked.</summary>
    public string? ReplayOf { get; init; }

    /// <summary>Interactive before evaluation.</summary>
    public QuestionPriority Priority { get; init; } = QuestionPriority.Interactive;

    /// <summary>What the question may use at most; null members are unbounded.</summary>
    public Budget? Budget { get; init; }
}

/// <summary>Which procedure answers the question.</summary>
public enum Strategy
{
    /// <summary>Programs for the whole question, and direct answers where there is text to read; where they do not agree, the agent goes on with what
    /// is known.</summary>
    Auto,

    /// <summary>Planner and coder, step by step.</summary>
    Agent,

    /// <summary>n chain-of-thought answers and a vote; no tool.</summary>
    Direct,

    /// <summary>n programs for the whole question and a vote on their results.</summary>
    Sql,

    /// <summary>Half direct answers, half programs, one vote.</summary>
    Mix,
}

/// <summary>What votes on the answer to a whole question.</summary>
public enum BallotKinds
{
    /// <summary>Direct answers vote beside programs where the tables have text to read, or a context, or where programs disagree.</summary>
    Auto,

    /// <summary>Executed programs alone.</summary>
    Programs,

    /// <summary>Direct answers always vote beside programs.</summary>
    Mixed,
}

/// <summary>How the next action is chosen among n plans (reference: MACT, section 3, and our own clustering).</summary>
public enum ActionSelection
{
    /// <summary>The largest cluster of equal or nearly equal actions.</summary>
    Consistency,

    /// <summary>The action of a plan whose roll-out reaches the most common final answer.</summary>
    Rollout,

    /// <summary>The plan with the highest mean token log-probability up to its observation.</summary>
    Logp,

    /// <summary>One judge request names the candidate.</summary>
    Llm,

    /// <summary>Majority among the four others.</summary>
    Combined,
}

/// <summary>What to do when the roll-outs of the first step agree on an answer.</summary>
public enum ShortcutMode
{
    /// <summary>Nothing; the loop goes on.</summary>
    Off,

    /// <summary>One coder request checks it; equal = done, with that SQL as evidence.</summary>
    Verify,

    /// <summary>Answer at once (the paper's rule).</summary>
    Trust,
}

/// <summary>Which questions are claimed first.</summary>
public enum QuestionPriority
{
    /// <summary>A person waits.</summary>
    Interactive,

    /// <summary>An evaluation item; yields to people, but is never starved.</summary>
    Evaluation,
}

/// <summary>Upper bounds for one question; the run ends as halted (budget) when one is passed.</summary>
/// <param name="Requests">Requests to model endpoints.</param>
/// <param name="Tokens">Input plus output tokens.</param>
/// <param name="Seconds">Seconds of work, waiting for a model not counted.</param>
/// <param name="Cost">In the currency of the configured prices per million tokens.</param>
public sealed record Budget(int? Requests = null, long? Tokens = null, double? Seconds = null, decimal? Cost = null);
