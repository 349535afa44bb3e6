using Mact.Core.Queueing;
using Mact.Core.Sql;
using Mact.Core.Tables;
using Mact.Worker.Agents.Programs;
using Mact.Worker.Agents.Prompting;
using Mact.Worker.Agents.Running;
using Mact.Worker.Agents.Search;
using Mact.Worker.Agents.Strategies;
using Mact.Worker.Models;
using Mact.Worker.Telemetry;
using Microsoft.Extensions.Options;

namespace Mact.Worker.Agents;

/// <summary>Answers a claimed question.</summary>
public interface IQuestionRunner
{
    /// <summary>
    /// Appends every decision to the journal and returns the outcome, which the caller settles. A journal with records is
    /// continued where it ends; no recorded model call is made again.
    /// </summary>
    /// <exception cref="Core.Queueing.LeaseLostException">Another attempt owns the question now.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled; nothing was settled.</exception>
    Task<Outcome> RunAsync(RunContext context, CancellationToken cancellationToken);
}

/// <summary>What a run works on.</summary>
/// <param name="Lease">The claim, with the question; its attempt number marks the records.</param>
/// <param name="Tables">Under the names of the question, in its order.</param>
/// <param name="Journal">Records so far, and the way to add.</param>
public sealed record RunContext(Lease Lease, IReadOnlyList<Table> Tables, IRunJournal Journal)
{
    /// <summary>What to answer.</summary>
    public Question Question => Lease.Question;

    /// <summary>
    /// Awaited before each model call: returns while the claim surely holds, waits where that is unknown, and is
    /// cancelled where it does not.
    /// </summary>
    public Func<CancellationToken, Task> ConfirmLeaseAsync { get; init; } = static _ => Task.CompletedTask;

    /// <summary>The journal of the earlier question that <see cref="QuestionOptions.ReplayOf"/> names; empty where it is not stored.</summary>
    public IReadOnlyList<RunRecord> Recorded { get; init; } = [];
}

/// <summary>Runs a question with the strategy that it asks for, from the beginning or from where its records end.</summary>
public sealed partial class QuestionRunner(
    ISamplingClient client,
    ISearchClient search,
    SqlSlots gate,
    IOptions<AgentOptions> settings,
    IOptions<SqlLimits> limits,
    TimeProvider time,
    ILogger<QuestionRunner> logger) : IQuestionRunner
{
    /// <inheritdoc/>
    public async Task<Outcome> RunAsync(RunContext context, CancellationToken cancellationToken)
    {
        // A question that was put back by hand has ended before, and is to be run again.
        if (context.Journal.Records.LastOrDefault(static record => record is Finished or PutBack) is Finished finished)
        {
            return finished.Outcome;
        }

        var question = context.Question;
        using var activity = AgentTelemetry.StartAgent(question);
        using var workbench = new Workbench(context.Tables, limits.Value, time);
        using var log = new RunLog(context.Journal, context.Lease.Attempt, time);
        // A replay asks nobody, whatever happens: neither a model nor the encyclopedia.
        var (models, encyclopedia) = question.Options.ReplayOf is { } earlier
            ? (
                (ISamplingClient)new ReplayingSamplingClient(earlier, context.Recorded, time),
                (ISearchClient)new ReplayingSearchClient(context.Recorded, search.Enabled))
            : (client, search);
        var searches = question.Options.Search && encyclopedia.Enabled;
        var run = new Run(
            question,
            log,
            new ModelCaller(models, log, question, context.ConfirmLeaseAsync),
            new PromptBuilder(question, context.Tables, settings.Value, searches),
            workbench,
            gate,
            settings.Value);
        var outcome = await AnswerAsync(run, encyclopedia, searches, cancellationToken);
        AgentTelemetry.Ended(activity, question, outcome);
        Log.Ended(logger, question.Id, outcome.Status);
        return outcome;
    }

    private async Task<Outcome> AnswerAsync(Run run, ISearchClient encyclopedia, bool searches, CancellationToken cancellationToken)
    {
        try
        {
            return await new StrategyFactory(run, encyclopedia, searches, time).Create().RunAsync(cancellationToken);
        }
        catch (RunEndedException ended)
        {
            return ended.Outcome;
        }
        catch (ModelException exception)
        {
            return new Outcome.Failed(exception.Error);
        }
        catch (SqlLoadException exception)
        {
            return new Outcome.Failed(
                new(ErrorCodes.Internal, $"The tables could not be loaded for querying: {exception.Reason}. Try it with fewer rows or columns."));
        }
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Information, "Question {Question} ended: {Status}.")]
        public static partial void Ended(ILogger logger, string question, QuestionStatus status);
    }
}
