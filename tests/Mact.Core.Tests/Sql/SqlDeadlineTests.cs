using Mact.Core.Sql;
using Mact.Core.Tests.Tables;
using Microsoft.Extensions.Time.Testing;
using SQLitePCL;

namespace Mact.Core.Tests.Sql;

public sealed class SqlDeadlineTests
{
    /// <summary>One call inside of SQLite asks nobody; the timer interrupts the statement all the same.</summary>
    [Fact]
    public void A_timer_interrupts_what_asks_nobody()
    {
        Batteries_V2.Init();
        var time = new FakeTimeProvider();
        _ = raw.sqlite3_open(":memory:", out var database);
        using (database)
        using (var deadline = new SqlDeadline(database, time))
        {
            raw.sqlite3_create_function(database, "wait", 0, null, (context, _, _) =>
            {
                time.Advance(TimeSpan.FromSeconds(2));
                raw.sqlite3_result_int(context, 1);
            });
            deadline.Start(TimeSpan.FromSeconds(2), CancellationToken.None);
            using (deadline.Watch())
            {
                raw.sqlite3_exec(database, "WITH RECURSIVE c(x) AS (SELECT wait() UNION ALL SELECT x + 1 FROM c) SELECT count(*) FROM c")
                    .ShouldBe(raw.SQLITE_INTERRUPT);
                deadline.IsPassed.ShouldBeTrue();
            }

            // Behind its statement the timer touches nothing.
            time.Advance(TimeSpan.FromSeconds(20));
            deadline.Start(TimeSpan.FromSeconds(2), CancellationToken.None);
            deadline.IsPassed.ShouldBeFalse();
            raw.sqlite3_exec(database, "SELECT 1").ShouldBe(raw.SQLITE_OK);
        }
    }

    [Fact]
    public void Wide_tables_are_compared_within_one_bound()
    {
        var header = string.Join(',', Enumerable.Range(0, 300).Select(static c => $"c{c}"));
        var tables = Enumerable.Range(0, 16).Select(t => Given.Csv(
            $"t{t}", header + "\n" + string.Join('\n', Enumerable.Range(0, 400).Select(
                r => string.Join(',', Enumerable.Range(0, 300).Select(c => $"v{r}x{c}x{t}")))))).ToList();
        var before = GC.GetAllocatedBytesForCurrentThread();

        JoinHints.Find(tables, TestContext.Current.CancellationToken);

        (GC.GetAllocatedBytesForCurrentThread() - before).ShouldBeLessThan(400_000_000);
        Should.Throw<OperationCanceledException>(() => JoinHints.Find(tables, new CancellationToken(canceled: true)));
    }
}
