using System.Text;
using CsCheck;
using Mact.Core.Tables;

namespace Mact.Core.Tests.Tables;

/// <summary>Any table, written in any of ten dialects, is read back as it was, or the report names what differs.</summary>
public sealed class DialectTests
{
    private static readonly string[] Latin =
    [
        "Köln", "a b", "semi;colon", "com,ma", "quo\"te", "two\nlines", "#1 tag", "x|y", "Straße", "O'Hare", "-", "\"", "n/a", "NA", "5 kg",
    ];

    private static readonly string[] Cyrillic = ["Москва", "Казань и область", "Анна", "точка; запятая", "де,ло", "кавы\"чка", "#один"];
    private static readonly string[] Korean = ["서울", "김철수", "부산 광역시", "가,나", "세미;콜론", "따옴\"표", "이영희"];
    private static readonly string[] Japanese = ["東京", "田中さん", "リンゴ", "テスト,です", "セミ;コロン", "大阪市", "ひらがな"];
    private static readonly string[] Polish = ["Łódź", "Gdańsk", "Żywiec", "ćma; nocna", "wąż,żmija", "źdźbło"];

    static DialectTests() => Encoding.RegisterProvider(CodePagesEncodingProvider.Instance);

    [Theory]
    [InlineData(',', '.', "", "\n", 65001, "")]
    [InlineData(',', '.', ",", "\r\n", 65001, "")]
    [InlineData(';', ',', ".", "\r\n", 1252, "")]
    [InlineData(';', ',', "", "\n", 65001, "sep=;\n")]
    [InlineData('\t', '.', "", "\r", 65001, "")]
    [InlineData('\t', ',', "\u00a0", "\n", 1200, "")]
    [InlineData('|', '.', ",", "\n", 65001, "")]
    [InlineData(',', '.', "", "\n", 949, "Report of the year\n\n")]
    [InlineData(';', ',', ".", "\n", 1251, "")]
    [InlineData(',', '.', "'", "\n", 932, "# made by hand\n")]
    [InlineData(';', ',', " ", "\n", 1250, "Bericht;;\n")]
    public void A_table_in_any_dialect_is_read_back(char separator, char point, string group, string end, int codePage, string frame)
    {
        var dialect = new Dialect(separator, point, group, end, codePage, frame);
        var row = Gen.Select(Gen.Int[0, 100], Gen.Int[-9_999_999, 9_999_999], Gen.Int[0, 20_000], Gen.Int[-50_000, 50_000], Gen.Int[0, 9]);
        Gen.Select(row.Array[3, 14], Gen.Int[0, 2], Gen.Bool).Sample((rows, dateStyle, quoteAll) => Check(dialect, rows, dateStyle, quoteAll));
    }

    private static void Check(Dialect dialect, (int Name, int Cents, int Day, int Whole, int Missing)[] rows, int dateStyle, bool quoteAll)
    {
        string Name(int index) => dialect.Words[index % dialect.Words.Length];
        string Cell(string text) => quoteAll || text.AsSpan().IndexOfAny([dialect.Separator, '"', '\n', '\r', ',', ';']) >= 0
            ? '"' + text.Replace("\"", "\"\"", StringComparison.Ordinal) + '"'
            : text;
        string? Amount((int Name, int Cents, int Day, int Whole, int Missing) r) => r.Missing == 0 ? null : dialect.Number(r.Cents);
        var lines = new List<string[]> { new[] { "name", "amount", "day", "whole" } };
        lines.AddRange(rows.Select(
            r => new[] { Name(r.Name), Amount(r) ?? "n/a", DateOf(r.Day, dateStyle), r.Whole.ToString() }));
        var text = dialect.Frame.Replace("\n", dialect.End, StringComparison.Ordinal)
            + string.Concat(lines.Select(line => string.Join(dialect.Separator, line.Select(Cell)) + dialect.End));
        var encoding = Encoding.GetEncoding(dialect.CodePage);

        var read = DelimitedTextReader.Read(
            "t", (byte[])[.. encoding.Preamble, .. encoding.GetBytes(text)], Given.Limits).ShouldBeOfType<TableReading.Success>(text);

        read.Table.RowCount.ShouldBe(rows.Length, text);
        read.Table.Columns.Select(static column => column.Name).ShouldBe(["name", "amount", "day", "whole"], text);
        for (var r = 0; r < rows.Length; r++)
        {
            var cells = read.Table.Row(r);
            var name = Name(rows[r].Name);
            (cells[0].Text == name || IsOfNamedEncoding(read, encoding.GetBytes(name), cells[0].Text))
                .ShouldBeTrue($"{cells[0].Text} for {name} in\n{text}\n{Report(read)}");
            if (Amount(rows[r]) is { } amount)
            {
                Equal(cells[1].Value, rows[r].Cents / 100.0, read, "amount", amount, text);
            }
            else
            {
                (cells[1].Value is null || read.Table.Columns[1].Type == ColumnType.Text).ShouldBeTrue(text);
            }

            var day = DateOf(rows[r].Day, dateStyle);
            (cells[2].Value as string == Start.AddDays(rows[r].Day).ToString("yyyy-MM-dd") || Names(read, "dateOrder", "day", cells[2]))
                .ShouldBeTrue($"{cells[2].Value} for {day} in\n{text}\n{Report(read)}");
            Equal(cells[3].Value, rows[r].Whole, read, "whole", rows[r].Whole.ToString(), text);
        }
    }

    private static void Equal(object? value, double expected, TableReading.Success read, string column, string written, string text) =>
        ((value is long or double && Math.Abs(Convert.ToDouble(value) - expected) < 1e-9)
            || (value is string && Names(read, "numberFormat", column, new(written, value))))
        .ShouldBeTrue($"{value} for {expected}: {text}\n{Report(read)}");

    /// <summary>The report names the column, a cell of it that can be read in two ways, and which of them was taken, or that none was.</summary>
    private static bool Names(TableReading.Success read, string code, string column, Cell cell)
    {
        var index = read.Table.Columns.Index().First(named => named.Item.Name == column).Index;
        var isText = read.Table.Columns[index].Type == ColumnType.Text;
        return (isText ? cell.Value as string == cell.Text : cell.Value is not null) && read.Repairs.Any(
            repair => repair.Code == code && repair.Message.Contains($"\"{column}\"", StringComparison.Ordinal)
                && repair.Message.Contains(isText ? "stays text" : "are read", StringComparison.Ordinal)
                && (repair.Message.Contains("some only month first", StringComparison.Ordinal)
                    || Enumerable.Range(0, read.Table.RowCount).Select(row => read.Table[row, index].Text)
                        .Any(text => text.Length > 0 && repair.Message.Contains(text, StringComparison.Ordinal))));
    }

    /// <summary>The encoding that the report names makes just this text of the bytes.</summary>
    private static bool IsOfNamedEncoding(TableReading.Success read, byte[] bytes, string text)
    {
        return read.Repairs.Where(static repair => repair.Code == "encoding").SelectMany(static repair => repair.Message.Split(' '))
            .Select(static word => SourceText.FindEncoding(word.Trim("().;,".ToCharArray()))).OfType<Encoding>()
            .Any(named => named.GetString(bytes) == text);
    }

    private static string Report(TableReading.Success read) => string.Join('\n', read.Repairs.Select(static repair => repair.Message));

    private static readonly DateOnly Start = new(1970, 1, 1);

    private static string DateOf(int day, int style) => Start.AddDays(day).ToString(
        style switch { 0 => "yyyy-MM-dd", 1 => "dd.MM.yyyy", _ => "dd/MM/yyyy" });

    private sealed record Dialect(char Separator, char Point, string Group, string End, int CodePage, string Frame)
    {
        public string[] Words => CodePage switch
        {
            1251 => Cyrillic,
            949 => Korean,
            932 => Japanese,
            1250 => Polish,
            _ => Latin,
        };

        public string Number(int cents)
        {
            var plain = (cents / 100m).ToString(Group.Length > 0 ? "#,##0.00" : "0.00");
            return plain.Replace(",", "\u0001", StringComparison.Ordinal).Replace('.', Point).Replace("\u0001", Group, StringComparison.Ordinal);
        }
    }
}
