using CsCheck;
using Mact.Core.Tables;

namespace Mact.Core.Tests.Tables;

public sealed class DateTextTests
{
    [Theory]
    [InlineData("2001-03-12", "2001-03-12")]
    [InlineData("2001/3/12", "2001-03-12")]
    [InlineData("12 March 2001", "2001-03-12")]
    [InlineData("March 12, 2001", "2001-03-12")]
    [InlineData("Mar. 12 2001", "2001-03-12")]
    [InlineData("12-Mar-2001", "2001-03-12")]
    [InlineData("Monday, March 12, 2001", "2001-03-12")]
    [InlineData("12th of March 2001", "2001-03-12")]
    [InlineData("Sept 3, 1999", "1999-09-03")]
    [InlineData("31/3/2001", "2001-03-31")]
    [InlineData("3/31/2001", "2001-03-31")]
    [InlineData("3.4.2001", "2001-04-03")]
    [InlineData("2001-03-12 00:00:00", "2001-03-12")]
    [InlineData("3/4/2001", null)]
    [InlineData("2001-13-01", null)]
    [InlineData("30 February 2001", null)]
    [InlineData("2001-03-12 14:30:00", "2001-03-12")]
    [InlineData("2024-03-01T14:30:00.5Z", "2024-03-01")]
    [InlineData("25/12/2026 01:00:00", "2026-12-25")]
    [InlineData("Mar 12, 2001 2:30 PM", "2001-03-12")]
    [InlineData("25/12/26", "2026-12-25")]
    [InlineData("25.12.98", "1998-12-25")]
    [InlineData("12-Mar-01", "2001-03-12")]
    [InlineData("2024년 3월 1일", "2024-03-01")]
    [InlineData("2024年3月1日", "2024-03-01")]
    [InlineData("12-3-1", null)]
    [InlineData("10-4-12", null)]
    [InlineData("1.2.10", null)]
    [InlineData("March 2001", null)]
    [InlineData("2001", null)]
    [InlineData("3-4", null)]
    [InlineData("1-2-3-4-2001", null)]
    [InlineData("12/3/01", null)]
    public void A_cell_is_a_date_only_where_it_can_be_read_one_way(string text, string? iso)
    {
        DateText.TryParse(text, out var date).ShouldBe(iso is not null);
        if (iso is not null)
        {
            DateText.ToIso(date).ShouldBe(iso);
        }
    }

    [Fact]
    public void A_known_order_settles_a_date_of_plain_numbers()
    {
        DateText.TryParse("3/4/2001", out var british, DateOrder.DayFirst).ShouldBeTrue();
        DateText.TryParse("3/4/2001", out var american, DateOrder.MonthFirst).ShouldBeTrue();
        british.ShouldBe(new DateOnly(2001, 4, 3));
        american.ShouldBe(new DateOnly(2001, 3, 4));
    }

    [Fact]
    public void No_text_makes_it_throw() =>
        Gen.String.Sample(text => DateText.TryParse(text, out var date) || date == default);
}
