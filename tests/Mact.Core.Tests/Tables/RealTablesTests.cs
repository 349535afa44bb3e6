using System.Text;
using Mact.Core.Tables;

namespace Mact.Core.Tests.Tables;

/// <summary>Tables as people have them: each case stands for its kind.</summary>
public sealed class RealTablesTests
{
    static RealTablesTests() => Encoding.RegisterProvider(CodePagesEncodingProvider.Instance);

    [Theory]
    [InlineData("rank,name\n#1,Anna\n#2,Ben\n3,Cy", 3, "rank")]
    [InlineData("#,Name,Goals\n1,Anna,3\n2,Ben,4", 2, "#")]
    [InlineData("#tag\tn\n#red\t1\n#ff0000\t2", 2, "#tag")]
    [InlineData("issue;title\n#12;x\n#13;y", 2, "issue")]
    public void A_hash_is_a_character_like_any_other(string text, int rows, string firstColumn)
    {
        var table = Given.Csv("t", text);

        table.RowCount.ShouldBe(rows);
        table.Columns[0].Name.ShouldBe(firstColumn);
        table[0, 0].Text.ShouldBe(text.Split('\n')[1].Split(',', ';', '\t')[0]);
    }

    [Fact]
    public void A_comment_above_the_header_is_left_out_and_reported()
    {
        var read = Read("# exported on 3 May, from the shop\nname,score\nAda,3\nBob,4\n");

        read.Table.Columns.Select(column => column.Name).ShouldBe(["name", "score"]);
        read.Repairs.ShouldContain(repair => repair.Code == "title" && repair.Message.Contains("exported", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("Artikel;Preis\nA;1.234,56\nB;2,50\nC;99,90", 1336.96)]
    [InlineData("Menge;Preis\n1.234;0,125", 0.125)]
    [InlineData("x,y\na,\"1.234,5\"\nb,\"2,5\"", 1237.0)]
    [InlineData("Ort;Preis\nA;1.234,50 €\nB;2 €", 1236.5)]
    [InlineData("a;b\nx;1,250\ny;2,500", 3.75)]
    [InlineData("a,b\nx,\"1,250\"\ny,\"2,500\"", 3750.0)]
    [InlineData("a\tb\nx\t1'234.50\ny\t2", 1236.5)]
    [InlineData("Preis\n1,50\n2,50", 4.0)]
    [InlineData("k,Saldo\na,€5.400\nb,€-120\nc,€880\nd,€12.000", 18160.0)]
    [InlineData("k,Saldo\na,5.400 €\nb,2.310 €", 7710.0)]
    [InlineData("k;Balance\na;$1,200\nb;$3,450", 4650.0)]
    [InlineData("k,Menge\na,1.200\nb,900\nc,15.000", 17100.0)]
    [InlineData("k;n\na;1,200\nb;900", 2100.0)]
    [InlineData("k,kg\na,1.250\nb,0.900\nc,15.000", 17.15)]
    [InlineData("k,kg\na,1.234\nb,2\nc,12.345", 15.579)]
    [InlineData("k,p\na,$1.250\nb,$0.5", 1.75)]
    [InlineData("k,p,q\na,$1.250,2.50\nb,$3.125,1.25", 3.75)]
    public void The_sign_before_a_fraction_is_that_of_the_column(string text, double sum)
    {
        var table = Given.Csv("t", text);

        Given.Values(table, table.Columns.Count - 1).Sum(value => Convert.ToDouble(value, null)).ShouldBe(sum, 1e-9);
    }

    [Fact]
    public void Other_columns_decide_a_number_that_reads_both_ways()
    {
        var read = Read("Menge;Preis\n1.234;0,125");

        read.Table[0, 0].Value.ShouldBe(1234L);
        read.Repairs.Count(repair => repair.Code == "numberFormat").ShouldBe(2);
    }

    [Fact]
    public void A_number_column_that_cannot_be_decided_stays_text_and_says_why_until_its_format_is_set()
    {
        var read = Read("a;b\nx;1.234\ny;2.345");

        read.Table.Columns[1].Type.ShouldBe(ColumnType.Text);
        read.Repairs.ShouldContain(repair => repair.Code == "numberFormat" && repair.Message.Contains("1.234", StringComparison.Ordinal));
        Read("a;b\nx;1.234\ny;2.345", new() { NumberFormat = NumberFormat.DecimalComma }).Table[0, 1].Value.ShouldBe(1234L);
        Read("a;b\nx;1.234\ny;2.345", new() { NumberFormat = NumberFormat.DecimalPoint }).Table[0, 1].Value.ShouldBe(1.234);
    }

    [Theory]
    [InlineData("NULL")]
    [InlineData("null")]
    [InlineData("NaN")]
    [InlineData("None")]
    [InlineData("#N/A")]
    [InlineData("N/A")]
    [InlineData("n.a.")]
    [InlineData("\\N")]
    [InlineData("--")]
    [InlineData("–")]
    [InlineData("TBD")]
    public void A_missing_mark_has_no_value_among_numbers_and_is_a_text_among_texts(string mark)
    {
        var read = Read($"n,t\n1,NA\n{mark},{mark}\n{mark},x\n2.5,y");

        read.Table.Columns[0].Type.ShouldBe(ColumnType.Number);
        Given.Values(read.Table, 0).ShouldBe([1.0, null, null, 2.5]);
        Given.Values(read.Table, 1).ShouldBe(["NA", mark, "x", "y"]);
        read.Repairs.ShouldContain(repair => repair.Code == "missing" && repair.Message.Contains($"\"{mark}\" (2)", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("Sales 2024\nregion,q1,q2\nNorth,1,2\nSouth,3,4", "region,q1,q2", 2)]
    [InlineData("Sales 2024,,\n,,\nregion,q1,q2\nNorth,1,2\nSouth,3,4", "region,q1,q2", 2)]
    [InlineData(",2019,,2020,\nRegion,Sales,Cost,Sales,Cost\nNorth,1,2,3,4\nSouth,5,6,7,8", "Region,2019 Sales,2019 Cost,2020 Sales,2020 Cost", 2)]
    [InlineData("Region,2019,,2020,\n,Sales,Cost,Sales,Cost\nNorth,1,2,3,4\nSouth,5,6,7,8", "Region,2019 Sales,2019 Cost,2020 Sales,2020 Cost", 2)]
    [InlineData("Name,Weight,Height\n,kg,cm\nAnna,60,170\nBen,80,180", "Name,Weight kg,Height cm", 2)]
    [InlineData(",2019,2020\nNorth,1,2\nSouth,3,4", "col_1,2019,2020", 2)]
    [InlineData("name,\na,1\nb,2", "name,col_2", 2)]
    [InlineData("Name,Score\nAnna,DNF\nBen,31\nCy,29\nDi,30\nEd,33", "Name,Score", 5)]
    [InlineData("sep=;\nname;score\nAda;3\nBob;4", "name,score", 2)]
    [InlineData("encoding: utf-8\nname,score\nAda,3\nBob,4", "name,score", 2)]
    [InlineData("item,price\npen,3\nink,4\nTotal,7", "item,price", 2)]
    [InlineData("item,price\npen,3\nTotal,7\nink,4", "item,price", 3)]
    [InlineData("item,price,x\npen,3,1\nink,4,2\nSource: the shop,,", "item,price,x", 2)]
    [InlineData("city,country\nParis,France\nRome,Italy", "city,country", 2)]
    public void The_header_and_the_rows_are_found_by_their_shape(string text, string columns, int rows)
    {
        var table = Given.Csv("t", text);

        string.Join(',', table.Columns.Select(column => column.Name)).ShouldBe(columns);
        table.RowCount.ShouldBe(rows);
    }

    [Fact]
    public void A_row_can_be_made_the_header_by_hand()
    {
        Read("a,b\nx,y\n1,2", new() { HeaderRow = 2 }).Table.Columns.Select(column => column.Name).ShouldBe(["x", "y"]);
        Read("1,2\n3,4", new() { HeaderRow = 0 }).Table.RowCount.ShouldBe(2);
    }

    [Theory]
    [InlineData(949, "이름,나이,도시\n김철수,30,서울\n이영희,25,부산\n", "김철수")]
    [InlineData(932, "名前,年齢\n田中さん,30\n鈴木さん,25\n", "田中さん")]
    [InlineData(54936, "姓名,年龄\n张三,30\n李四,25\n", "张三")]
    [InlineData(1251, "имя,город\nАнна,Москва\nИван,Казань\n", "Анна")]
    [InlineData(1250, "miasto,kraj\nŁódź,Polska\nGdańsk,Polska\nŻywiec,x\n", "Łódź")]
    [InlineData(1200, "city,n\nKöln,1\nBonn,2\n", "Köln")]
    [InlineData(1201, "city,n\nKöln,1\nBonn,2\n", "Köln")]
    public void An_encoding_is_found_from_the_bytes_and_reported(int codePage, string text, string first)
    {
        var read = DelimitedTextReader.Read("t", Encoding.GetEncoding(codePage).GetBytes(text), Given.Limits).ShouldBeOfType<TableReading.Success>();

        read.Table[0, 0].Text.ShouldBe(first);
        read.Repairs.ShouldContain(repair => repair.Code == "encoding");
    }

    [Fact]
    public void An_encoding_is_taken_as_it_is_given()
    {
        var bytes = Encoding.GetEncoding(1251).GetBytes("a,b\nДа,1\n");

        DelimitedTextReader.Read("t", bytes, Given.Limits, new() { Encoding = "windows-1251" })
            .ShouldBeOfType<TableReading.Success>().Table[0, 0].Text
            .ShouldBe("Да");
        DelimitedTextReader.Read("t", bytes, Given.Limits, new() { Encoding = "klingon" })
            .ShouldBeOfType<TableReading.Refused>().Code
            .ShouldBe("unknownEncoding");
    }

    [Theory]
    [InlineData("\"bad")]
    [InlineData("5\" tall")]
    [InlineData("\"")]
    [InlineData("\"open \"mid\"dle")]
    public void A_lone_quote_swallows_no_row_and_is_named(string cell)
    {
        var lines = Enumerable.Range(1, 200).Select(n => n == 50 ? $"{n},{cell},x" : n % 20 == 0 ? $"{n},\"ok, {n}\",x" : $"{n},plain,x");
        var read = Read("n,text,z\n" + string.Join('\n', lines));

        read.Table.RowCount.ShouldBe(200);
        read.Table[49, 1].Text.ShouldBe(cell);
        read.Repairs.Any(repair => repair.Code == "quote" && repair.Message.Contains("line 51", StringComparison.Ordinal)).ShouldBe(cell[0] == '"');
    }

    [Theory]
    [InlineData("d\n03/02/2023\n25/12/2022", "2023-02-03")]
    [InlineData("d\n03/02/2023\n12/25/2022", "2023-03-02")]
    [InlineData("d,e\n03/02/2023,25/12/2022\n04/05/2023,26/12/2022", "2023-02-03")]
    [InlineData("d\n2024-03-01 14:30\n2024-03-01 15:00", "2024-03-01 14:30:00")]
    [InlineData("d\n25/12/2026 01:00:00\n26/12/2026 02:00:00", "2026-12-25 01:00:00")]
    [InlineData("d\n25/12/26\n01/02/27", "2026-12-25")]
    public void Dates_and_times_are_read_as_the_column_shows(string text, string iso)
    {
        var table = Given.Csv("t", text);

        table.Columns[0].Type.ShouldBe(ColumnType.Date);
        table[0, 0].Value.ShouldBe(iso);
    }

    [Fact]
    public void Dates_that_read_both_ways_are_asked_about()
    {
        var read = Read("d,n\n03/02/2023,1\n04/05/2023,2");

        read.Table.Columns[0].Type.ShouldBe(ColumnType.Text);
        read.Repairs.ShouldContain(
            repair => repair.Code == "dateOrder" && repair.Message.Contains("day first or month first", StringComparison.Ordinal));
        Read("d,n\n03/02/2023,1\n04/05/2023,2", new() { DateOrder = DateOrder.DayFirst }).Table[0, 0].Value.ShouldBe("2023-02-03");
    }

    [Theory]
    [InlineData("version,n\n1.9,1\n1.10,2\n1.11,3")]
    [InlineData("app,v\nx,1.1\ny,1.10\nz,1.2")]
    public void Versions_stay_what_they_are(string text)
    {
        var table = Given.Csv("t", text);

        table.Columns[table.Columns[0].Name == "version" ? 0 : 1].Type.ShouldBe(ColumnType.Text);
    }

    [Fact]
    public void Line_breaks_and_soft_hyphens_stay_in_cells_and_headers()
    {
        var table = Given.Csv("t", "\"Ge\u00adsamt\n(EUR)\",b\n\"a\u00adb\nc\",1\n");

        table.Columns[0].OriginalName.ShouldBe("Ge\u00adsamt\n(EUR)");
        table.Columns[0].Name.ShouldBe("Gesamt (EUR)");
        table[0, 0].Text.ShouldBe("a\u00adb\nc");
    }

    [Fact]
    public void An_empty_last_cell_makes_no_row_shorter() =>
        Read("a,b\n1,\n2,3").Repairs.ShouldNotContain(repair => repair.Code == "raggedRow");

    [Fact]
    public void Negative_years_of_an_accounting_column_are_negative_and_others_are_years()
    {
        Given.Values(Given.Csv("t", "a,b\nx,(1998)\ny,(2004)"), 1).ShouldBe([1998L, 2004L]);
        Given.Values(Given.Csv("t", "a,b\nx,(1998)\ny,(350)"), 1).ShouldBe([-1998L, -350L]);
    }

    private static TableReading.Success Read(string text, TableSettings? settings = null) =>
        DelimitedTextReader.Read("t", text, Given.Limits, settings).ShouldBeOfType<TableReading.Success>();
}
