using System.Text;
using Mact.Api.Tests.Support;

namespace Mact.Api.Tests.Tables;

/// <summary>Tables that people have reported about table tools, uploaded and asked as a person does.</summary>
public sealed class ReportedTableTests
{
    private const string Times = "name,m\nA,31\nB,DNF\nC,29\nD,40\nE,35\nF,33\n";

    [Theory]
    [InlineData("rank,name\n#1,Anna\n#2,Ben\n3,Cy", "SELECT count(*) FROM t", "3")]
    [InlineData("#,Name,Goals\n1,Anna,3\n2,Ben,4", "SELECT sum(Goals) FROM t", "7")]
    [InlineData("Artikel;Preis\nA;1.234,56\nB;2,50\nC;99,90", "SELECT sum(Preis) FROM t", "1336.96")]
    [InlineData("Menge;Preis\n1.234;0,125", "SELECT Menge + Preis FROM t", "1234.125")]
    [InlineData("a;b\nx;1.234,50 €\ny;2 €", "SELECT sum(b) FROM t", "1236.5")]
    [InlineData("s\nabout 1.234,50 EUR", "SELECT num(s) FROM t", "1234.5")]
    [InlineData("code,name\nNA,Namibia\nUS,United States", "SELECT name FROM t WHERE code = 'NA'", "Namibia")]
    [InlineData("n\n1\n#N/A\n\\N\n–\n3", "SELECT avg(n) FROM t", "2")]
    [InlineData(Times, "SELECT avg(m) FROM t", "33.6")]
    [InlineData(Times, "SELECT max(m) FROM t", "40")]
    [InlineData(Times, "SELECT name FROM t ORDER BY m DESC LIMIT 1", "D")]
    [InlineData(Times, "SELECT count(*) FROM t WHERE m > 32", "3")]
    [InlineData("Sales 2024\nregion,q1,q2\nNorth,1,2\nSouth,3,4", "SELECT sum(q2) FROM t", "6")]
    [InlineData("item,price\npen,3\nink,4\nTotal,7", "SELECT sum(price) FROM t", "7")]
    [InlineData("sep=;\nname;score\nAda;3\nBob;4", "SELECT sum(score) FROM t", "7")]
    [InlineData("{\"data\":{\"items\":[{\"a\":1,\"b\":{\"c\":[7]}},{\"a\":2}]}}", "SELECT json_extract(\"b.c\", '$[0]') FROM t WHERE a = 1", "7")]
    [InlineData("{\"a\":1}\n{\"a\":2}\n", "SELECT sum(a) FROM t", "3")]
    [InlineData("<table><tr><th>a</th></tr><tr><td>4</td></tr><tr><td>5</td></tr></table>", "SELECT sum(a) FROM t", "9")]
    [InlineData("d\n2024-03-01 14:30\n2024-03-02 15:00", "SELECT year(d) || month(d) || day(d) FROM t LIMIT 1", "202431")]
    [InlineData("d\n25/12/2026 01:00:00\n26/12/2026 02:00:00", "SELECT month(d) FROM t LIMIT 1", "12")]
    [InlineData("d\n03/02/2023\n25/12/2022", "SELECT month(d) FROM t LIMIT 1", "2")]
    [InlineData("x,y\na,(1998)\nb,(2004)", "SELECT sum(y) FROM t", "4002")]
    [InlineData("x,y\na,\"$ (1,234)\"\nb,$ 500", "SELECT sum(y) FROM t", "-734")]
    [InlineData("x,y\na,1 200 kr\nb,500 kr", "SELECT sum(y) FROM t", "1700")]
    [InlineData("x,y\na,\"1,250,000원\"\nb,5만\nc,3억", "SELECT sum(y) FROM t", "301300000")]
    [InlineData("s\n1.2 GB\n900 MB", "SELECT s FROM t ORDER BY num(s) DESC LIMIT 1", "1.2 GB")]
    [InlineData("c\nÄgypten\nŁódź\nGroẞe Straße", "SELECT count(*) FROM t WHERE c = 'ägypten' OR c IN ('łódŹ') OR lower(c) LIKE 'grosse str%'", "3")]
    [InlineData("version,n\n1.9,1\n1.10,2", "SELECT version FROM t WHERE n = 2", "1.10")]
    [InlineData("n,share,price\na,12%,\"$1,200\"", "SELECT share || ' ' || price FROM t", "12 1200")]
    [InlineData("n,share,price\na,12%,\"$1,200\"", "SELECT price FROM t", "$1,200")]
    [InlineData("name,g\nA,\nB,1\nC,1\nD,2", "SELECT name FROM t ORDER BY g LIMIT 1", "B")]
    public async Task A_reported_table_gives_the_right_answer(string text, string sql, string expected)
    {
        await using var factory = new ApiFactory();
        using var client = factory.CreateClient();
        var mact = new MactClient(client);
        var table = (await mact.UploadAsync("t", "t.csv", Encoding.UTF8.GetBytes(text), TestContext.Current.CancellationToken)).Require();

        (await mact.QueryAsync(new(sql, [new(table.Id, "t")]), TestContext.Current.CancellationToken)).Require().Rows[0][0].ShouldBe(expected);
    }

    [Fact]
    public async Task Two_hundred_rows_with_a_lone_quote_are_two_hundred_and_the_line_is_named()
    {
        await using var factory = new ApiFactory();
        using var client = factory.CreateClient();
        var csv = "n,text\n" + string.Join('\n', Enumerable.Range(1, 200).Select(static n => n == 50 ? $"{n},\"bad" : $"{n},ok"));

        var table = (await new MactClient(client).UploadAsync(
            "t", "t.csv", Encoding.UTF8.GetBytes(csv), TestContext.Current.CancellationToken)).Require();

        table.RowCount.ShouldBe(200);
        table.Repairs.ShouldContain(static repair => repair.Code == "quote" && repair.Message.Contains("line 51", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Keys_join_whatever_their_spaces_dashes_and_quotes()
    {
        await using var factory = new ApiFactory();
        using var client = factory.CreateClient();
        var mact = new MactClient(client);
        var cities = Encoding.UTF8.GetBytes("k,n\nNew\u00a0York,1\nO’Hare – West,2\nSan\u200b José,3\n");
        var counts = Encoding.UTF8.GetBytes("k,m\nnew york,5\nO'Hare - West,6\nSan  Jose\u0301,7\n");
        var left = (await mact.UploadAsync("a", "a.csv", cities, TestContext.Current.CancellationToken)).Require();
        var right = (await mact.UploadAsync("b", "b.csv", counts, TestContext.Current.CancellationToken)).Require();

        (await mact.QueryAsync(
            new("SELECT sum(n * m) FROM a JOIN b ON a.k = b.k", [new(left.Id, "a"), new(right.Id, "b")]), TestContext.Current.CancellationToken))
            .Require().Rows[0][0].ShouldBe("38");
    }
}
