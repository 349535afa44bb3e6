using Mact.Web.Tests.Localization;

namespace Mact.Web.Tests.Runs;

/// <summary>What a program computes, in words; each sentence is true of its program.</summary>
public sealed class ProgramSentenceTests
{
    private static readonly string[] Numbers = ["Revenue", "Units", "Points", "Price"];

    [Theory]
    [InlineData("SELECT SUM(\"Revenue\") FROM sales", "sum of Revenue")]
    [InlineData("SELECT \"Region\", SUM(\"Revenue\") AS total FROM sales GROUP BY \"Region\"", "sum of Revenue for each Region")]
    [InlineData("SELECT Region, Year, SUM(Revenue), COUNT(*) FROM sales GROUP BY 1, 2", "sum of Revenue and number of rows for each Region and Year")]
    [InlineData(
        "SELECT s.Region, AVG(s.Revenue) AS a FROM sales s GROUP BY s.Region HAVING AVG(s.Revenue) > 100",
        "average of Revenue for each Region, only groups with average of Revenue > 100")]
    [InlineData("SELECT COUNT(*) FROM sales WHERE \"Region\" = 'East' AND Year >= 2020", "number of rows, where Region = East and Year ≥ 2020")]
    [InlineData(
        "SELECT COUNT(DISTINCT Customer) FROM sales WHERE Note IS NOT NULL",
        "number of different values of Customer, where Note is not empty")]
    [InlineData("SELECT Region FROM sales ORDER BY Revenue DESC LIMIT 1", "Region of the row with the largest Revenue")]
    [InlineData(
        "SELECT Region, Revenue FROM sales WHERE Year = 2020 ORDER BY Revenue LIMIT 3;",
        "Region and Revenue of the 3 rows with the smallest Revenue, where Year = 2020")]
    [InlineData(
        "SELECT Region FROM sales GROUP BY Region ORDER BY SUM(Revenue) DESC LIMIT 1",
        "Region with the largest sum of Revenue")]
    [InlineData(
        "SELECT Region, SUM(Revenue) AS r FROM sales GROUP BY Region ORDER BY r DESC LIMIT 5",
        "sum of Revenue for each Region, only the 5 with the largest sum of Revenue")]
    [InlineData(
        "SELECT Region, SUM(Revenue) FROM sales GROUP BY Region ORDER BY 2 ASC LIMIT 2",
        "sum of Revenue for each Region, only the 2 with the smallest sum of Revenue")]
    [InlineData("SELECT DISTINCT City FROM shops", "each different City once")]
    [InlineData(
        "SELECT DISTINCT City FROM shops WHERE Country IN ('Spain', 'Italy')",
        "each different City once, where Country is one of (Spain, Italy)")]
    [InlineData("SELECT Title, Remark FROM notes", "Title and Remark of every row")]
    [InlineData("SELECT * FROM notes LIMIT 10", "all columns of at most 10 rows")]
    [InlineData("SELECT Title FROM notes ORDER BY Title LIMIT 4", "Title of the first 4 rows by Title (ascending)")]
    [InlineData("SELECT Region, SUM(Price * Units) AS revenue FROM sales GROUP BY Region", "revenue for each Region")]
    [InlineData("SELECT SUM(Revenue) / SUM(Units) FROM sales", "sum of Revenue / sum of Units")]
    [InlineData("SELECT strftime('%Y', Day) AS year, COUNT(*) FROM visits GROUP BY strftime('%Y', Day)", "number of rows for each year")]
    [InlineData("SELECT strftime('%Y', Day), COUNT(*) FROM visits GROUP BY strftime('%Y', Day)", "number of rows for each strftime(%Y, Day)")]
    [InlineData("SELECT Name, CASE WHEN Points > 50 THEN 'high' ELSE 'low' END AS level FROM t", "Name and level of every row")]
    [InlineData("SELECT Name, CASE WHEN Points > 50 THEN 'high' ELSE 'low' END FROM t", "Name and value 2 of every row")]
    [InlineData("SELECT Name, RANK() OVER (ORDER BY Points DESC) AS place FROM t", "Name and place of every row")]
    [InlineData(
        "WITH s AS (SELECT Region, SUM(Revenue) AS r FROM sales WHERE Year = 2020 GROUP BY Region) SELECT Region, r FROM s WHERE r > 10",
        "Region and sum of Revenue, computed in several steps")]
    [InlineData("SELECT AVG(n) FROM (SELECT COUNT(*) AS n FROM sales GROUP BY Region)", "average of n, computed in several steps")]
    [InlineData("SELECT City FROM a UNION SELECT City FROM b", "the results of 2 queries, put together")]
    [InlineData("SELECT City FROM a EXCEPT SELECT City FROM b", "the results of 2 queries, compared row by row")]
    [InlineData(
        "SELECT c.Name, SUM(o.Units) FROM orders o JOIN customers c ON o.cid = c.id WHERE c.Country <> 'US' GROUP BY c.Name",
        "sum of Units for each Name, where Country ≠ US")]
    [InlineData("SELECT Farm FROM solar WHERE Revenue = (SELECT MAX(Revenue) FROM solar)", "Farm of the rows with the largest Revenue")]
    [InlineData("SELECT Name FROM t WHERE Points > (SELECT AVG(Points) FROM t)", "Name, of the rows that meet the program's condition")]
    [InlineData("SELECT Name FROM t WHERE Name LIKE 'A%' OR Name IS NULL", "Name, where Name is like A% or Name is empty")]
    [InlineData(
        "SELECT Name FROM t WHERE Points BETWEEN 3 AND 5 AND City NOT IN ('x')",
        "Name, where Points is between 3 and 5 and City is not one of (x)")]
    [InlineData("SELECT MAX(Day) FROM visits WHERE City = 'from, here'", "largest Day, where City = from, here")]
    [InlineData(
        "SELECT Name, Points FROM t WHERE City = 'O''Hare' ORDER BY Points DESC LIMIT 2",
        "Name and Points of the 2 rows with the largest Points, where City = O'Hare")]
    [InlineData("SELECT Name FROM t ORDER BY Points DESC LIMIT 1 OFFSET 1", "Name, at most 1 of them after the first 1 by Points (descending)")]
    [InlineData("SELECT Name FROM t ORDER BY Points LIMIT 5, 10", "Name, at most 10 of them after the first 5 by Points (ascending)")]
    [InlineData("SELECT COUNT(*) FROM t WHERE Day = (SELECT MAX(Day) FROM t)", "number of rows of the rows with the largest Day")]
    [InlineData("SELECT Name FROM t ORDER BY Hired DESC LIMIT 1", "Name of the first row by Hired (descending)")]
    [InlineData("SELECT Name FROM t ORDER BY Points DESC, Name LIMIT 3", "Name of the first 3 rows by Points (descending) and Name (ascending)")]
    [InlineData("SELECT a.Name, b.Name FROM t a JOIN t b ON a.Boss = b.Name", "a.Name and b.Name of every row")]
    [InlineData("SELECT GROUP_CONCAT(Name, ', ') FROM t", "GROUP_CONCAT(Name, ', ')")]
    [InlineData("SELECT SUM(CASE WHEN Late = 1 THEN 1 ELSE 0 END) FROM t", "a computed value")]
    [InlineData(
        "SELECT Team FROM g WHERE Won = 1 GROUP BY Team ORDER BY COUNT(*) DESC LIMIT 1",
        "Team with the largest number of rows, where Won = 1")]
    [InlineData("SELECT Team, COUNT(*) FROM g WHERE Won = 1 GROUP BY 1 LIMIT 2", "number of rows for each Team, where Won = 1, at most 2 of them")]
    [InlineData("nothing that is SQL", "the result of a program")]
    public void A_program_is_told_in_words(string sql, string words) =>
        ProgramSentence.Of(sql, Numbers.Contains, Said.English).ShouldBe(words);

    [Fact]
    public void In_Korean_no_word_of_the_page_is_English()
    {
        var said = ProgramSentence.Of(
            "SELECT 지역, SUM(매출) AS r FROM t WHERE 연도 IS NOT NULL GROUP BY 지역 ORDER BY r DESC LIMIT 3", static _ => true, Said.Korean);

        said.ShouldBe("지역별 매출 합계, 조건: 연도 비어 있지 않음, 매출 합계 값이 가장 큰 3개만");
    }
}
