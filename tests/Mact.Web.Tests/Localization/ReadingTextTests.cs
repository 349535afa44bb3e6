namespace Mact.Web.Tests.Localization;

public sealed class ReadingTextTests
{
    [Theory]
    [InlineData("sum of Revenue for each Region", "Region별 Revenue 합계")]
    [InlineData("number of rows, where Country is Portugal and Year is more than 2010", "행 수, 조건: Country: Portugal, Year: 2010 초과")]
    [InlineData("Region with the smallest sum of Revenue", "Revenue 합계 기준으로 가장 작은 Region")]
    [InlineData("City and Year of the row with the largest Points", "Points 값이 가장 큰 행의 City and Year")]
    [InlineData("average Price, where the month of Sold is June", "Price 평균, 조건: Sold 월: 6월")]
    [InlineData("median Price, where the year of Sold is 2020 or the year of Sold is 2021", "Price 중앙값, 조건: Sold 연도: 2020 또는 Sold 연도: 2021")]
    [InlineData("City, where Firm is not Ben and Jerry and there is no Fine", "City, 조건: Firm: Ben and Jerry 제외, Fine 없음")]
    [InlineData("difference in Points between Boat is Ada and Boat is Bo", "Points 차이(Boat: Ada / Boat: Bo)")]
    [InlineData("Boat", "Boat")]
    public void A_reading_is_told_in_korean_with_its_names_and_in_english_as_it_is(string reading, string korean)
    {
        Said.Korean.Reading(reading).ShouldBe(korean);
        Said.English.Reading(reading).ShouldBe(reading);
        Said.Korean.Thought($"One rule, no vote. I read the question as: {reading}.").ShouldEndWith($"{korean}.");
    }

    [Fact]
    public void An_offered_reading_is_said_in_the_language_of_the_page()
    {
        const string Offered = "Which region has the lowest revenue? (Region with the smallest sum of Revenue)";
        Said.English.Offered(Offered).ShouldBe(Offered);
        Said.Korean.Offered(Offered).ShouldNotContain("smallest");
        Said.Korean.Offered("Which (one)?").ShouldBe("Which (one)?");
    }
}
