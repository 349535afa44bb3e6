using Mact.Core.Prompts;
using Mact.Worker.Agents.Answers;
using Mact.Worker.Agents.Running;

namespace Mact.Worker.Agents.Strategies;

/// <summary>Draws chain-of-thought answers in one request.</summary>
internal sealed class DirectAnswers(Run run)
{
    private readonly DirectAnswerReader _reader = new(run.Question.Text, run.Cells);

    /// <summary>One for each sample; null where a sample gives none.</summary>
    public async Task<IReadOnlyList<(int Sample, string? Answer)>> DrawAsync(
        string key, int step, int draw, int samples, IReadOnlyList<PromptStep> steps, CancellationToken cancellationToken)
    {
        var call = await run.Caller.CallAsync(
            new(
                key,
                CallPurpose.Direct,
                step,
                samples,
                SeedSequence.Base(run.Question, step, CallPurpose.Direct, draw),
                run.Settings.DirectMaxTokens,
                share => run.Prompts.Direct(steps, share)),
            cancellationToken);
        return [.. call.Completions.Select(completion => (completion.Index, _reader.Read(completion)))];
    }
}
