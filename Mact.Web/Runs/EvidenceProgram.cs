using Mact.Core.Runs;

namespace Mact.Web.Runs;

/// <summary>The program behind a run's answer, or behind its latest observation.</summary>
/// <param name="Sql">With all that it depends on of earlier steps.</param>
/// <param name="Recorded">What it gave in the run; null where that is not in the records.</param>
public sealed record EvidenceProgram(string Sql, ResultGroup? Recorded)
{
    /// <summary>Null where no program was run.</summary>
    public static EvidenceProgram? Of(RunTimeline run)
    {
        ArgumentNullException.ThrowIfNull(run);
        var winner = run.Answer?.Sql ?? run.Steps.Select(static step => step.Observed?.Sql).LastOrDefault(static sql => sql is not null);
        return winner is null ? null : new(EvidenceSql.SelfContained(winner, run.Steps), RecordedOf(run, winner));
    }

    // A result is recorded as its first sample gave it; other samples may have its columns in another order.
    private static ResultGroup? RecordedOf(RunTimeline run, string program) => run.Executions
        .Reverse()
        .SelectMany(static execution => execution.Results, static (execution, result) => (execution, result))
        .Where(item => item.execution.Samples.Any(sample => sample.Index == item.result.Samples[0] && sample.Code == program))
        .Select(static item => item.result)
        .FirstOrDefault();
}
