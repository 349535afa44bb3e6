using Mact.Core.Sql;
using Mact.Core.Tables;
using Mact.Core.Tests.Tables;
using SQLitePCL;

namespace Mact.Core.Tests.Sql;

/// <summary>Whatever a model writes: nothing leaves the sandbox, nothing outlives its limit, and the neighbours go on.</summary>
[Collection(nameof(SqlHardeningTests))]
public sealed class SqlHardeningTests : IDisposable
{
    private static readonly TimeSpan Limit = TimeSpan.FromMilliseconds(300);
    private static readonly TimeSpan Grace = TimeSpan.FromMilliseconds(250);
    private static readonly SqlLimits Limits = new() { Timeout = Limit, HeapLimit = 400_000_000 };
    private static readonly Table People = Given.Csv(
        "t", "name,n\n" + string.Join('\n', Enumerable.Range(1, 500).Select(i => $"person {i * 7919 % 500},{i}")));

    private readonly SqlSandbox _sandbox = SqlSandbox.Load([People], Limits, TimeProvider.System);
    private readonly SqlSandbox _neighbour = SqlSandbox.Load([People], Limits, TimeProvider.System);

    public static TheoryData<int> Statements => [.. Enumerable.Range(0, HostileStatements.All.Count)];

    [Theory]
    [MemberData(nameof(Statements))]
    public void A_hostile_statement_ends_in_time_and_leaves_nothing_behind(int number)
    {
        var (sql, outcomes) = HostileStatements.All[number];
        var folder = Directory.GetCurrentDirectory();
        var files = Directory.GetFileSystemEntries(folder);
        var before = raw.sqlite3_memory_used();
        raw.sqlite3_memory_highwater(1);

        var outcome = _sandbox.Execute(sql, TestContext.Current.CancellationToken);
        for (var again = 0; again < 3 && outcome.Elapsed > Limit + Grace; again++)
        {
            // A busy machine may hold the thread back once; a statement that cannot be ended is late every time.
            outcome = _sandbox.Execute(sql, TestContext.Current.CancellationToken);
        }

        var shown = sql[..Math.Min(sql.Length, 120)];
        outcomes.Split('|').ShouldContain(outcome.GetType().Name, $"{shown}: {outcome}");
        outcome.Elapsed.ShouldBeLessThan(Limit + Grace, shown);
        raw.sqlite3_memory_highwater(0).ShouldBeLessThan(Limits.HeapLimit + 1_000_000, shown);
        (raw.sqlite3_memory_used() - before).ShouldBeLessThan(30_000_000, shown);
        Directory.GetFileSystemEntries(folder).ShouldBe(files, shown);
        Count(_sandbox).ShouldBe(500);
        Count(_neighbour).ShouldBe(500);
    }

    [Fact]
    public void There_are_enough_hostile_statements() => HostileStatements.All.Count.ShouldBeGreaterThan(60);

    [Fact]
    public void A_statement_that_runs_out_of_memory_is_tried_again_alone_and_says_so()
    {
        using var small = SqlSandbox.Load(
            [People], new SqlLimits { Timeout = TimeSpan.FromSeconds(20), HeapLimit = 20_000_000, MaxRows = 1_000_000 }, TimeProvider.System);
        var outcome = small.Execute("SELECT a.n FROM t a, t b, t c ORDER BY a.name || b.name || c.name", TestContext.Current.CancellationToken);

        outcome.ShouldBeOfType<SqlOutcome.TooLarge>().Message.ShouldContain("memory");
        Count(small).ShouldBe(500);
    }

    [Fact]
    public void A_cancelled_statement_ends_at_once()
    {
        using var cancellation = new CancellationTokenSource(TimeSpan.FromMilliseconds(50));
        using var patient = SqlSandbox.Load([People], new SqlLimits { Timeout = TimeSpan.FromMinutes(5) }, TimeProvider.System);

        Should.Throw<OperationCanceledException>(() => patient.Execute("SELECT count(*) FROM t a, t b, t c, t d, t e", cancellation.Token));
        Count(patient).ShouldBe(500);
    }

    [Theory]
    [InlineData("SELECT count(*) FROM t a, t b, t c, t d, t e")]
    [InlineData("SELECT a.name FROM t a, t b, t c ORDER BY a.name || b.name, c.n")]
    [InlineData("WITH RECURSIVE c(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM c) SELECT count(*) FROM c")]
    public async Task While_a_hostile_statement_runs_its_neighbours_work_and_no_file_is_opened(string sql)
    {
        using var cancellation = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        using var patient = SqlSandbox.Load(
            [People], new SqlLimits { Timeout = TimeSpan.FromMinutes(5), MaxRows = int.MaxValue }, TimeProvider.System);
        var hostile = Task.Run(() => patient.Execute(sql, cancellation.Token), TestContext.Current.CancellationToken);
        for (var i = 0; i < 60 && !hostile.IsCompleted; i++)
        {
            Count(_neighbour).ShouldBe(500);
            OpenFiles().ShouldNotContain(file => file.Contains("etilqs", StringComparison.Ordinal), "SQLite names its temporary files so.");
        }

        await cancellation.CancelAsync();
        try
        {
            // It may have been ended by its memory before.
            (await hostile).ShouldBeOfType<SqlOutcome.TooLarge>();
        }
        catch (OperationCanceledException)
        {
            cancellation.IsCancellationRequested.ShouldBeTrue();
        }

        Count(_neighbour).ShouldBe(500);
    }

    [Fact]
    public async Task Statements_of_several_threads_all_come_to_their_own_result()
    {
        var results = await Task.WhenAll(Enumerable.Range(1, 40).Select(i => Task.Run(() =>
            _sandbox.Execute($"SELECT {i} + count(*) FROM t", TestContext.Current.CancellationToken))));

        results.Select(result => ((SqlOutcome.Rows)result).Result[0, 0].Value).ShouldBe(Enumerable.Range(1, 40).Select(i => (object?)(500L + i)));
    }

    public void Dispose()
    {
        _sandbox.Dispose();
        _neighbour.Dispose();
    }

    private static IEnumerable<string> OpenFiles()
    {
        if (!OperatingSystem.IsLinux())
        {
            yield break;
        }

        foreach (var link in Directory.EnumerateFileSystemEntries("/proc/self/fd"))
        {
            yield return new FileInfo(link).LinkTarget ?? string.Empty;
        }
    }

    private static long Count(SqlSandbox sandbox) =>
        (long)sandbox.Execute("SELECT count(*) FROM t WHERE n > 0", CancellationToken.None).ShouldBeOfType<SqlOutcome.Rows>().Result[0, 0].Value!;
}
