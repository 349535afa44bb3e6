using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using Mact.Worker.Agents.Prompting;
using Mact.Worker.Models;

namespace Mact.Worker.Agents.Running;

/// <summary>One call to a model as the loop asks for it.</summary>
/// <param name="Key">The record's key.</param>
/// <param name="Purpose">What it is for.</param>
/// <param name="Step">From 1.</param>
/// <param name="N">Samples.</param>
/// <param name="Seed">The seed of sample 0; null = none is sent.</param>
/// <param name="MaxTokens">The longest that one completion may be, in tokens.</param>
/// <param name="Prompt">The prompt with tables cut to a share of their normal size, 1 or less.</param>
internal sealed record SamplingPoint(string Key, CallPurpose Purpose, int Step, int N, long? Seed, int MaxTokens, Func<double, Prompt> Prompt)
{
    /// <summary>Samples drawn for the same point before, where they are drawn little by little.</summary>
    public int Drawn { get; init; }

    /// <summary>Ask for log-probabilities.</summary>
    public bool Logprobs { get; init; }

    /// <summary>The reply is one line "Answer: …" and nothing else.</summary>
    public bool IsAnswerLine { get; init; }

    /// <summary>How the reply begins, where the server goes on from there; null = however the model likes.</summary>
    public string? Begun { get; init; }

    /// <summary>Texts after which nothing is read.</summary>
    public IReadOnlyList<string> Stop { get; init; } = [];

    /// <summary>Whether a sample's text so far holds its end, asked at each line's; null = the server says so.</summary>
    public Func<string, bool>? IsEnd { get; init; }

    /// <summary>Whether samples that came to their end leave the others without a say, which are ended then; null = all are waited for.</summary>
    public Func<IReadOnlyList<Completion>, CancellationToken, Task<bool>>? IsEnough { get; init; }
}

/// <summary>Asks a model once: a call that is recorded is never made again, and a new one is recorded before it is used.</summary>
internal sealed class ModelCaller(ISamplingClient client, RunLog log, Question question, Func<CancellationToken, Task> confirmLease)
{
    // A prompt that does not fit is tried again with the tables shown smaller: by what the error says, else by half. The answer gives way last.
    private const double Shrunk = 0.5;
    private const double KeptOutput = 0.75;
    private const int MaxShrinks = 4;

    /// <summary>The call, recorded.</summary>
    /// <exception cref="RunEndedException">The budget is spent.</exception>
    /// <exception cref="ModelException">No completions could be had.</exception>
    public Task<ModelCall> CallAsync(SamplingPoint point, CancellationToken cancellationToken) =>
        log.OnceAsync(point.Key, () => AskAsync(point, cancellationToken), cancellationToken);

    private async Task<ModelCall> AskAsync(SamplingPoint point, CancellationToken cancellationToken)
    {
        if (RunBudget.Exceeded(question.Options.Budget, log.Records) is { } halted)
        {
            throw new RunEndedException(halted);
        }

        var observer = new JournalWaitingObserver(log, point.Key);
        var share = 1.0;
        for (var shrinks = 0; ; shrinks++)
        {
            var isLast = shrinks == MaxShrinks;
            var prompt = point.Prompt(share);
            try
            {
                var request = Request(point, prompt) with { MinTokens = isLast ? null : (int)(point.MaxTokens * KeptOutput) };
                return await RecordAsync(point, prompt, await SampleAsync(request, observer, cancellationToken), cancellationToken);
            }
            catch (ContextTooLongException exception) when (!isLast)
            {
                share *= Math.Min(exception.Share ?? Shrunk, 0.9);
            }
        }
    }

    private async Task<ModelReply> SampleAsync(SampleRequest request, JournalWaitingObserver observer, CancellationToken cancellationToken)
    {
        await confirmLease(cancellationToken);
        return await client.SampleAsync(request, observer, cancellationToken);
    }

    private SampleRequest Request(SamplingPoint point, Prompt prompt) => new(
        point.Purpose,
        [.. prompt.Messages.Select(message => new ChatMessage(message.Role, string.Concat(message.Parts)))],
        point.N,
        question.Options.Temperature,
        question.Options.TopP,
        point.Seed,
        point.MaxTokens)
    {
        Logprobs = point.Logprobs,
        IsAnswerLine = point.IsAnswerLine,
        Model = point.Purpose is CallPurpose.Code or CallPurpose.Repair ? question.Options.Model : null,
        SamplesPerRequest = question.Options.SamplesPerRequest,
        Place = new(point.Step, point.Key, point.Drawn),
        Question = question.Id,
        IsEvaluation = question.Options.Priority == QuestionPriority.Evaluation,
        Stop = point.Stop,
        IsEnd = point.IsEnd,
        BegunReply = point.Begun,
        IsEnough = point.IsEnough,
    };

    private async Task<ModelCall> RecordAsync(SamplingPoint point, Prompt prompt, ModelReply reply, CancellationToken cancellationToken)
    {
        List<PromptPartRef> messages = [];
        foreach (var message in prompt.Messages)
        {
            List<string> hashes = [];
            foreach (var part in message.Parts)
            {
                hashes.Add(await log.PutPromptPartAsync(part, cancellationToken));
            }

            messages.Add(new(message.Role, hashes));
        }

        return new(point.Purpose, point.Step, messages, point.N, question.Options.Temperature, point.Seed, reply);
    }
}

/// <summary>
/// Seeds from content, so that a run can be repeated: the same question on the same tables asks with the same seeds. Sample i of
/// a request is drawn with the base plus i, and bases are a block of seeds apart, so that no two requests overlap.
/// </summary>
public static class SeedSequence
{
    /// <summary>Seeds that belong to one sampling point; more than the samples that an option allows, top-ups included.</summary>
    public const int Block = 1024;

    /// <summary>
    /// The seed of sample 0 of a sampling point, a multiple of <see cref="Block"/> below 2^31: some servers read 32 bits, others a double.
    /// Null where the question sets none.
    /// </summary>
    /// <param name="question">Its text, tables and user seed count; its id does not.</param>
    /// <param name="step">From 1.</param>
    /// <param name="purpose">What is asked for.</param>
    /// <param name="draw">Which draw for that step and purpose: a new attempt is a new draw.</param>
    public static long? Base(Question question, int step, CallPurpose purpose, int draw)
    {
        if (question.Options.Seed is not { } seed)
        {
            return null;
        }

        var text = new StringBuilder()
            .Append($"{seed}\n{step}\n{purpose}\n{draw}\n");
        foreach (var table in question.Tables)
        {
            text.Append(table.Id).Append('\n');
        }

        text.Append(question.Text);
        var hash = SHA256.HashData(Encoding.UTF8.GetBytes(text.ToString()));
        return BinaryPrimitives.ReadInt64BigEndian(hash) & int.MaxValue & ~(Block - 1L);
    }
}
