using System.Text;
using Mact.Core.Sql;
using Mact.Core.Tables;

namespace Mact.Core.Tests.Tables;

/// <summary>Files of analysts of many countries: right in their values, and what could not be decided is said with how it is set by
/// hand.</summary>
public sealed class AnalystFilesTests
{
    [Theory]
    [InlineData("x;t\nA;₺1.234,50\nB;1.000,00 TL", 2234.5)]
    [InlineData("x,p\nA,\"R 1 234,50\"\nB,\"R 99,00\"", 1333.5)]
    [InlineData("x,p\nA,\"RM1,200.50\"\nB,RM 50", 1250.5)]
    [InlineData("x;h\nA;Rp1.250.000\nB;Rp 75.000", 1325000)]
    [InlineData("x;g\nA;1.250.000 ₫\nB;75.000 ₫", 1325000)]
    [InlineData("x,p\nA,\"₱1,250.50\"\nB,PHP 75", 1325.5)]
    [InlineData("x,p\nA,\"AED 1,250.50\"\nB,AED 75", 1325.5)]
    [InlineData("x,p\nA,\"1,250.50 SAR\"\nB,75 SAR", 1325.5)]
    [InlineData("x,p\nA,\"฿1,250.50\"\nB,75 บาท", 1325.5)]
    [InlineData("x;p\nA;1 234,50 грн\nB;12,50 грн.", 1247)]
    [InlineData("x;p\nA;1.234,56 лв.\nB;2,50 лв", 1237.06)]
    [InlineData("x,p\nA,KSh 1200\nB,KES 300", 1500)]
    [InlineData("x;s\nA;CHF 1’234.50\nB;CHF -12’345.00", -11110.5)]
    [InlineData("n,a\nA,\"12,34,567.50\"\nB,\"1,00,000\"", 1334567.5)]
    [InlineData("n,a\nA,\"Rs. 1,50,000\"\nB,Rs 2.5 lakh", 400000)]
    [InlineData("k,v\na,$1.2b\nb,$900m", 2100000000)]
    [InlineData("k,v\na,﹣9\nb,－10\nc,−1", -20)]
    [InlineData("k;v\na;-1.234,50 €\nb;€ -2,00\nc;(3,50) €\nd;4,00- €", -1244)]
    [InlineData("geo\t2020\nDE\t805,7 b\nFR\t: \nIT\t701,2\nES\t650,1 e", 2157)]
    [InlineData("geo,2021\nDE,12.3 p\nFR,45.6\nIT,: c\nES,30.0 bd", 87.9)]
    [InlineData("geo,2021\nDE,12.3 (p)\nFR,45.6\nIT,1.0 (r)", 58.9)]
    [InlineData("m\n31\nDNF\nDNS\nDSQ\n40\n35\n33\n29\n30", 198)]
    [InlineData("k,n\na,5\nb,[x]\nc,[c]\nd,[z]\ne,7", 12)]
    [InlineData("k,n\na,5\nb,\u200b\nc,・\nd,7", 12)]
    [InlineData("Account,12345678\nCurrency,EUR\n\nDate,Amount\n2024-01-01,-5.00\n2024-01-02,7.00", 2)]
    [InlineData("Report:,Sales\nDate:,2024-01-01\n\nname,n\na,1\nb,2", 3)]
    [InlineData("Station,Temp\nUnit,°C\nA,12.5\nB,11", 23.5)]
    [InlineData("Station,Temp\n[-],[°C]\nA,12.5\nB,11", 23.5)]
    [InlineData("name,2024-01-01,2024-01-02\nA,1,2\nB,3,4", 6)]
    [InlineData("항목,금액\n펜,\"3,000\"\n잉크,\"4,000\"\n합  계,\"7,000\"", 7000)]
    [InlineData("NAME,N\n----,----\na,1\nb,2", 3)]
    [InlineData("Name,Age\nname,age\nAnn,3\nBob,4", 7)]
    [InlineData("name,k,n\na,x,1\nb,y,3\n\nSource: Office of things, 2024, page 3", 4)]
    [InlineData("name,n\na,1\nb,3\n* provisional\n¹ revised", 4)]
    public void Amounts_are_what_their_writers_mean(string text, double sum)
    {
        var table = Read(text).Table;

        Given.Values(table, table.Columns.Count - 1).Where(static value => value is not null).Sum(value => Convert.ToDouble(value, null))
            .ShouldBe(sum, 1e-9, string.Join(", ", table.Columns));
    }

    [Theory]
    [InlineData("k,v\na,\"1,5\"\nb,2.5\nc,\"3,5\"\nd,4.5", "both with a decimal point and with a decimal comma")]
    [InlineData("k,v\na,01234\nb,98765", "\"01234\" is written as codes are")]
    [InlineData("version,v\na,1.9\nb,1.10", "versions or sections")]
    [InlineData("k,v\na,~500\nb,≈300\nc,400", "num() reads them")]
    [InlineData("k,v\na,12 a\nb,15\nc,17 b\nd,20", "num() reads them")]
    [InlineData("k,v\na,805.7 b\nb,12.1 b", "num() reads them")]
    [InlineData("k,v\na,5\nb,x\nc,(x)\nd,n.s.\ne,suppressed\nf,7\ng,8\nh,9", "but not \"x\"")]
    [InlineData("k,d\na,2024-03-01\nb,soon\nc,late\nd,2024-03-02", "are dates, but not \"soon\"")]
    [InlineData("k,d\na,24-Jan\nb,25-Jan", "days without a year")]
    [InlineData("k,d\na,Q1 2024\nb,Q4 2023", "months, quarters or weeks")]
    [InlineData("k,d\na,2024W05\nb,2024W06", "months, quarters or weeks")]
    public void A_column_that_stays_text_says_why_and_how_it_is_set(string text, string words)
    {
        var read = Read(text);

        read.Table.Columns[1].Type.ShouldBe(ColumnType.Text);
        read.Repairs.ShouldContain(repair => repair.Code == "staysText" && repair.Message.Contains(words, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("k,v\na,Rome\nb,Oslo\nc,Bern")]
    [InlineData("k,v\na,A12\nb,B7\nc,C9")]
    [InlineData("k,v\na,12 Main Street East\nb,7 High Street North")]
    [InlineData("k,v\na,9:58\nb,10:02")]
    [InlineData("k,v\na,+49 30 1234\nb,+1 555 0100")]
    public void A_column_of_words_says_nothing(string text) => Read(text).Repairs.ShouldNotContain(static repair => repair.Code == "staysText");

    [Theory]
    [InlineData("geo\t2020\nDE\t805,7 b\nFR\t:\nIT\t701,2", "flags", "1 number has a flag behind (\"805,7 b\")")]
    [InlineData("k,v\na,1200 Cr\nb,350 Cr", "scale", "\"1200 Cr\" is 12000000000")]
    [InlineData("k,v\na,1.2M\nb,900K", "scale", "\"1.2M\" is 1200000")]
    [InlineData("d,n\n1.3.24,1\n15.3.24,2", "dateOrder", "such as 1.3.24")]
    [InlineData("d,n\n20240301,1\n20240415,2", "dateOrder", "such as 20240301")]
    [InlineData("r,p\nN,3\nN,4\nN Total,7\nS,5\nS,6\nS Total,11\nGrand Total,18", "totalsKept", "Rows 3, 6, 7")]
    [InlineData("n,s\nA,3\nB,5\nMin,3\nMax,5", "totalsKept", "2 rows of statistics at the end (Min, Max)")]
    [InlineData("name,n\na,1\nb,2\n\ncity,pop\nRome,5\nOslo,6", "secondTable", "\"city | pop\"")]
    [InlineData("name,n\na,1\nb,2\n\ncity,pop,area\nRome,5,7\nOslo,6,8", "secondTable", "\"name | n\"")]
    [InlineData("name,k,n\na,x,1\nb,y,3\n\nSource: Office, 2024, page 3", "footnote", "Source: Office, 2024, page 3")]
    public void What_was_decided_is_said(string text, string code, string words) =>
        Read(text).Repairs.ShouldContain(repair => repair.Code == code && repair.Message.Contains(words, StringComparison.Ordinal));

    [Theory]
    [InlineData(ColumnType.Date, new[] { "1.3.24", "2.4.24" }, new object[] { "2024-03-01", "2024-04-02" })]
    [InlineData(ColumnType.Date, new[] { "20240301", "20240415" }, new object[] { "2024-03-01", "2024-04-15" })]
    [InlineData(ColumnType.Integer, new[] { "007", "12" }, new object[] { 7L, 12L })]
    public void A_type_that_is_set_by_hand_reads_what_could_not_be_decided(ColumnType type, string[] cells, object[] values) =>
        Given.Values(
            TableBuilder.Build("t", ["x"], [.. cells.Select(static cell => new[] { cell })], Given.Limits, [type])
                .ShouldBeOfType<TableReading.Success>().Table,
            0).ShouldBe(values);

    [Theory]
    [InlineData("Mo, 04.03.2024", "2024-03-04")]
    [InlineData("lun. 4 mars 2024", "2024-03-04")]
    [InlineData("2024.03.04(월)", "2024-03-04")]
    [InlineData("2024-03-04 (Mon)", "2024-03-04")]
    [InlineData("令和6年3月1日", "2024-03-01")]
    [InlineData("平成元年1月8日", "1989-01-08")]
    public void Dates_with_weekdays_and_reigns_are_dates(string text, string iso) => DateText.ToIso(text, DateOrder.Unambiguous).ShouldBe(iso);

    [Theory]
    [InlineData("m,n\nApr-24,a\nDec-23,b\nJan-24,c", "SELECT group_concat(n, '') FROM (SELECT n FROM t ORDER BY m)", "bca")]
    [InlineData("q,n\nQ1 2024,a\nQ4 2023,b\nQ2 2023,c", "SELECT n FROM t ORDER BY q DESC LIMIT 1", "a")]
    [InlineData("w,n\n2024-W06,a\n2023W52,b\n2024W05,c", "SELECT n FROM t ORDER BY w LIMIT 1", "b")]
    [InlineData("m,n\n12/2023,1\n01/2024,2\n11/2023,4", "SELECT sum(n) FROM t WHERE m >= '12/2023'", "3")]
    [InlineData("m,n\n2024-03,1\n2024-04,2\n2023-12,4", "SELECT sum(n) FROM t WHERE m >= '2024-03-01'", "3")]
    [InlineData("m,n\nMarch 2024,1\nApril 2024,2\nDec 2023,4", "SELECT max(m) FROM t", "April 2024")]
    public void Periods_sort_and_compare_by_time(string text, string sql, string expected)
    {
        using var sandbox = SqlSandbox.Load([Read(text).Table], new SqlLimits(), TimeProvider.System);

        sandbox.Execute(sql, TestContext.Current.CancellationToken).ShouldBeOfType<SqlOutcome.Rows>().Result[0, 0].Text.ShouldBe(expected);
    }

    private static TableReading.Success Read(string text) => DelimitedTextReader.Read("t", Encoding.UTF8.GetBytes(text), Given.Limits)
        .ShouldBeOfType<TableReading.Success>();
}
