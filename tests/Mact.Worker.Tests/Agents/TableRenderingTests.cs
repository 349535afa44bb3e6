using CsCheck;
using Mact.Worker.Agents.Prompting;
using Mact.Worker.Tests.Agents.Fakes;

namespace Mact.Worker.Tests.Agents;

public sealed class TableRenderingTests
{
    [Fact]
    public void A_small_table_is_shown_whole()
    {
        var shown = TableRendering.Render([Scenario.Players], "Who?", 1_000).Single();
        shown.Rows.Count.ShouldBe(5);
        shown.Notes.ShouldBeEmpty();
    }

    [Fact]
    public void A_large_table_is_shown_by_its_head_tail_mentioned_rows_and_profile()
    {
        var table = Scenario.TableOf(
            "big", ["n", "town"], [.. Enumerable.Range(1, 2_000).Select(i => new[] { $"{i}", i == 1_234 ? "Merrow" : $"town{i % 7}" })]);
        var shown = TableRendering.Render([table], "How many live in Merrow?", 600).Single();
        shown.RowCount.ShouldBe(2_000);
        shown.Rows.Count.ShouldBeLessThan(2_000);
        shown.Rows.ShouldContain(row => row[1] == "Merrow");
        shown.Rows[0][0].ShouldBe("1");
        shown.Rows[^1][0].ShouldBe("2000");
        shown.Notes.ShouldContain("n: 1 to 2000, mean 1000.5, 2000 distinct");
        shown.Notes[0].ShouldContain("1234");
    }

    [Fact]
    public void What_a_small_table_does_not_need_is_left_for_a_large_one()
    {
        var large = Scenario.TableOf("big", ["n"], [.. Enumerable.Range(1, 300).Select(i => new[] { $"{i}" })]);
        TableRendering.Render([large, Scenario.Players], "?", 800)[0].Rows.Count.ShouldBe(300);
    }

    [Fact]
    public void The_budget_holds_for_tables_of_any_shape() =>
        Gen.Select(Gen.Int[1, 60], Gen.Int[1, 400], Gen.Int[1, 600], Gen.Int[300, 3_000]).Sample(
            (columns, rows, length, tokens) =>
            {
                var table = Scenario.TableOf(
                    "t",
                    [.. Enumerable.Range(1, columns).Select(i => $"c{i}")],
                    [
                        .. Enumerable.Range(0, Math.Min(rows, 12_000 / columns)).Select(
                            row => Enumerable.Range(0, columns).Select(column => new string((char)('a' + ((row + column) % 26)), length)).ToArray()),
                    ]);
                var shown = TableRendering.Render([table], "abc", tokens).Single();
                var characters = shown.Columns.Sum(column => column.Name.Length + 12) + shown.Rows.Sum(row => row.Sum(cell => cell.Length + 3));
                var oneRow = columns * 63;
                characters.ShouldBeLessThanOrEqualTo(Math.Max(tokens * 3, (columns * 15) + oneRow));
                shown.Rows.ShouldNotBeEmpty();
            },
            iter: 40);
}
