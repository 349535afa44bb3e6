using System.Text.Json.Serialization;

namespace Mact.Client.Questions;

/// <summary>How a question ended. Closed: whoever switches over it covers every case.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "outcome")]
[JsonDerivedType(typeof(Answered), "answered")]
[JsonDerivedType(typeof(NotEnoughAgreement), "notEnoughAgreement")]
[JsonDerivedType(typeof(Halted), "halted")]
[JsonDerivedType(typeof(Cancelled), "cancelled")]
[JsonDerivedType(typeof(Failed), "failed")]
public abstract record Outcome
{
    private Outcome()
    {
    }

    /// <summary>The terminal status that the outcome stands for.</summary>
    [JsonIgnore]
    public abstract QuestionStatus Status { get; }

    /// <summary>There is an answer.</summary>
    /// <param name="Answer">One item per value, in the answer's order, row by row for a table; empty where no row meets the question.</param>
    /// <param name="By">How it was reached.</param>
    /// <param name="Agreement">The weakest vote it depends on; null only where nothing was voted on.</param>
    public sealed record Answered(IReadOnlyList<string> Answer, AnsweredBy By, Agreement? Agreement) : Outcome
    {
        /// <summary>The names of a table's columns where the answer is one of several columns and rows; null for a value or a list.</summary>
        public IReadOnlyList<string>? Columns { get; init; }

        /// <summary>What is to be said beside the values: that no row meets the question. Null where the values say it all.</summary>
        public string? Message { get; init; }

        /// <summary>The vote among plans that chose to finish, shown apart: plans that copy one observation always agree.</summary>
        public Agreement? FinishVote { get; init; }

        /// <summary>The winning program behind the answer, where there is one.</summary>
        public string? Sql { get; init; }

        /// <summary>The derived table ("step2") or step that the answer was read from.</summary>
        public int? EvidenceStep { get; init; }

        /// <inheritdoc/>
        public override QuestionStatus Status => QuestionStatus.Answered;
    }

    /// <summary>The leading answer is carried, but its agreement is below what was asked for.</summary>
    public sealed record NotEnoughAgreement(Answered Leading, double Threshold) : Outcome
    {
        /// <inheritdoc/>
        public override QuestionStatus Status => QuestionStatus.NotEnoughAgreement;
    }

    /// <summary>A limit ended it, or the model did not understand.</summary>
    [method: JsonConstructor]
    public sealed record Halted(HaltReason Reason, string Message) : Outcome
    {
        /// <summary>With values in its words.</summary>
        public Halted(HaltReason reason, Sentence sentence)
            : this(reason, sentence.ToString()) => Sentence = sentence.WithValues();

        /// <summary>The message with its values; null where it has none, or in what was recorded before there were any.</summary>
        public Sentence? Sentence { get; init; }

        /// <summary>Whole questions that would be understood, to be asked in place of this one; null where there are none.</summary>
        public IReadOnlyList<string>? Suggestions { get; init; }

        /// <inheritdoc/>
        public override QuestionStatus Status => QuestionStatus.Halted;
    }

    /// <summary>A person cancelled it; what was spent stays recorded.</summary>
    public sealed record Cancelled : Outcome
    {
        /// <inheritdoc/>
        public override QuestionStatus Status => QuestionStatus.Cancelled;
    }

    /// <summary>Something outside the question made an answer impossible.</summary>
    /// <param name="Error">Code, words, and the served models where that is the trouble.</param>
    public sealed record Failed(QuestionError Error) : Outcome
    {
        /// <inheritdoc/>
        public override QuestionStatus Status => QuestionStatus.Failed;
    }
}

/// <summary>How an answer was reached.</summary>
public enum AnsweredBy
{
    /// <summary>The planner's Finish action won a vote.</summary>
    Finish,

    /// <summary>The roll-outs agreed at the first step (and, unless trusted, a program confirmed it).</summary>
    Shortcut,

    /// <summary>The loop did not finish; the answers that the first plans reached were put to a vote.</summary>
    PreAnswerVote,

    /// <summary>The loop did not finish; a direct request gave the answer.</summary>
    DirectFallback,

    /// <summary>One vote over all samples decided (auto, direct, sql, mix).</summary>
    Vote,
}

/// <summary>Why a run ended without an answer though nothing was broken.</summary>
public enum HaltReason
{
    /// <summary>The limit on steps or attempts.</summary>
    Steps,

    /// <summary>The question's budget of requests, tokens, seconds or cost.</summary>
    Budget,

    /// <summary>The model could not make sense of the question (the built-in reader says so plainly).</summary>
    NotUnderstood,
}

/// <summary>
/// The smallest winning share among the votes that an answer depends on: executed results in canonical form over samples
/// asked, failures included. "2 of 5".
/// </summary>
/// <param name="Votes">Samples behind the winner.</param>
/// <param name="Of">Samples asked.</param>
/// <param name="Step">The step that the share comes from; 0 where no step was executed.</param>
/// <param name="Executed">The share counts executed results, not merely what the planner wrote.</param>
public sealed record Agreement(int Votes, int Of, int Step, bool Executed)
{
    /// <summary>Distinct programs among the votes: five texts alike are one program that was drawn five times. Null where no programs
    /// voted.</summary>
    public int? Programs { get; init; }

    /// <summary>Votes / Of, 0 to 1.</summary>
    public double Share => Of == 0 ? 0 : (double)Votes / Of;
}

/// <summary>Why a question failed, for people and programs.</summary>
/// <param name="Code">Stable, camelCase; see <see cref="ErrorCodes"/>.</param>
/// <param name="Message">What happened, what was tried, what to do next.</param>
/// <param name="Served">The models that the endpoint serves, where the asked one is not among them; else null.</param>
[method: JsonConstructor]
public sealed record QuestionError(string Code, string Message, IReadOnlyList<string>? Served = null)
{
    /// <summary>An error with values in its words.</summary>
    public QuestionError(string code, Sentence sentence, IReadOnlyList<string>? served = null)
        : this(code, sentence.ToString(), served) => Sentence = sentence.WithValues();

    /// <summary>The message with its values; null where it has none, or in what was recorded before there were any.</summary>
    public Sentence? Sentence { get; init; }
}

/// <summary>The codes of <see cref="QuestionError"/>: part of the HTTP contract.</summary>
public static class ErrorCodes
{
    /// <summary>The endpoint does not serve the model's name.</summary>
    public const string ModelNotFound = "modelNotFound";

    /// <summary>The endpoint was not reachable, or not ready, for longer than a question may wait.</summary>
    public const string ModelUnavailable = "modelUnavailable";

    /// <summary>The endpoint refused the key (401 or 403).</summary>
    public const string ModelKeyRefused = "modelKeyRefused";

    /// <summary>The base URL is not an OpenAI-compatible endpoint, or lacks /v1.</summary>
    public const string ModelEndpointWrong = "modelEndpointWrong";

    /// <summary>The endpoint refused the request (400 other than context size).</summary>
    public const string ModelRequestRefused = "modelRequestRefused";

    /// <summary>The prompt does not fit the context window, even with the tables cut down.</summary>
    public const string ContextTooLong = "contextTooLong";

    /// <summary>The endpoint kept answering what is not a completion.</summary>
    public const string ModelBadReply = "modelBadReply";

    /// <summary>An option asks for what the endpoint cannot give (log-probabilities for logp).</summary>
    public const string OptionNotSupported = "optionNotSupported";

    /// <summary>A replay came to a point for which the earlier question has no recorded reply; no model was asked.</summary>
    public const string NotRecorded = "notRecorded";

    /// <summary>Every attempt ended in a crash or a lost lease.</summary>
    public const string AttemptsExhausted = "attemptsExhausted";

    /// <summary>A table of the question is no longer stored.</summary>
    public const string TableMissing = "tableMissing";

    /// <summary>The question's tables together have more cells than a worker takes.</summary>
    public const string TablesTooLarge = "tablesTooLarge";

    /// <summary>A fault of our own.</summary>
    public const string Internal = "internal";
}
