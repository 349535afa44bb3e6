using Mact.Core.Questions;
using Mact.Core.Runs;
using Mact.Worker.Agents.Prompting;
using Mact.Worker.Models;

namespace Mact.Worker.Agents.Running;

/// <summary>Asks a model once: a call that is recorded is never made again, and a new one is recorded before it is used.</summary>
internal sealed class ModelCaller(ISamplingClient client, RunLog log, Question question, Func<CancellationToken, Task> confirmLease)
{
    // A prompt that does not fit is tried once more with the tables shown at a quarter.
    private const double Shrunk = 0.25;

    /// <summary>The call, recorded.</summary>
    /// <exception cref="RunEndedException">The budget is spent.</exception>
    /// <exception cref="ModelException">No completions could be had.</exception>
    public async Task<ModelCall> CallAsync(SamplingPoint point, CancellationToken cancellationToken)
    {
        if (log.Find<ModelCall>(point.Key) is { } recorded)
        {
            return recorded;
        }

        if (RunBudget.Exceeded(question.Options.Budget, log.Records) is { } halted)
        {
            throw new RunEndedException(halted);
        }

        var observer = new JournalWaitingObserver(log, point.Key);
        var prompt = point.Prompt(1);
        SampleBatch batch;
        try
        {
            batch = await SampleAsync(Request(point, prompt), observer, cancellationToken);
        }
        catch (ContextTooLongException)
        {
            prompt = point.Prompt(Shrunk);
            batch = await SampleAsync(Request(point, prompt), observer, cancellationToken);
        }

        var call = await RecordAsync(point, prompt, batch, cancellationToken);
        await log.AppendAsync(call, cancellationToken);
        return call;
    }

    private async Task<SampleBatch> SampleAsync(SampleRequest request, JournalWaitingObserver observer, CancellationToken cancellationToken)
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
        Model = point.Purpose is CallPurpose.Code or CallPurpose.Repair ? question.Options.Model : null,
        SamplesPerRequest = question.Options.SamplesPerRequest,
        Place = new(point.Step, point.Key, point.Drawn),
        Question = question.Id,
    };

    private async Task<ModelCall> RecordAsync(SamplingPoint point, Prompt prompt, SampleBatch batch, CancellationToken cancellationToken)
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

        return new(point.Purpose, point.Step, messages, batch.Completions, batch.Usage)
        {
            Key = point.Key,
            At = log.Now,
            Attempt = log.Attempt,
            N = point.N,
            Temperature = question.Options.Temperature,
            Seed = point.Seed,
            Endpoint = batch.Endpoint,
            Server = batch.Server,
            Model = batch.Model,
            ServedModel = batch.ServedModel,
            ResponseId = batch.ResponseId,
            StartedAt = batch.StartedAt,
            DurationMs = batch.Duration.TotalMilliseconds,
            Tries = batch.Tries,
            Ladder = batch.Ladder,
            Cost = batch.Cost,
            SpanId = batch.SpanId,
            Replayed = batch.Replayed,
        };
    }
}
