using System.Diagnostics;
using System.Text;
using Mact.Core.Sql;
using Mact.Core.Tables;
using Mact.Core.Tests.Sql;
using SQLitePCL;

namespace Mact.Core.Tests.Security;

/// <summary>
/// A statement ends after 2 s of wall time, also while it sorts, groups or is prepared, and takes less than 200 MB, which are given back: what SQLite
/// holds, what lives on the managed heap, and the large objects that functions left to the collector, as if it never came. The bounds on time and on
/// resident memory, which other work on the machine and the collector's settings change, are held by the long form, which prints the highest figures.
/// </summary>
[Collection(nameof(MeasuredAlone))]
public sealed class HostileStatementTests(ITestOutputHelper output)
{
    private const long MostMemory = 200_000_000;
    private const long MostKept = 1_000_000;
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

    /// <summary>Every function with long texts, and whatever keeps many values, in amounts that only a limit ends.</summary>
    [Fact]
    public void Functions_over_long_texts_leave_no_heap_of_garbage() => Try([.. LongTexts(), .. ManyValues()]);

    [Theory]
    [InlineData("SELECT sum(length(regexp_extract({0}, '(7+)x?'))) FROM t a, t b")]
    [InlineData("SELECT median(a.n), median(a.n + 1), median(a.n + 2), median(a.n + 3) FROM big a, big b")]
    public void What_functions_take_for_one_statement_has_a_limit_that_is_said(string sql)
    {
        using var sandbox = Sandbox(TimeSpan.FromMinutes(2));
        sandbox.Execute(string.Format(null, CompositeFormat.Parse(sql), LongText), TestContext.Current.CancellationToken)
            .ShouldBeOfType<SqlOutcome.TooLarge>().Message.ShouldContain("long text");
    }

    /// <summary>The containers of the Api and of a worker may have 2 GiB each (deploy/).</summary>
    [Fact]
    public async Task Eight_at_once_stay_far_below_what_a_container_may_have_and_give_it_back()
    {
        const long container = 1L << 30;
        var before = raw.sqlite3_memory_used();
        _ = raw.sqlite3_memory_highwater(1);
        using var memory = new MemoryPeak(ofResident: false);
        var functions = await Task.WhenAll(Enumerable.Range(0, 8).Select(i => Task.Run(() =>
        {
            using var sandbox = Sandbox(TimeSpan.FromSeconds(2));
            var largest = 0L;
            foreach (var sql in ManyValues().Skip(i % 3).Take(4))
            {
                _ = sandbox.Execute(sql, TestContext.Current.CancellationToken);
                largest = Math.Max(largest, sandbox.LargeObjects);
            }

            return largest;
        })));
        var peak = memory.Stop() + raw.sqlite3_memory_highwater(0) - before + functions.Sum();

        output.WriteLine($"eight at once: {peak / 1_000_000} MB");
        peak.ShouldBeLessThan(container * 3 / 4);
        (raw.sqlite3_memory_used() - before).ShouldBeLessThan(MostKept);
    }

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
            string Name(int i) => string.Format(null, CompositeFormat.Parse(quote), $"a{i}");
            var forwards = Enumerable.Range(0, 21).Select(
                i => i == 20 ? "a20 AS (SELECT 1)" : $"a{i} AS (SELECT 1 FROM {Name(i + 1)} x, {Name(i + 1)} y)");
            var backwards = Enumerable.Range(0, 21).Select(
                i => i == 0 ? "a0 AS (SELECT 1)" : $"a{i} AS (SELECT 1 FROM {Name(i - 1)} x, {Name(i - 1)} y)");
            if (!quote.StartsWith("main", StringComparison.Ordinal))
            {
                yield return [$"WITH {string.Join(", ", forwards)} SELECT count(*) FROM {Name(0)}"];
                yield return [$"WITH {string.Join(", ", backwards)} SELECT count(*) FROM {Name(20)}"];
            }

            // A table may stand behind IN as well.
            foreach (var test in (string[])["1 IN {0} OR 2 NOT IN {0}", "1 IN (SELECT 1 FROM {0}) AND EXISTS (SELECT 2 FROM {0})"])
            {
                string Test(int i) => string.Format(null, CompositeFormat.Parse(test), Name(i));
                if (!quote.StartsWith("main", StringComparison.Ordinal) && !quote.StartsWith('('))
                {
                    var tested = Enumerable.Range(0, 21).Select(i => i == 0 ? "a0 AS (SELECT 1)" : $"a{i} AS (SELECT 1 FROM t WHERE {Test(i - 1)})");
                    yield return [$"WITH {string.Join(", ", tested)} SELECT count(*) FROM {Name(20)} WHERE {Test(20)}"];
                }
            }
        }
    }

    private const string LongText = "(hex(printf('%.400000c', 'x')) || a.n)";
    private const string LongForeign = "(replace(hex(printf('%.100000c', 'x')), '7', 'Å\u0327') || a.n)";

    private static IEnumerable<string> LongTexts() =>
        from text in (string[])[LongText, LongForeign]
        from call in (string[])
        [
            "upper({0})", "lower({0})", "norm({0})", "words({0})", "num({0})", "year({0})", "month({0})", "day({0})", "seconds({0})", "isodate({0})",
            "trim({0}, '7')", "trim({0}, {0})", "replace({0}, '7', 'x')", "replace({0}, '9', 'x')", "instr({0}, 'zz')", "{0} LIKE '%z'",
            "{0} GLOB '*z'", "regexp('z$', {0})", "regexp({0}, 'z')", "regexp_extract({0}, '7x?')", "edit_distance({0}, {0})", "{0} = {0} || b.n",
            "nullif({0}, {0})", "median({0})", "percentile({0}, 3)", "stddev({0})", "concat({0}, b.n)", "json_valid({0})", "quote({0})",
        ]
        select "SELECT " + (IsAggregate(call)
            ? string.Format(null, CompositeFormat.Parse(call), text)
            : $"max(length({string.Format(null, CompositeFormat.Parse(call), text)}))") + " FROM t a, t b";

    private static bool IsAggregate(string call) => call.Split('(')[0] is "median" or "percentile" or "stddev";

    private static IEnumerable<string> ManyValues() =>
    [
        "SELECT " + string.Join(", ", Enumerable.Range(0, 60).Select(i => $"median(a.n + {i})")) + " FROM big a, big b",
        "SELECT a.n, median(b.n), stddev(b.n) FROM big a, big b GROUP BY a.n % 7",
        "SELECT " + string.Join(',', Enumerable.Repeat('1', 1_900)) + " FROM big",
        "SELECT " + string.Join(',', Enumerable.Repeat("printf('%.400000c','x')", 500)) + " FROM big",
        "SELECT " + string.Join(',', Enumerable.Repeat("*", 1_900)) + " FROM (SELECT printf('%.900000c','x') AS c FROM t ORDER BY 1)",
        "SELECT a.name || b.name AS x, count(*) FROM big a, big b GROUP BY x ORDER BY x COLLATE NOCASE",
        "SELECT DISTINCT a.name || b.n FROM big a, big b",
    ];

    private void Try(IReadOnlyList<string> statements)
    {
        var (slowest, largest, rows, over) = (TimeSpan.Zero, 0L, 0, 0);
        using var sandbox = Sandbox(IsLong ? TimeSpan.FromSeconds(2) : TimeSpan.FromMilliseconds(200));
        foreach (var sql in statements)
        {
            var native = raw.sqlite3_memory_used();
            _ = raw.sqlite3_memory_highwater(1);
            using var memory = new MemoryPeak(ofResident: IsLong);
            var clock = Stopwatch.StartNew();
            var outcome = sandbox.Execute(sql, TestContext.Current.CancellationToken);
            var elapsed = clock.Elapsed;
            var peak = memory.Stop() + (IsLong ? 0 : raw.sqlite3_memory_highwater(0) - native + sandbox.LargeObjects);
            (raw.sqlite3_memory_used() - native).ShouldBeLessThan(MostKept, sql);
            rows += outcome is SqlOutcome.Rows ? 1 : 0;
            (slowest, largest) = (elapsed > slowest ? elapsed : slowest, Math.Max(peak, largest));
            if (peak > MostMemory || elapsed > Longest)
            {
                over++;
                var start = sql[..Math.Min(sql.Length, 600)];
                output.WriteLine($"NOT HELD: {elapsed.TotalSeconds:N2} s, {peak / 1_000_000} MB, {outcome.GetType().Name}: {start}");
            }
        }

        output.WriteLine(
            $"SQL: {statements.Count} tried, {statements.Count - over} held, {rows} gave rows; highest memory {largest / 1_000_000:N0} MB, "
                + $"highest time {slowest.TotalSeconds:N2} s");
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
