using System.Text;
using Mact.Core.Sql;
using Mact.Core.Tables;

namespace Mact.Core.Tests.Tables;

/// <summary>Files that were made to be misread, by kind: what is asked of them is answered, and what was done is said.</summary>
public sealed class FreshFilesTests
{
    [Theory]
    [InlineData("n,w\na,1.2 kg\nb,800 g\nc,2 lb\n", "SELECT n FROM t ORDER BY w DESC LIMIT 1", "a")]
    [InlineData("n,w\na,1.2 kg\nb,800 g\nc,2 lb\n", "SELECT min(w) FROM t", "800 g")]
    [InlineData("n,s\na,1.2 GB\nb,900 MB\nc,512 KB\n", "SELECT max(s) FROM t", "1.2 GB")]
    [InlineData("n,d\na,\"1,200 km\"\nb,800 mi\n", "SELECT n FROM t ORDER BY d DESC LIMIT 1", "b")]
    [InlineData("n,d\na,12 km\nb,9 km\nc,100 km\n", "SELECT group_concat(n, '') FROM (SELECT n FROM t ORDER BY d)", "bac")]
    [InlineData("n,d\na,12 km\nb,9 km\nc,100 km\n", "SELECT count(*) FROM t WHERE d BETWEEN '10 km' AND '200 km'", "2")]
    [InlineData("n,p\na,약 5만명\nb,3000명\nc,12만명\n", "SELECT n FROM t ORDER BY p DESC LIMIT 1", "c")]
    [InlineData("n,h\na,\"5'11\"\"\"\nb,\"6'2\"\"\"\nc,\"5'4\"\"\"\n", "SELECT n FROM t ORDER BY h LIMIT 1", "c")]
    [InlineData("n,b\na,100 Mbps\nb,1 Gbps\nc,50 Mbps\n", "SELECT n FROM t ORDER BY num(b) DESC LIMIT 1", "b")]
    [InlineData("n,v\na,805.7 b\nb,12.3 p\nc,5.0\nd,96.1 e\n", "SELECT n FROM t ORDER BY v DESC LIMIT 1", "a")]
    [InlineData("n,d\na,1 May\nb,12 April\nc,3 June\n", "SELECT n FROM t WHERE d = '12 april'", "b")]
    [InlineData("v,n\n1.9.0,1\n1.10.0,2\n1.2.13,3\n", "SELECT max(v) FROM t", "1.10.0")]
    [InlineData("v,n\nv1.9,1\nv1.10,2\nv1.2,3\n", "SELECT v FROM t ORDER BY v DESC LIMIT 1", "v1.10")]
    [InlineData("version,n\n2.0-rc1,1\n2.0,2\n1.10,3\n", "SELECT version FROM t ORDER BY version DESC LIMIT 1", "2.0")]
    [InlineData("ip,n\n10.0.0.9,1\n10.0.0.10,2\n", "SELECT ip FROM t ORDER BY ip DESC LIMIT 1", "10.0.0.10")]
    [InlineData("n,bal\na,100.00 CR\nb,40.50 DR\nc,12.25 CR\n", "SELECT sum(bal) FROM t", "71.75")]
    [InlineData("n,bal\na,100.00 Cr\nb,40.50 Dr\nc,12.25 Cr\n", "SELECT sum(bal) FROM t", "71.75")]
    [InlineData("n,bal\na,₹100 Cr\nb,₹40 Cr\n", "SELECT sum(bal) FROM t", "1400000000")]
    public Task Quantities_compare_by_what_they_say(string text, string sql, string expected) => Answers(text, sql, expected);

    [Theory]
    [InlineData("SELECT n FROM t ORDER BY v DESC LIMIT 1")]
    [InlineData("SELECT max(v) FROM t")]
    [InlineData("SELECT n FROM t WHERE v > '20 °C'")]
    public async Task Amounts_that_nothing_converts_end_a_statement_that_compares_them(string sql)
    {
        using var sandbox = SqlSandbox.Load([(await ReadAsync("n,v\na,20 °C\nb,50 °F\nc,30 °C\n")).Table], new SqlLimits(), TimeProvider.System);
        sandbox.Execute(sql, TestContext.Current.CancellationToken).ShouldBeOfType<SqlOutcome.Error>().Message.ShouldContain("°F");
    }

    [Theory]
    [InlineData("d,n\nMay 2024,1\nDecember 2023,2\nJune 2021,3\n", "SELECT n FROM t ORDER BY d LIMIT 1", "3")]
    [InlineData("d,n\nMay 2024,1\nDecember 2023,2\nJune 2021,3\n", "SELECT d FROM t WHERE d < 'Jan 2022'", "June 2021")]
    [InlineData("d,n\nJan-24,1\nDec-23,2\nMar-24,3\nAug-23,4\n", "SELECT n FROM t ORDER BY d LIMIT 1", "4")]
    [InlineData("d,n\n5/2024,1\n12/2023,2\n", "SELECT month(d) || '/' || year(d) FROM t ORDER BY d LIMIT 1", "12/2023")]
    [InlineData("d,n\n2024년 3월,1\n2023년 12월,2\n", "SELECT n FROM t ORDER BY d LIMIT 1", "2")]
    [InlineData("d,n\n1.3.24,1\n15.12.23,2\n", "SELECT n FROM t ORDER BY d LIMIT 1", "2")]
    [InlineData("t,n\n2024-03-01 14:30,1\n2024-03-02 09:15,2\n", "SELECT n FROM t WHERE t = '2024-03-01 14:30'", "1")]
    [InlineData("t,n\n2024-03-01 14.30,1\n2023-12-05 08.00,2\n", "SELECT month(t) FROM t WHERE n = 2", "12")]
    [InlineData("t,n\n2024年3月1日 14時30分,1\n2023年12月5日 8時00分,2\n", "SELECT strftime('%H', t) FROM t WHERE n = 1", "14")]
    [InlineData("t,n\n2024. 3. 1. 오후 2시 30분,1\n2023. 12. 5. 오전 8시,2\n", "SELECT day(t) FROM t WHERE n = 2", "5")]
    [InlineData("s,n\n2009-10,1\n2010-11,2\n", "SELECT s FROM t WHERE n = 1", "2009-10")]
    public Task Months_and_times_are_read_as_they_are_written(string text, string sql, string expected) => Answers(text, sql, expected);

    [Theory]
    [InlineData("SELECT count(*) FROM t WHERE ok", "2")]
    [InlineData("SELECT count(*) FROM t WHERE NOT ok", "1")]
    [InlineData("SELECT count(*) FROM t WHERE ok = 1", "2")]
    [InlineData("SELECT count(*) FROM t WHERE t.ok IS TRUE AND n <> 'c'", "1")]
    [InlineData("SELECT count(*) FROM t WHERE ok <> FALSE", "2")]
    [InlineData("SELECT count(*) FROM t WHERE ok = 'True'", "2")]
    [InlineData("SELECT sum(ok) FROM t", "2")]
    [InlineData("SELECT sum(CASE WHEN ok THEN 1 ELSE 0 END) FROM t", "2")]
    [InlineData("SELECT ok FROM t LIMIT 1", "true")]
    public Task True_and_false_are_conditions_and_stay_words(string sql, string expected) =>
        Answers("[{\"n\":\"a\",\"ok\":true},{\"n\":\"b\",\"ok\":false},{\"n\":\"c\",\"ok\":true}]", sql, expected);

    [Theory]
    [InlineData("SELECT n FROM t WHERE lower(c) = 'strasse'", "3")]
    [InlineData("SELECT n FROM t WHERE upper(c) = 'STRASSE'", "3")]
    [InlineData("SELECT n FROM t WHERE trim(c) = 'ägypten'", "1")]
    [InlineData("SELECT n FROM t WHERE substr(c, 1, 1) = 'ä'", "1")]
    [InlineData("SELECT n FROM t WHERE c || '' = 'ÄGYPTEN'", "1")]
    [InlineData("SELECT n FROM t WHERE coalesce(c, '') IN ('łódź')", "2")]
    [InlineData("SELECT n FROM t WHERE c = 'DİYARBAKIR'", "5")]
    [InlineData("SELECT n FROM t WHERE lower(c) = 'istanbul'", "4")]
    [InlineData("SELECT count(*) FROM t JOIN (SELECT upper('ägypten') AS k) x ON x.k = t.c", "1")]
    [InlineData("SELECT count(*) FROM (SELECT 'ÄGYPTEN' AS k) x JOIN t ON x.k = t.c", "1")]
    [InlineData("SELECT count(*) FROM (SELECT lower(c) FROM t UNION SELECT lower('A\u0308GYPTEN'))", "5")]
    [InlineData("SELECT count(*) FROM (SELECT 1 FROM t GROUP BY CASE WHEN n < 3 THEN 'É' ELSE 'e\u0301' END)", "1")]
    public Task Computed_texts_compare_as_columns_do(string sql, string expected) =>
        Answers("c,n\nÄgypten,1\nŁódź,2\nStraße,3\nİstanbul,4\nDiyarbakır,5\n", sql, expected);

    [Fact]
    public async Task A_computed_column_is_named_as_the_statement_has_it()
    {
        using var sandbox = SqlSandbox.Load([(await ReadAsync("a,b\nx,1\n")).Table], new SqlLimits(), TimeProvider.System);
        var result = sandbox.Execute("SELECT lower(a) || '!' FROM t", TestContext.Current.CancellationToken).ShouldBeOfType<SqlOutcome.Rows>().Result;
        result.Columns[0].Name.ShouldBe("lower(a) || '!'");
    }

    [Fact]
    public async Task Joins_over_functions_match_whatever_spaces_and_marks_keys_have()
    {
        var left = (await ReadAsync("city,n\nNew\u00a0York,1\nSan\u200b Jose,2\nO\u2019Hare,3\nZ\u00fcrich,4\n")).Table.WithName("a");
        var right = (await ReadAsync("town,m\nNew York,1\nSan Jose,2\nO'Hare,3\nZu\u0308rich,4\n")).Table.WithName("b");
        using var sandbox = SqlSandbox.Load([left, right], new SqlLimits(), TimeProvider.System);

        foreach (var on in (string[])["lower(city) = lower(town)", "trim(city) = trim(town)", "city || '' = town || ''", "city = upper(town)"])
        {
            sandbox.Execute($"SELECT count(*) FROM a JOIN b ON {on}", TestContext.Current.CancellationToken)
                .ShouldBeOfType<SqlOutcome.Rows>().Result[0, 0].Value.ShouldBe(4L, on);
        }
    }

    [Theory]
    [InlineData(
        "{\"meta\":{\"tags\":[{\"t\":1},{\"t\":2},{\"t\":3},{\"t\":4}]},\"items\":[{\"a\":5,\"b\":1,\"c\":1},{\"a\":6,\"b\":1,\"c\":1}]}",
        "SELECT sum(a) FROM t", "11")]
    [InlineData("[{\"a\":1,\"b\":null},{\"a\":null,\"b\":null},{\"a\":3}]", "SELECT count(*) FROM t", "3")]
    [InlineData("{\"data\":[[\"r1\",5,\"x\"],[\"r2\",6,\"y\"]]}", "SELECT sum(col_2) FROM t", "11")]
    [InlineData("[[\"name\",\"n\",\"m\"],[\"x\",1,2],[\"y\",2]]", "SELECT n FROM t WHERE name = 'y' AND m IS NULL", "2")]
    [InlineData("[[\"region\",2019,2020],[\"N\",1,2],[\"S\",3,4]]", "SELECT sum(\"2020\") FROM t", "6")]
    [InlineData("{\"a\":1}{\"a\":2}\n{\"a\":3}", "SELECT sum(a) FROM t", "6")]
    [InlineData("[{\"p\":{\"x\":1}},{\"p\":\"none\"},{\"p\":null},{\"p\":{\"x\":3}}]", "SELECT sum(\"p.x\") || '/' || count(*) FROM t", "4/4")]
    [InlineData("[{\"id\":12345678901234567890},{\"id\":12345678901234567891}]", "SELECT max(id) FROM t", "12345678901234567891")]
    [InlineData(
        "<table><tr><th>Name</th><td>Ann</td></tr><tr><th>Age</th><td>31</td></tr><tr><th>City</th><td>Rome</td></tr></table>",
        "SELECT Age FROM t WHERE Name = 'ann'", "31")]
    [InlineData("<table><tr><th>Rome</th><td>5</td></tr><tr><th>Oslo</th><td>6</td></tr></table>", "SELECT sum(col_2) FROM t", "11")]
    [InlineData(
        "<table><tr><th>n</th><th>info</th></tr><tr><td>1</td><td>x <table>"
            + "<tr><td>in</td><td>side</td></tr><tr><td>i</td><td>s</td></tr></table></td></tr>"
            + "<tr><td>2</td><td>y</td></tr></table>",
        "SELECT sum(n) FROM t", "3")]
    [InlineData(
        "<table><tr><td><table><tr><th>a</th><th>b</th></tr><tr><td>1</td><td>2</td></tr></table></td><td>menu</td>"
            + "</tr><tr><td>foot</td></tr></table>",
        "SELECT b FROM t", "2")]
    public Task Json_and_html_keep_what_they_hold(string text, string sql, string expected) => Answers(text, sql, expected);

    [Fact]
    public async Task Two_lone_quotes_on_lines_below_one_another_swallow_no_row()
    {
        var lines = Enumerable.Range(1, 60).Select(static n => n == 20 ? $"{n},\"open,x" : n == 21 ? $"{n},y,end\"" : $"{n},p,q");
        var read = await ReadAsync("id,a,b\n" + string.Join('\n', lines));

        read.Table.RowCount.ShouldBe(60);
        read.Repairs.ShouldContain(static repair => repair.Code == "quote" && repair.Message.Contains("line 21", StringComparison.Ordinal));
        (await ReadAsync("id,a,b\n1,\"one, x\ntwo, y\",z\n2,p,q\n")).Table[0, 1].Text.ShouldBe("one, x\ntwo, y");
    }

    [Theory]
    [InlineData("[{\"a\":1,\"a\":2},{\"a\":3}]", "duplicateName", "\"a\"")]
    [InlineData("{\"x\":[{\"a\":1}],\"y\":[{\"a\":1,\"b\":2},{\"a\":1,\"b\":2}]}", "jsonPath", "left out with so many items each: x (1)")]
    [InlineData("d,n\nMay 2024,1\nJune 2021,3\n", "month", "May 2024")]
    [InlineData("d,n\n1.3.24,1\n2.4.23,2\n", "dateOrder", "or a version")]
    [InlineData("d,n\nJan-01,1\nJan-14,2\nFeb-28,3\n", "dateOrder", "a day of a month")]
    [InlineData("d,n\n1.3.24,1\n15.12.23,2\n", "dateOrder", "year of two digits")]
    [InlineData("n,w\na,1.2 kg\nb,800 g\n", "units", "g and kg")]
    [InlineData("n,w\na,20 °C\nb,50 °F\n", "units", "do not compare")]
    [InlineData("n,b\na,100.00 CR\nb,40.50 DR\n", "sign", "40.50 DR")]
    [InlineData(
        "<table><tr><th>y</th><th>f</th></tr><tr><td rowspan=2>1</td><td>a</td></tr><tr><td>b</td></tr><tr><td colspan=2>none</td></tr></table>",
        "mergedCells", "1 over several rows was filled down")]
    [InlineData("<table><tr><th>Name</th><td>Ann</td></tr><tr><th>Age</th><td>31</td></tr></table>", "turned", "exchanged")]
    public async Task What_was_decided_is_said(string text, string code, string words)
    {
        var repairs = (await ReadAsync(text)).Repairs;
        repairs.ShouldContain(
            repair => repair.Code == code && repair.Message.Contains(words, StringComparison.Ordinal),
            string.Join('\n', repairs.Select(static repair => repair.Message)));
    }

    private static async Task Answers(string text, string sql, string expected)
    {
        var read = await ReadAsync(text);
        using var sandbox = SqlSandbox.Load([read.Table], new SqlLimits(), TimeProvider.System);
        var outcome = sandbox.Execute(sql, TestContext.Current.CancellationToken);
        outcome.ShouldBeOfType<SqlOutcome.Rows>($"{outcome}: {string.Join(", ", read.Table.Columns)}").Result[0, 0].Text.ShouldBe(expected);
    }

    private static async Task<TableReading.Success> ReadAsync(string text) =>
        (
            await SourceReader.ReadAsync(
                new("t", string.Empty, IsJson: false, Encoding.UTF8.GetBytes(text)), Given.Limits, TableSettings.None,
                TestContext.Current.CancellationToken))[0].Reading.ShouldBeOfType<TableReading.Success>();
}
