using System.Text.Json.Serialization;

namespace Mact.Core.Questions;

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
    /// <param name="Answer">One item per value, in the answer's order; never empty.</param>
    /// <param name="By">How it was reached.</param>
    /// <param name="Agreement">The weakest vote it depends on; null only where nothing was voted on.</param>
    public sealed record Answered(IReadOnlyList<string> Answer, AnsweredBy By, Agreement? Agreement) : Outcome
    {
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
    public sealed record Halted(HaltReason Reason, string Message) : Outcome
    {
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
