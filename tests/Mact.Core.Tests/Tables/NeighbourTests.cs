using System.Text;
using Mact.Core.Tables;

namespace Mact.Core.Tests.Tables;

/// <summary>Neighbours of the cases of <see cref="RealTablesTests"/>: other words, languages, scripts and places.</summary>
public sealed class NeighbourTests
{
    static NeighbourTests() => Encoding.RegisterProvider(CodePagesEncodingProvider.Instance);

    [Theory]
    [InlineData("y\n1999\n2005", "y", 2)]
    [InlineData("from,to\n1990,1995\n1991,1996", "from,to", 2)]
    [InlineData("Score\nDNF\n31\n29\n30\n33", "Score", 5)]
    [InlineData("d\n2024-02-30\n2024-02-01\n2024-02-02", "d", 3)]
    [InlineData("name,score\nDNF,\n31,4\n29,5\n30,6", "name,score", 4)]
    [InlineData("Name,Weight,Height\n,(kg),(cm)\nAnna,60,170\nBen,80,180", "Name,Weight (kg),Height (cm)", 2)]
    [InlineData(
        ",2019,,2020,\n,H1,H2,H1,H2\nRegion,EUR,EUR,EUR,EUR\nN,1,2,3,4\nS,5,6,7,8", "Region,2019 H1 EUR,2019 H2 EUR,2020 H1 EUR,2020 H2 EUR", 2)]
    [InlineData(",,Annual report,,\na,b,c,d,e\n1,2,3,4,5\n6,7,8,9,10", "a,b,c,d,e", 2)]
    [InlineData("Report,2024\nname,n\na,1\nb,2", "name,n", 2)]
    [InlineData("Report:,Sales\nDate:,2024-01-01\n\nname,n,m\na,1,2\nb,2,3", "name,n,m", 2)]
    [InlineData("1,2,3\n4,5,6\n7,8,9", "col_1,col_2,col_3", 3)]
    [InlineData("Anna,31\nBen,29\nCy,40", "col_1,col_2", 3)]
    [InlineData("name,1,2,3\na,5,6,7\nb,8,9,1", "name,1,2,3", 2)]
    [InlineData("a,b\n1,2\na,b\n3,4", "a,b", 2)]
    [InlineData("city\nRome, Italy\nParis, France", "city", 2)]
    [InlineData("d\nMarch 1st, 2024\nDec 15, 2023", "d", 2)]
    [InlineData("Report\nname, age\nAnna, 31\nBen, 4", "name,age", 2)]
    [InlineData("Encoding,UTF-8\nname,n\na,1\nb,2", "name,n", 2)]
    [InlineData("\"sep=;\"\na;b\n1;2", "a,b", 1)]
    public void Headers_are_told_from_titles_values_and_units(string text, string columns, int rows)
    {
        var table = Given.Csv("t", text);

        string.Join(',', table.Columns.Select(static column => column.Name)).ShouldBe(columns);
        table.RowCount.ShouldBe(rows);
    }

    [Theory]
    [InlineData("Gesamtsumme")]
    [InlineData("Total général")]
    [InlineData("Yhteensä")]
    [InlineData("Razem")]
    [InlineData("Toplam")]
    [InlineData("総計")]
    [InlineData("小计")]
    [InlineData("총합계")]
    [InlineData("Итого:")]
    [InlineData("Total Sales")]
    [InlineData("Sum total")]
    [InlineData("all of them")]
    [InlineData("")]
    public void A_last_row_that_sums_up_is_left_out_and_reported_whatever_its_name(string name)
    {
        var read = Read($"item,n,m\npen,3,10\nink,4,20\npad,5,30\ncap,6,40\n{name},18,100\n");

        read.Table.RowCount.ShouldBe(4);
        read.Repairs.ShouldContain(static repair => repair.Code == "totals" && repair.Message.Contains("18 | 100", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("item,n\na,1\nb,2\nc,3", 3)]
    [InlineData("item,n,m\npen,3,10\nink,4,20\nTotal,8,31", 3)]
    [InlineData("item,n\nTotal A,3\nink,4\nTotal B,9", 3)]
    [InlineData("name,n\na,1\nb,3\nAverage,2", 2)]
    [InlineData("item,n\nTotal,7\npen,3\nink,4", 2)]
    public void Sums_by_chance_stay_and_averages_and_first_totals_go(string text, int rows) => Given.Csv("t", text).RowCount.ShouldBe(rows);

    [Theory]
    [InlineData("unknown")]
    [InlineData("k. A.")]
    [InlineData("нет данных")]
    [InlineData("없음")]
    [InlineData("不明")]
    [InlineData("n/d")]
    [InlineData("―")]
    [InlineData("- -")]
    [InlineData("*")]
    [InlineData("[null]")]
    [InlineData("not available")]
    public void Marks_of_other_tables_and_languages_have_no_value_among_numbers_and_dates(string mark)
    {
        var table = Given.Csv("t", $"n,t,d\n1,NA,2024-01-01\n{mark},{mark},{mark}\n2.5,x,2024-01-03\n4,y,2024-01-04\n");

        table.Columns.Select(static column => column.Type).ShouldBe([ColumnType.Number, ColumnType.Text, ColumnType.Date]);
        table[1, 0].Value.ShouldBeNull();
        table[1, 1].Value.ShouldBe(mark);
        table.TextColumnOf(0).ShouldBeNull();
    }

    [Theory]
    [InlineData("m\n31\nDNF\n29", true)]
    [InlineData("m\n31\nDNF\n29\nDNF\n40", true)]
    [InlineData("m\n1\nfoo\n2\nbar\n100", false)]
    [InlineData("m\n1 (a)\n2\n3", false)]
    [InlineData("m\n$12\n€15\n$8", false)]
    public void One_word_again_and_again_leaves_a_short_column_its_numbers(string text, bool isNumber) =>
        (Given.Csv("t", text).Columns[0].Type == ColumnType.Integer).ShouldBe(isNumber);

    [Fact]
    public void Amounts_in_several_currencies_stay_text_and_say_so() =>
        Read("x,p\na,$12\nb,€15\nc,$8").Repairs.ShouldContain(
            static repair => repair.Code == "units" && repair.Message.Contains("$ and €", StringComparison.Ordinal));

    [Theory]
    [InlineData("1. März 2024", "2024-03-01")]
    [InlineData("3 août 2022", "2022-08-03")]
    [InlineData("1 de marzo de 2024", "2024-03-01")]
    [InlineData("15 de dezembro de 2023", "2023-12-15")]
    [InlineData("1 marzo 2024", "2024-03-01")]
    [InlineData("1 марта 2024 г.", "2024-03-01")]
    [InlineData("3 mei 2024", "2024-05-03")]
    [InlineData("5 października 2024", "2024-10-05")]
    [InlineData("2024. 3. 1.", "2024-03-01")]
    [InlineData("2024년 3월 1일", "2024-03-01")]
    [InlineData("2024-03-01 오후 2:30", "2024-03-01 14:30:00")]
    [InlineData("3/25/2024 2:30 p.m.", "2024-03-25 14:30:00")]
    [InlineData("2024-03-01 14:30:00 CET", "2024-03-01 14:30:00")]
    [InlineData("20240301T143000", "2024-03-01 14:30:00")]
    [InlineData("1 Mar '24", "2024-03-01")]
    [InlineData("25-12-99", "1999-12-25")]
    [InlineData("２０２４年３月１日", "2024-03-01")]
    public void Dates_of_other_languages_and_spellings_are_dates(string text, string iso) =>
        DateText.ToIso(text, DateOrder.Unambiguous).ShouldBe(iso);

    [Theory]
    [InlineData("3 out of 4")]
    [InlineData("20240301")]
    [InlineData("10-12-5")]
    [InlineData("mar mar mar")]
    public void What_is_no_date_is_none(string text) => DateText.ToIso(text, DateOrder.DayFirst).ShouldBeNull();

    [Fact]
    public void Dates_that_contradict_one_another_stay_text_and_say_so()
    {
        var read = Read("d,n\n13/02/2023,1\n02/13/2023,2\n01/02/2023,3");

        read.Table.Columns[0].Type.ShouldBe(ColumnType.Text);
        read.Repairs.ShouldContain(static repair => repair.Code == "dateOrder");
    }

    [Theory]
    [InlineData(949, "이름,나이\n김,3\n", "김")]
    [InlineData(932, "商品,価格\nﾘﾝｺﾞ,100\nﾊﾞﾅﾅ,200\n", "ﾘﾝｺﾞ")]
    [InlineData(51932, "都市,人口\n東京,13960000\n大阪,8800000\n", "東京")]
    [InlineData(50220, "都市,人口\n東京,13960000\n大阪,8800000\n", "東京")]
    [InlineData(950, "城市,人口\n台北,2600000\n高雄,2770000\n", "台北")]
    [InlineData(20866, "город,население\nМосква,12600000\nКазань,1250000\n", "Москва")]
    [InlineData(1253, "πόλη,πληθυσμός\nΑθήνα,660000\nΠάτρα,170000\n", "Αθήνα")]
    [InlineData(1256, "مدينة,سكان\nالقاهرة,9500000\nالإسكندرية,5200000\n", "القاهرة")]
    [InlineData(437, "ville,prénom\nNîmes,Zoé\n", "Nîmes")]
    [InlineData(10000, "ville,prénom\nNîmes,Zoé\nOrléans,Hélène\n", "Nîmes")]
    [InlineData(1252, "Stadt;Straße\nKöln;Größe\nMünchen;Äpfel\n", "Köln")]
    public void Short_texts_in_other_encodings_are_read(int codePage, string text, string first)
    {
        var read = DelimitedTextReader.Read(
            "t", Encoding.GetEncoding(codePage).GetBytes(text), Given.Limits).ShouldBeOfType<TableReading.Success>();

        read.Table[0, 0].Text.ShouldBe(first);
        read.Repairs.ShouldContain(static repair => repair.Code == "encoding");
    }

    [Fact]
    public void A_stray_byte_in_utf8_spoils_no_other_letter()
    {
        byte[] bytes = [.. "name,n\nKöln,1\nM"u8, 0xFC, .. "nchen,2\nŁódź,3\n"u8];
        var read = DelimitedTextReader.Read("t", bytes, Given.Limits).ShouldBeOfType<TableReading.Success>();

        Given.Values(read.Table, 0).ShouldBe(["Köln", "München", "Łódź"]);
        read.Repairs.ShouldContain(static repair => repair.Code == "encoding" && repair.Message.Contains("1 byte", StringComparison.Ordinal));
    }

    [Fact]
    public void Rows_between_two_stray_quotes_are_rows()
    {
        var lines = Enumerable.Range(1, 200).Select(static n => n == 50 ? $"{n},\"bad,x" : n == 60 ? $"{n},6\",x" : $"{n},ok,x");
        var read = Read("n,text,z\n" + string.Join('\n', lines));

        read.Table.RowCount.ShouldBe(200);
        read.Repairs.ShouldContain(static repair => repair.Code == "quote" && repair.Message.Contains("line 51", StringComparison.Ordinal));
    }

    [Fact]
    public void Lines_with_separators_in_a_quoted_cell_stay_in_it()
    {
        var table = Given.Csv("t", "n,text,z\n1,\"one, a\ntwo, b\nthree\",x\n2,plain,y\n");

        table.RowCount.ShouldBe(2);
        table[0, 1].Text.ShouldBe("one, a\ntwo, b\nthree");
    }

    private static TableReading.Success Read(string text) =>
        DelimitedTextReader.Read("t", text, Given.Limits).ShouldBeOfType<TableReading.Success>();
}
