using System.Text;
using Mact.Core.Sql;
using Mact.Core.Tables;

namespace Mact.Core.Tests.Tables;

/// <summary>Files as they come by mail: each is asked what its sender would ask.</summary>
public sealed class MessyFilesTests
{
    static MessyFilesTests() => Encoding.RegisterProvider(CodePagesEncodingProvider.Instance);

    [Theory]
    [InlineData("# exported 2024\n#,Name,Goals\n1,Ann,3\n2,Bo,5\n", "SELECT Name FROM t ORDER BY Goals DESC LIMIT 1", "Bo")]
    [InlineData("issue;title\n#12;x\n#7;y\n#101;z\n", "SELECT count(*) FROM t", "3")]
    [InlineData("color\tn\n#ff0000\t2\n#00ff00\t1\n", "SELECT color FROM t WHERE n = 2", "#ff0000")]
    [InlineData("// made by tool\nname,n\na,1\nb,2\n", "SELECT sum(n) FROM t", "3")]
    [InlineData("Artikel;Preis\nA;1.234,56 €\nB;2,50 €\nC;-99,90 €\n", "SELECT round(sum(Preis), 2) FROM t", "1137.16")]
    [InlineData("Menge;Anteil\n1.000;12,5 %\n2.500;7,25 %\n", "SELECT sum(Menge) || '/' || max(Anteil) FROM t", "3500/12.5")]
    [InlineData("pays;habitants\nFrance;68 042 591\nItalie;58 997 201\n", "SELECT max(habitants) - min(habitants) FROM t", "9045390")]
    [InlineData("k,v\na,1'234.50\nb,2'000.25\n", "SELECT sum(v) FROM t", "3234.75")]
    [InlineData("k\tv\na\t1,5\nb\t2,25\n", "SELECT sum(v) FROM t", "3.75")]
    [InlineData("y,x\n2020,NULL\n2021,5\n2022,N/A\n2023,7\n2024,\\N\n2025,9\n", "SELECT avg(x) FROM t", "7")]
    [InlineData("c,n\nNA,1\nUS,2\nDE,3\n", "SELECT n FROM t WHERE c = 'NA'", "1")]
    [InlineData("r,t\n1,9.58\n2,9.69\n3,DQ\n4,9.71\n5,9.80\n6,DNS\n7,9.9\n8,9.95\n", "SELECT max(t) FROM t", "9.95")]
    [InlineData("Sales report 2024\n\nregion,q1,q2\nN,1,2\nS,3,4\nTotal,4,6\n", "SELECT sum(q1) FROM t", "4")]
    [InlineData(",Men,,Women,\nYear,Gold,Silver,Gold,Silver\n2000,1,2,3,4\n2004,5,6,7,8\n", "SELECT \"Women Gold\" FROM t WHERE Year = 2004", "7")]
    [InlineData("sep=|\na|b\n1|x\n2|y\n", "SELECT b FROM t WHERE a = 2", "y")]
    [InlineData("id,txt\n1,say \"hi\"\n2,5\" pipe\n3,end\n", "SELECT count(*) FROM t", "3")]
    [InlineData("id,txt\n1,\"a\nb\"\n2,\"c, d\"\n", "SELECT txt FROM t WHERE id = 2", "c, d")]
    [InlineData("{\"a\":1,\"b\":{\"c\":2}}\n{\"a\":3,\"b\":{\"c\":4}}\n", "SELECT sum(\"b.c\") FROM t", "6")]
    [InlineData("{\"meta\":{\"n\":2},\"result\":{\"rows\":[{\"x\":1},{\"x\":2}]}}", "SELECT sum(x) FROM t", "3")]
    [InlineData("[{\"n\":\"a\",\"tags\":[\"x\",\"y\"]},{\"n\":\"b\",\"tags\":[]}]", "SELECT json_extract(tags, '$[1]') FROM t WHERE n = 'a'", "y")]
    [InlineData("<table><tr><th>n<th>v</tr><tr><td>a<td>1,200</tr><tr><td>b<td>900</tr></table>", "SELECT sum(v) FROM t", "2100")]
    [InlineData("d,n\n2024-03-01T14:30:00Z,1\n2024-04-02T09:00:00Z,2\n", "SELECT month(d) FROM t WHERE n = 2", "4")]
    [InlineData("d,n\n25/12/2026 01:00:00,1\n03/02/2026 10:00:00,2\n", "SELECT month(d) FROM t WHERE n = 2", "2")]
    [InlineData("d,n\n12/25/26,1\n02/03/26,2\n", "SELECT day(d) FROM t WHERE n = 2", "3")]
    [InlineData("d,n\n1. Mai 2020,1\n3. März 2021,2\n", "SELECT n FROM t ORDER BY d DESC LIMIT 1", "2")]
    [InlineData("n,p\na,(1998)\nb,(2001)\n", "SELECT max(year(p)) FROM t", "2001")]
    [InlineData("n,p\na,\"$ (1,234)\"\nb,$ 500\n", "SELECT sum(p) FROM t", "-734")]
    [InlineData("n,p\na,\"1,234-\"\nb,\"2,000\"\n", "SELECT sum(p) FROM t", "766")]
    [InlineData("n,p\na,1.2M\nb,900K\nc,3.4B\n", "SELECT n FROM t ORDER BY p LIMIT 1", "b")]
    [InlineData("n,p\na,1.2 GB\nb,900 MB\n", "SELECT n FROM t ORDER BY num(p) DESC LIMIT 1", "a")]
    [InlineData("n,p\na,1 200 kr\nb,80 kr\n", "SELECT sum(p) FROM t", "1280")]
    [InlineData("이름,값\n가,\"1,250,000원\"\n나,\"80,000원\"\n", "SELECT sum(값) FROM t", "1330000")]
    [InlineData("이름,값\n가,5만\n나,3억\n", "SELECT max(값) FROM t", "3억")]
    [InlineData("v,n\n1.9,a\n1.10,b\n1.2,c\n", "SELECT v FROM t WHERE n = 'b'", "1.10")]
    [InlineData("s,n\n12%,a\n7%,b\n", "SELECT s FROM t ORDER BY s DESC LIMIT 1", "12%")]
    [InlineData("a,b\n1,\n2,3\n", "SELECT sum(b) FROM t", "3")]
    [InlineData("time,n\n9:58,a\n10:02,b\n", "SELECT n FROM t ORDER BY time DESC LIMIT 1", "b")]
    [InlineData("open,n\n9:30 AM,a\n12:05 AM,b\n1:00 PM,c\n", "SELECT n FROM t ORDER BY open LIMIT 1", "b")]
    [InlineData("zip,n\n01234,a\n98765,b\n", "SELECT zip FROM t WHERE n = 'a'", "01234")]
    [InlineData("phone,n\n+49 30 1234,a\n+1 555 0100,b\n", "SELECT phone FROM t WHERE n = 'a'", "+49 30 1234")]
    [InlineData("score,n\n3-1,a\n10-2,b\n", "SELECT score FROM t WHERE n = 'b'", "10-2")]
    [InlineData("n,t\na,20 °C\nb,-5 °C\n", "SELECT n FROM t ORDER BY num(t) LIMIT 1", "b")]
    [InlineData("n,r\na,1st\nb,2nd\nc,10th\n", "SELECT n FROM t ORDER BY num(r) DESC LIMIT 1", "c")]
    [InlineData("n,r\na,10–20\nb,5–8\n", "SELECT n FROM t ORDER BY num(r) LIMIT 1", "b")]
    [InlineData("city,n\nSão Paulo,1\nZürich,2\n", "SELECT n FROM t WHERE city = 'SÃO PAULO'", "1")]
    [InlineData("x y,x  y,X Y\n1,2,3\n", "SELECT count(*) FROM t", "1")]
    [InlineData("a;b\n\"1,5\";\"x;y\"\n\"2,5\";z\n", "SELECT sum(a) FROM t", "4")]
    [InlineData("n,v\na,5 (est.)\nb,7\nc,9\nd,4\ne,3\n", "SELECT max(v) FROM t", "9")]
    [InlineData("n,v\na,1e3\nb,2E-1\n", "SELECT sum(v) FROM t", "1000.2")]
    [InlineData("n,v\na,∞\nb,7\nc,8\nd,9\ne,10\n", "SELECT max(v) FROM t", "10")]
    [InlineData("n,v\na,+5\nb,−3\n", "SELECT sum(v) FROM t", "2")]
    [InlineData("n,v\na,½\nb,1¼\n", "SELECT sum(v) FROM t", "1.75")]
    [InlineData("n,v\na,1:05:00\nb,58:30\n", "SELECT n FROM t ORDER BY v LIMIT 1", "b")]
    [InlineData("n,v\na,100:30:00\nb,99:30:00\n", "SELECT n FROM t ORDER BY v DESC LIMIT 1", "a")]
    public async Task What_the_sender_asks_is_answered(string text, string sql, string expected) =>
        (await AskAsync(Encoding.UTF8.GetBytes(text), sql)).ShouldBe(expected);

    [Theory]
    [InlineData(28592, "město,n\nPříbram,1\nŽďár nad Sázavou,2\n", "SELECT n FROM t WHERE \"město\" = 'Žďár nad Sázavou'", "2")]
    [InlineData(1250, "miasto,n\nŁódź,1\nGdańsk,2\n", "SELECT n FROM t WHERE miasto = 'Łódź'", "1")]
    [InlineData(1251, "город,n\nМосква,1\nКазань,2\n", "SELECT n FROM t WHERE \"город\" = 'Казань'", "2")]
    [InlineData(949, "도시,n\n서울,1\n부산,2\n", "SELECT n FROM t WHERE 도시 = '부산'", "2")]
    [InlineData(932, "都市,n\n東京,1\n大阪,2\n", "SELECT n FROM t WHERE 都市 = '大阪'", "2")]
    [InlineData(54936, "城市,n\n北京,1\n上海,2\n", "SELECT n FROM t WHERE 城市 = '上海'", "2")]
    [InlineData(1200, "a,b\nä,1\nö,2\n", "SELECT b FROM t WHERE a = 'ö'", "2")]
    [InlineData(1253, "πόλη,n\nΑθήνα,1\nΠάτρα,2\n", "SELECT n FROM t WHERE \"πόλη\" = 'Πάτρα'", "2")]
    [InlineData(1254, "şehir,n\nİstanbul,1\nİzmir,2\n", "SELECT n FROM t WHERE \"şehir\" = 'İzmir'", "2")]
    public async Task Files_of_other_encodings_are_read(int codePage, string text, string sql, string expected) =>
        (await AskAsync(Encoding.GetEncoding(codePage).GetBytes(text), sql)).ShouldBe(expected);

    private static async Task<string> AskAsync(byte[] bytes, string sql)
    {
        var readings = await SourceReader.ReadAsync(
            new("t", string.Empty, IsJson: false, bytes), Given.Limits, TableSettings.None, TestContext.Current.CancellationToken);
        var table = readings[0].Reading.ShouldBeOfType<TableReading.Success>(readings[0].Reading.ToString()).Table.WithName("t");
        using var sandbox = SqlSandbox.Load([table], new SqlLimits(), TimeProvider.System);
        var outcome = sandbox.Execute(sql, TestContext.Current.CancellationToken);
        return outcome.ShouldBeOfType<SqlOutcome.Rows>($"{outcome}: {string.Join(", ", table.Columns)}").Result[0, 0].Text;
    }
}
