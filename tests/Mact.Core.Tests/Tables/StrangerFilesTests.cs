using System.Text;
using Mact.Core.Sql;
using Mact.Core.Tables;

namespace Mact.Core.Tests.Tables;

/// <summary>Files of people who never read how files should be: what was misread at first sight, and its neighbours.</summary>
public sealed class StrangerFilesTests
{
    [Theory]
    [InlineData("Nom;Né le\nZoé;1er janvier 1990\nLéo;14 juil. 1988\n", "SELECT year(\"Né le\") FROM t WHERE Nom = 'Zoé'", "1990")]
    [InlineData("d,n\n1º de mayo de 2024,a\n3 de junio de 2023,b\n", "SELECT n FROM t ORDER BY d LIMIT 1", "b")]
    [InlineData("Name        Age   City\nAnna         31   Rome\nBenedikt      4   Paris\nCy           99   Oslo\n", "SELECT sum(Age) FROM t", "134")]
    [InlineData("Nr   Name      Pts\n---  --------  ---\n  1  Anna A.    12\n  2  Ben         7\n", "SELECT Name FROM t WHERE Pts = 12", "Anna A.")]
    [InlineData(
        "+------+---+\n| name | n |\n+------+---+\n| Rome | 8 |\n| Oslo | 7 |\n+------+---+\n",
        "SELECT count(*) || '/' || sum(n) FROM t",
        "2/15")]
    [InlineData(
        "┌──────┬───┐\n│ name │ n │\n├──────┼───┤\n│ Rome │ 8 │\n│ Oslo │ 7 │\n└──────┴───┘\n",
        "SELECT count(*) || '/' || sum(n) FROM t",
        "2/15")]
    [InlineData(" name | n\n------+---\n Rome | 8\n Oslo | 7\n(2 rows)\n", "SELECT count(*) || '/' || sum(n) FROM t", "2/15")]
    [InlineData("a~b\n1~x\n2~y\n", "SELECT b FROM t WHERE a = 2", "y")]
    [InlineData("a^b^c\n1^x^5\n2^y^6\n", "SELECT sum(c) FROM t", "11")]
    [InlineData("name:age:city\nAnna:31:Rome\nBen:4:Oslo\nCy:9:Bern\n", "SELECT city FROM t WHERE age = 4", "Oslo")]
    [InlineData("n\n~500\n~300\n", "SELECT count(*) FROM t", "2")]
    [InlineData(
        "id,txt,n\n1,\"say \\\"hi\\\", ok\",3\n2,\"plain\",4\n3,\"C:\\\\dir\\\\\",5\n",
        "SELECT txt || n FROM t WHERE id = 1",
        "say \"hi\", ok3")]
    [InlineData("id,txt,n\n1,\"say \\\"hi\\\", ok\",3\n2,\"plain\",4\n3,\"C:\\\\dir\\\\\",5\n", "SELECT txt FROM t WHERE n = 5", "C:\\dir\\")]
    [InlineData("id,dir\n1,\"C:\\\"\n2,\"D:\\\"\n", "SELECT dir FROM t WHERE id = 2", "D:\\")]
    [InlineData("'id','name'\n'1','Anna, A.'\n'2','O''Brien'\n", "SELECT name FROM t WHERE id = 2", "O'Brien")]
    [InlineData("a,b\n1,2\n3,4\n# end of file\n", "SELECT sum(a) FROM t", "4")]
    [InlineData("Titel;Preis\nBuch;12,-\nHeft;3,50\nStift;1,--\n", "SELECT sum(Preis) FROM t", "16.5")]
    [InlineData("Titel,Preis\nBuch,12.-\nHeft,3.50\nStift,-1.—\n", "SELECT sum(Preis) FROM t", "14.5")]
    [InlineData("n,g\nA,▲ 5.2%\nB,▼ 1.3%\nC,0.0%\n", "SELECT n FROM t ORDER BY num(g) LIMIT 1", "B")]
    [InlineData("geo;2020;2021\nDE;1,5;:\nFR;2,5;4,5\nIT;3;:\n", "SELECT sum(\"2021\") FROM t", "4.5")]
    [InlineData(
        "\"Data Source\",\"World Indicators\",\n\n\"Last Updated\",\"2024-05-30\",\n\n"
            + "\"Country\",\"Code\",\"1960\",\"1961\",\nAruba,ABW,5,6,\nAngola,AGO,7,8,\n",
        "SELECT sum(\"1961\") FROM t", "14")]
    [InlineData(
        "{\"schema\":{\"fields\":[{\"name\":\"a\"},{\"name\":\"b\"}]},\"data\":[{\"a\":1,\"b\":\"x\"},{\"a\":2,\"b\":\"y\"}]}",
        "SELECT sum(a) FROM t",
        "3")]
    [InlineData("{\"results\":[{\"id\":1},{\"id\":2}],\"facets\":[{\"k\":1},{\"k\":2},{\"k\":3}]}", "SELECT sum(id) FROM t", "3")]
    [InlineData("{\"data\":{\"jan\":{\"sales\":1},\"feb\":{\"sales\":2}}}", "SELECT \"key\" FROM t WHERE sales = 2", "feb")]
    [InlineData("text\nRome  is  old\nOslo is  new\nBern is here\n", "SELECT count(*) FROM t", "3")]
    public async Task What_a_stranger_asks_is_answered(string text, string sql, string expected)
    {
        var read = await ReadAsync(text);
        using var sandbox = SqlSandbox.Load([read.Table], new SqlLimits(), TimeProvider.System);
        var outcome = sandbox.Execute(sql, TestContext.Current.CancellationToken);
        outcome.ShouldBeOfType<SqlOutcome.Rows>($"{outcome}: {string.Join(", ", read.Table.Columns)}").Result[0, 0].Text.ShouldBe(expected);
    }

    [Theory]
    [InlineData("when,n\n2024-03-01T14:30:00+02:00,1\n2024-03-02T09:15:30Z,2\n", "timeZone", "+02:00, Z")]
    [InlineData("when,n\n2024-03-01 10:00:00 UTC,1\n2024-03-01 11:00:00,2\n", "timeZone", "none given, UTC")]
    [InlineData("a^b\n1^x\n2^y\n", "delimiter", "\"^\"")]
    [InlineData("id,txt\n1,\"say \\\"hi\\\" ok\"\n2,\"x\"\n", "quote", "\\\"")]
    [InlineData("'a','b'\n'1','x'\n", "quote", "single quotes")]
    [InlineData("a,b\n1,2\n3,4\n# end of file\n", "footnote", "# end of file")]
    [InlineData("Name    Age\nAnna     31\nBen       4\n", "delimiter", "below one another")]
    public async Task What_was_done_is_said(string text, string code, string words) =>
        (await ReadAsync(text)).Repairs.ShouldContain(repair => repair.Code == code && repair.Message.Contains(words, StringComparison.Ordinal));

    [Theory]
    [InlineData("when,n\n2024-03-01T14:30:00Z,1\n2024-03-02T09:15:30Z,2\n", "timeZone")]
    [InlineData("| a | b |\n|---|---|\n| 1 | x |\n| 2 | y |\n", "droppedColumn")]
    public async Task What_was_not_done_is_not_said(string text, string code) =>
        (await ReadAsync(text)).Repairs.ShouldNotContain(repair => repair.Code == code);

    [Theory]
    [InlineData("{| class=\"wikitable\"\n! City !! People\n|-\n| Rome || 28\n|}", "wikitext")]
    [InlineData("\\begin{tabular}{lr}\nCity & n \\\\\nRome & 28 \\\\\n\\end{tabular}", "LaTeX")]
    [InlineData("INSERT INTO t (a, b) VALUES (1, 'x');\nINSERT INTO t (a, b) VALUES (2, 'y');\n", "SQL")]
    public async Task Texts_of_another_kind_are_named(string text, string kind)
    {
        var readings = await ReadAllAsync(text);

        readings[0].Reading.ShouldBeOfType<TableReading.Refused>().Message.ShouldContain(kind);
    }

    private static async Task<TableReading.Success> ReadAsync(string text)
    {
        var readings = await ReadAllAsync(text);
        var read = readings[0].Reading.ShouldBeOfType<TableReading.Success>(readings[0].Reading.ToString());
        return read with { Table = read.Table.WithName("t") };
    }

    private static Task<IReadOnlyList<SheetReading>> ReadAllAsync(string text) => SourceReader.ReadAsync(
        new("t", string.Empty, IsJson: false, Encoding.UTF8.GetBytes(text)), Given.Limits, TableSettings.None, TestContext.Current.CancellationToken);
}
