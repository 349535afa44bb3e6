using Mact.Core.Prompts;
using Mact.Core.Voting;
using Mact.Worker.Agents.Answers;
using Mact.Worker.Agents.Running;
using Mact.Worker.Models;

namespace Mact.Worker.Agents.Strategies;

/// <summary>Draws chain-of-thought answers in one request, and asks those that state no answer for their last line.</summary>
internal sealed class DirectAnswers(Run run)
{
    private readonly DirectAnswerReader _reader = new(run.Question.Text, run.Cells);

    /// <summary>One for each sample that was needed; null where a sample gives none.</summary>
    /// <param name="key">A draw that is recorded under it is not made again.</param>
    /// <param name="step">From 1.</param>
    /// <param name="draw">Tells the seeds of several requests at one step apart.</param>
    /// <param name="samples">Answers asked.</param>
    /// <param name="steps">The scratchpad.</param>
    /// <param name="settledAt">Nothing else votes: an answer that most samples gave ends those still on their way; the share that it needs. Null =
    /// they are waited for.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public async Task<IReadOnlyList<(int Sample, string? Answer)>> DrawAsync(
        string key, int step, int draw, int samples, IReadOnlyList<PromptStep> steps, double? settledAt, CancellationToken cancellationToken)
    {
        var call = await run.Caller.CallAsync(
            new(
                key,
                CallPurpose.Direct,
                step,
                samples,
                SeedSequence.Base(run.Question, step, CallPurpose.Direct, draw),
                run.Settings.DirectMaxTokens,
                share => run.Prompts.Direct(steps, share))
            {
                IsEnough = settledAt is { } share ? (completions, _) => Task.FromResult(IsSettled(completions, samples, share)) : null,
            },
            cancellationToken);
        var needed = call.Reply.Completions.Where(static completion => completion.Status != CompletionStatus.Unneeded);
        return await Task.WhenAll(needed.Select(async completion =>
            (
                completion.Index,
                _reader.Read(completion) ?? await AgainAsync($"{key}/again{completion.Index}", step, draw, completion, steps, cancellationToken))));
    }

    private bool IsSettled(IReadOnlyList<Completion> completions, int samples, double share) => completions
        .Select(completion => _reader.Read(completion))
        .OfType<string>()
        .GroupBy(static answer => CanonicalForm.OfText(answer).Key, StringComparer.Ordinal)
        .Any(group => group.Key.Length > 0 && group.Count() * 2 > samples && group.Count() >= (share * samples) - 1e-9);

    // A short reply on a prompt that is in the server's cache costs little beside the reasoning that would be thrown away.
    private async Task<string?> AgainAsync(
        string key, int step, int draw, Completion completion, IReadOnlyList<PromptStep> steps, CancellationToken cancellationToken)
    {
        if (string.IsNullOrWhiteSpace(completion.Text) || completion.Status is not (CompletionStatus.Complete or CompletionStatus.Truncated))
        {
            return null;
        }

        try
        {
            var call = await run.Caller.CallAsync(
                new(
                    key,
                    CallPurpose.Direct,
                    step,
                    1,
                    SeedSequence.Base(run.Question, step, CallPurpose.Direct, draw) + SeedSequence.Block / 2 + completion.Index,
                    run.Settings.AnswerLineMaxTokens,
                    share => run.Prompts.DirectAgain(steps, completion.Text, share))
                { Begun = run.Settings.BeginReplies ? "Answer:" : null, IsAnswerLine = true },
                cancellationToken);
            return call.Reply.Completions.Count == 0 ? null : _reader.Read(call.Reply.Completions[0]);
        }
        catch (ModelException exception) when (exception.Error.Code == ErrorCodes.NotRecorded)
        {
            // A replay of a run that did not ask again takes the course of that run.
            return null;
        }
    }
}
