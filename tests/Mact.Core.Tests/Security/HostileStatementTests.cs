using System.Diagnostics;
using Mact.Core.Sql;
using Mact.Core.Tables;
using Mact.Core.Tests.Sql;

namespace Mact.Core.Tests.Security;

/// <summary>
/// A statement ends after 2 s of wall time, also while it sorts, groups or is prepared, and takes less than 200 MB, which are given back. The bound
/// on time is held by the long form, which prints the highest figures.
/// </summary>
[Collection(nameof(MeasuredAlone))]
public sealed class HostileStatementTests(ITestOutputHelper output)
{
    private const long MostMemory = 200_000_000;
    private const int ShortRuns = 40;
    private const int LongRuns = 150;

    // The limit is 2 s; what SQLite does between two looks at the clock comes on top.
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(3);
    private static readonly bool IsLong = Environment.GetEnvironmentVariable("MACT_LONG") == "1";

    [Fact]
    public void Statements_of_a_fuzzer_end_in_time_and_give_their_memory_back()
    {
        var fuzzer = new StatementFuzzer(20_261_128);
        Try([.. Enumerable.Range(0, IsLong ? LongRuns : ShortRuns).Select(_ => fuzzer.Next())]);
    }

    [Fact]
    public void Known_bombs_end_in_time_and_give_their_memory_back() =>
        Try([.. HostileStatements.All.Select(static statement => statement.Sql), .. Bombs().Select(static bomb => (string)bomb[0])]);

    [Theory]
    [MemberData(nameof(Bombs))]
    public void A_statement_that_multiplies_itself_is_refused_before_it_is_prepared(string sql)
    {
        using var sandbox = Sandbox(TimeSpan.FromSeconds(2));
        sandbox.Execute(sql, TestContext.Current.CancellationToken).ShouldBeOfType<SqlOutcome.Rejected>();
    }

    [Theory]
    [InlineData("SELECT * FROM main.json_each('[1]')")]
    [InlineData("SELECT * FROM main . \"json_tree\"('[1]')")]
    [InlineData("SELECT count(*) FROM main.json_each('[1]')")]
    [InlineData("SELECT 1 FROM temp.json_each('[1]')")]
    [InlineData("WITH json_each AS (SELECT 1) SELECT count(*) FROM main.json_each('[1]')")]
    public void Table_functions_are_refused_under_every_name(string sql)
    {
        using var sandbox = Sandbox(TimeSpan.FromSeconds(2));
        sandbox.Execute(sql, TestContext.Current.CancellationToken).ShouldNotBeOfType<SqlOutcome.Rows>();
    }

    public static IEnumerable<object[]> Bombs()
    {
        foreach (var quote in (string[])["{0}", "'{0}'", "\"{0}\"", "[{0}]", "`{0}`", "main.{0}", "({0})"])
        {
            string Name(int i) => string.Format(null, System.Text.CompositeFormat.Parse(quote), $"a{i}");
            var forwards = Enumerable.Range(0, 21).Select(
                i => i == 20 ? "a20 AS (SELECT 1)" : $"a{i} AS (SELECT 1 FROM {Name(i + 1)} x, {Name(i + 1)} y)");
            var backwards = Enumerable.Range(0, 21).Select(
                i => i == 0 ? "a0 AS (SELECT 1)" : $"a{i} AS (SELECT 1 FROM {Name(i - 1)} x, {Name(i - 1)} y)");
            if (!quote.StartsWith("main", StringComparison.Ordinal))
            {
                yield return [$"WITH {string.Join(", ", forwards)} SELECT count(*) FROM {Name(0)}"];
                yield return [$"WITH {string.Join(", ", backwards)} SELECT count(*) FROM {Name(20)}"];
            }
        }
    }

    private void Try(IReadOnlyList<string> statements)
    {
        var (slowest, largest, rows) = (TimeSpan.Zero, 0L, 0);
        using var sandbox = Sandbox(IsLong ? TimeSpan.FromSeconds(2) : TimeSpan.FromMilliseconds(200));
        foreach (var sql in statements)
        {
            using var memory = new MemoryPeak();
            var clock = Stopwatch.StartNew();
            var outcome = sandbox.Execute(sql, TestContext.Current.CancellationToken);
            var elapsed = clock.Elapsed;
            var peak = memory.Stop();
            rows += outcome is SqlOutcome.Rows ? 1 : 0;
            (slowest, largest) = (elapsed > slowest ? elapsed : slowest, Math.Max(peak, largest));
            if (peak > MostMemory || elapsed > Longest)
            {
                output.WriteLine($"{elapsed.TotalSeconds:N2} s, {peak / 1_000_000} MB, {outcome.GetType().Name}: {sql[..Math.Min(sql.Length, 600)]}");
            }
        }

        output.WriteLine(
            $"SQL: {statements.Count} tried, {rows} gave rows; highest memory {largest / 1_000_000:N0} MB, longest {slowest.TotalSeconds:N2} s");
        largest.ShouldBeLessThan(MostMemory);
        if (IsLong)
        {
            slowest.ShouldBeLessThan(Longest);
        }
    }

    private static SqlSandbox Sandbox(TimeSpan timeout) => SqlSandbox.Load(
        [
            Numbers("t", 300),
            Numbers("big", 20_000),
        ],
        new SqlLimits { Timeout = timeout },
        TimeProvider.System);

    private static Table Numbers(string name, int rows) => ((TableReading.Success)TableBuilder.Build(
        name,
        ["n", "name"],
        [.. Enumerable.Range(0, rows).Select(static row => (IReadOnlyList<string?>)[$"{row}", $"name {row % 97} aaaaaaaaaaaa"])],
        new TableLimits())).Table;
}
