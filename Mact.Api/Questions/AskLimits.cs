using System.ComponentModel.DataAnnotations;
using Mact.Api.Access;
using Mact.Api.Http;
using Mact.Core.Access;
using Mact.Core.Queueing;
using Microsoft.Extensions.Options;

namespace Mact.Api.Questions;

/// <summary>What questions may use on this server, whoever asks. Bound from section <c>Limits</c>.</summary>
internal sealed class AskLimits
{
    /// <summary>The configuration section.</summary>
    public const string SectionName = "Limits";

    /// <summary>Samples of one plan or program.</summary>
    [Range(1, 64)]
    public int MaxSamples { get; set; } = 64;

    /// <summary>Steps of the agent.</summary>
    [Range(1, 20)]
    public int MaxSteps { get; set; } = 20;

    /// <summary>Tokens of one question, read and written; a question that asks for no budget is given this one. Without it: no limit.</summary>
    [Range(1d, 1_000_000_000_000d)]
    public long? TokensPerQuestion { get; set; }

    /// <summary>Tokens of one person in a day (UTC), read and written; a question that has begun ends. Without it: no limit.</summary>
    [Range(1d, 1_000_000_000_000d)]
    public long? TokensPerPersonAndDay { get; set; }

    /// <summary>Tokens of all in a day (UTC), read and written; a question that has begun ends. Without it: no limit.</summary>
    [Range(1d, 1_000_000_000_000d)]
    public long? TokensPerDay { get; set; }

    /// <summary>Questions of one evaluation: its arms, repeats and rows multiplied.</summary>
    [Range(1, 100_000)]
    public int QuestionsPerEvaluation { get; set; } = 100_000;
}

/// <summary>Holds questions to <see cref="AskLimits"/>, and says which one is reached and when that is over.</summary>
internal sealed class Admission(IOptions<AskLimits> options, ITokenLedger ledger, CurrentPerson current, TimeProvider time)
{
    private readonly AskLimits _limits = options.Value;

    /// <summary>Whom the tokens of a question are counted for: the person, or, where people are not told apart, who sent it.</summary>
    public string ClientOf(string sender) => current.Now is { Id.Length: > 0 } person ? person.Id : sender;

    /// <summary>How a question is answered that says nothing of it: as everywhere, or with as much as is allowed here.</summary>
    public QuestionOptions Defaults { get; } = Lower(new QuestionOptions(), options.Value);

    /// <summary>The options of a question, held to what one question may use.</summary>
    /// <exception cref="RequestRefusedException">They ask for more than is allowed here (403).</exception>
    public QuestionOptions Require(QuestionOptions asked)
    {
        Require(Math.Max(asked.PlanSamples, asked.CodeSamples), _limits.MaxSamples, "samples of one plan or program", nameof(AskLimits.MaxSamples));
        Require(asked.MaxSteps, _limits.MaxSteps, "steps", nameof(AskLimits.MaxSteps));
        if (_limits.TokensPerQuestion is not { } tokens)
        {
            return asked;
        }

        Require(asked.Budget?.Tokens ?? tokens, tokens, "tokens of one question", nameof(AskLimits.TokensPerQuestion));
        return asked with { Budget = (asked.Budget ?? new Budget()) with { Tokens = asked.Budget?.Tokens ?? tokens } };
    }

    /// <summary>Refuses an evaluation of more questions than are allowed here.</summary>
    /// <exception cref="RequestRefusedException">It has more (403).</exception>
    public void RequireSize(long questions) =>
        Require(questions, _limits.QuestionsPerEvaluation, "questions of one evaluation", nameof(AskLimits.QuestionsPerEvaluation));

    /// <summary>Why a client's next question is not taken today; null: it is.</summary>
    public async Task<Submission.Full?> FindRefusalAsync(string client, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var day = DateOnly.FromDateTime(now.UtcDateTime);
        foreach (var (whose, limit, name) in new[]
        {
            (client, _limits.TokensPerPersonAndDay, nameof(AskLimits.TokensPerPersonAndDay)),
            (null, _limits.TokensPerDay, nameof(AskLimits.TokensPerDay)),
        })
        {
            if (limit is { } tokens && await ledger.SpentAsync(day, whose, cancellationToken) >= tokens)
            {
                var tomorrow = new DateTimeOffset(day.AddDays(1), TimeOnly.MinValue, TimeSpan.Zero);
                return new(tomorrow - now, ClientLimit: whose is not null)
                {
                    Limit = $"The {tokens:N0} tokens of a day ({AskLimits.SectionName}:{name}) are used up; a new day begins at midnight UTC.",
                };
            }
        }

        return null;
    }

    private static QuestionOptions Lower(QuestionOptions usual, AskLimits limits) => usual with
    {
        PlanSamples = Math.Min(usual.PlanSamples, limits.MaxSamples),
        CodeSamples = Math.Min(usual.CodeSamples, limits.MaxSamples),
        MaxSteps = Math.Min(usual.MaxSteps, limits.MaxSteps),
    };

    private static void Require(long asked, long limit, string what, string name)
    {
        if (asked > limit)
        {
            throw new RequestRefusedException(new ProblemResult(
                StatusCodes.Status403Forbidden,
                ProblemCodes.LimitReached,
                "That is more than is allowed here",
                $"It asks for {asked:N0} {(Sentence)what}; this server allows {limit:N0} ({AskLimits.SectionName}:{name})."));
        }
    }
}
