namespace Mact.Web.Tests.Support;

/// <summary>Runs of one step whose answer is the result of one program, drawn three times out of five.</summary>
internal static class TableRuns
{
    public static IReadOnlyList<StoredRecord> Of(
        ResultGroup group, string sql, IReadOnlyList<string>? answer = null, IReadOnlyList<VoteOption>? options = null) =>
    [
        .. RecordedRuns.InFirstStep,
        .. Stored(
            new ToolResult(1, "sql", 5, [.. group.Samples.Select(index => new ToolSample(index, sql, ToolSampleStatus.Ok, 0, null, 0.3))], [group])
            {
                Key = "1/tool", At = At(4), StartedAt = At(3.9), DurationMs = 2, Attempt = 1,
            },
            new Observed(
                1,
                "region | revenue",
                Verified: true,
                Three,
                options ?? [new("executed", 3, group.Samples, [])],
                "step1",
                sql) { Key = "1/observed", At = At(4.1), Attempt = 1 },
            new Finished(
                new Outcome.Answered(
                    answer ?? [.. group.Rows.SelectMany(static row => row).OfType<string>()],
                    AnsweredBy.Finish,
                    Three) { Sql = sql, EvidenceStep = 1 })
            {
                Key = "finished", At = At(5), Attempt = 1,
            }),
    ];

    private static Agreement Three { get; } = new(3, 5, 1, Executed: true);

    private static IEnumerable<StoredRecord> Stored(params RunRecord[] records) =>
        records.Select(static (record, index) => new StoredRecord(RecordedRuns.InFirstStep.Count + index + 1, record));

    private static DateTimeOffset At(double seconds) => RecordedRuns.Start.AddSeconds(seconds);
}
