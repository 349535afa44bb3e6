using System.Globalization;
using Mact.AppHost.Embedded.Dashboard.Logs;

namespace Mact.AppHost.Tests.Embedded.Dashboard;

public sealed class LogStoreTests
{
    [Fact]
    public void A_hundred_thousand_lines_of_one_resource_leave_the_latest_and_every_line_of_the_others()
    {
        var store = new LogStore(TimeProvider.System, maxLines: 1_000);
        store.Add("web", "quiet");

        for (var i = 0; i < 100_000; i++)
        {
            store.Add("api", i.ToString(CultureInfo.InvariantCulture));
        }

        var page = store.Read("api", 0, "", int.MaxValue);
        page.Lines.Count.ShouldBe(1_000);
        page.Lines[0].Text.ShouldBe("99000");
        page.Lines[^1].Text.ShouldBe("99999");
        page.Dropped.ShouldBe(99_000);
        store.Read("web", 0, "", 10).Lines.ShouldHaveSingleItem().Text.ShouldBe("quiet");
    }

    [Fact]
    public void Characters_are_bounded_as_well_as_lines()
    {
        var store = new LogStore(TimeProvider.System, maxCharacters: 10_000);

        for (var i = 0; i < 100; i++)
        {
            store.Add("api", new string('x', 1_000));
        }

        store.Read("api", 0, "", int.MaxValue).Lines.Sum(static line => line.Text.Length).ShouldBe(10_000);
    }

    [Fact]
    public void A_very_long_line_is_shortened_and_says_so()
    {
        var store = new LogStore(TimeProvider.System);

        store.Add("api", new string('x', 1_000_000));

        var text = store.Read("api", 0, "", 1).Lines.ShouldHaveSingleItem().Text;
        text.Length.ShouldBeLessThan(LogStore.MaxLineLength + 30);
        text.ShouldEndWith("(shortened)");
    }

    [Fact]
    public void A_reader_gets_what_came_after_its_last_line()
    {
        var store = new LogStore(TimeProvider.System);
        store.Add("api", "first");
        var first = store.Read("api", 0, "", 10);
        store.Add("web", "of another resource");
        store.Add("api", "second");

        var second = store.Read("api", first.Last, "", 10);

        second.Lines.ShouldHaveSingleItem().Text.ShouldBe("second");
        store.Read("api", second.Last, "", 10).Lines.ShouldBeEmpty();
    }

    [Fact]
    public void A_search_ignores_case_and_finds_only_what_matches()
    {
        var store = new LogStore(TimeProvider.System);
        store.Add("api", "info: Ready");
        store.Add("api", "fail: Redis is gone");

        store.Read("api", 0, "redis", 10).Lines.ShouldHaveSingleItem().Text.ShouldBe("fail: Redis is gone");
    }

    [Fact]
    public void A_resource_that_wrote_nothing_has_an_empty_page() => new LogStore(TimeProvider.System).Read("api", 0, "", 10).Lines.ShouldBeEmpty();
}
