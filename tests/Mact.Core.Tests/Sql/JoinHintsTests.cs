using System.Text.Json;
using Mact.Core.Sql;
using Mact.Core.Tables;
using Mact.Core.Tests.Tables;

namespace Mact.Core.Tests.Sql;

public sealed class JoinHintsTests
{
    [Theory]
    [InlineData("City_ID,city\n1,Rome\n2,Paris\n3,Oslo\n", "Match,Host_city_ID\na,1\nb,1\nc,3\n", "match.Host_city_ID=city.City_ID")]
    [InlineData("Department_ID,head\n1,Ada\n2,Bob\n", "department_ID,person\n2,x\n2,y\n1,z\n", "match.department_ID=city.Department_ID")]
    [InlineData("id,city\n1,Rome\n2,Paris\n", "CityId,n\n1,500\n2,600\n2,700\n", "match.CityId=city.id")]
    [InlineData("code,city\n301,Rome\n302,Paris\n", "ref code,n\n301,7\n301,8\n302,9\n", "match.ref code=city.code")]
    [InlineData("country,capital\nItaly,Rome\nNorway,Oslo\n", "nation,medals\nitaly,3\nNORWAY,4\n", "match.nation=city.country")]
    public void The_columns_to_join_on_are_found_in_names_and_values(string cities, string matches, string expected)
    {
        var hint = JoinHints.Find([Given.Csv("city", cities), Given.Csv("match", matches)], TestContext.Current.CancellationToken)[0];

        string[] sides = [$"{hint.Table}.{hint.Column}", $"{hint.OtherTable}.{hint.OtherColumn}"];
        sides.Order(StringComparer.Ordinal).ShouldBe(expected.Split('=').Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Small_numbers_that_happen_to_overlap_are_no_hint() =>
        JoinHints.Find(
            [Given.Csv("a", "rank,team\n1,x\n2,y\n"), Given.Csv("b", "goals,player\n1,p\n2,q\n")],
            TestContext.Current.CancellationToken).ShouldBeEmpty();

    [Fact]
    public void A_hint_says_how_many_values_meet_and_whether_rows_multiply()
    {
        var tables = new[] { Given.Csv("a", "key_id,x\n1,p\n1,q\n2,r\n"), Given.Csv("b", "key_id,y\n1,s\n1,t\n2,u\n") };

        JoinHints.Find(tables, TestContext.Current.CancellationToken)[0]
            .Describe()
            .ShouldBe(
                "\"a\".\"key_id\" = \"b\".\"key_id\": 2 of 2 values of the left column are in the right one; values repeat on both sides, so this "
                    + "join multiplies rows.");
    }

    [Fact]
    public void Most_foreign_keys_of_real_schemas_are_found_without_being_told()
    {
        var folder = Environment.GetEnvironmentVariable("MACT_DATA");
        if (string.IsNullOrEmpty(folder))
        {
            Assert.Skip("MACT_DATA is not set: the public question sets are not part of the repository.");
        }

        int found = 0, all = 0;
        var missed = new HashSet<string>(StringComparer.Ordinal);
        foreach (var line in File.ReadLines(Path.Combine(folder, "spider_mt/dev.jsonl")))
        {
            var item = JsonElement.Parse(line);
            var tables = item.GetProperty("tables").EnumerateArray().Select(table => JsonTableReader
                .Read(table.GetProperty("name").GetString()!, table.GetRawText(), new TableLimits())
                    .ShouldBeOfType<TableReading.Success>().Table).ToList();
            var hints = JoinHints.Find(tables, TestContext.Current.CancellationToken).SelectMany(hint => new[]
            {
                $"{hint.Table}.{hint.Column}={hint.OtherTable}.{hint.OtherColumn}",
                $"{hint.OtherTable}.{hint.OtherColumn}={hint.Table}.{hint.Column}",
            }).ToHashSet(StringComparer.OrdinalIgnoreCase);
            foreach (var key in item.GetProperty("foreign_keys").EnumerateArray())
            {
                var pair = $"{key.GetProperty("from")}={key.GetProperty("to")}";
                all++;
                found += hints.Contains(pair) ? 1 : 0;
                _ = hints.Contains(pair) || missed.Add(pair);
            }
        }

        ((double)found / all).ShouldBeGreaterThan(0.8, $"{found} of {all}; missed {string.Join(", ", missed)}");
    }
}
