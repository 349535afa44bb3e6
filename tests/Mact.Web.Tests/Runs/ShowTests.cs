using Mact.Web.Tests.Localization;

namespace Mact.Web.Tests.Runs;

public sealed class ShowTests
{
    [Theory]
    [InlineData(0, "0 ms")]
    [InlineData(0.3, "< 1 ms")]
    [InlineData(999.4, "999 ms")]
    [InlineData(999.6, "1.0 s")]
    [InlineData(59_900, "59.9 s")]
    [InlineData(59_960, "1 min 00 s")]
    [InlineData(65_000, "1 min 05 s")]
    [InlineData(3_780_000, "1 h 03 min")]
    [InlineData(-1, "–")]
    public void Durations_never_show_a_full_next_unit(double milliseconds, string text) => Said.English.Duration(milliseconds).ShouldBe(text);

    [Theory]
    [InlineData(840, "840 ms")]
    [InlineData(3_200, "3.2초")]
    [InlineData(65_000, "1분 05초")]
    [InlineData(3_780_000, "1시간 03분")]
    public void Durations_are_korean_on_korean_pages(double milliseconds, string text) => Said.Korean.Duration(milliseconds).ShouldBe(text);

    [Fact]
    public void Counts_have_separators_and_the_right_noun()
    {
        Show.Count(1, "row").ShouldBe("1 row");
        Show.Count(12_345, "row").ShouldBe("12,345 rows");
        Show.Count(2, "try", "tries").ShouldBe("2 tries");
    }

    [Theory]
    [InlineData(900, "900 B")]
    [InlineData(2048, "2 kB")]
    [InlineData(20 * 1024 * 1024, "20 MB")]
    public void Sizes_are_short(long bytes, string text) => Show.Size(bytes).ShouldBe(text);

    [Fact]
    public void A_cut_text_is_never_longer_than_said()
    {
        Show.Cut("abcdef", 4).ShouldBe("abc…");
        Show.Cut("abcd", 4).ShouldBe("abcd");
    }
}
