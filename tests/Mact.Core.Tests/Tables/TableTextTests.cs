using CsCheck;
using Mact.Core.Tables;

namespace Mact.Core.Tests.Tables;

public sealed class TableTextTests
{
    private static readonly Gen<string> AnyText =
        Gen.OneOf(
            Given.AnyOf("", "-", "3", "1,568.6", "(3.1)", " padded ", "12 March 2001", "007", "ä \"q\" \\ \n"),
            Gen.Char.AlphaNumeric.Array[0, 8].Select(c => new string(c)));

    private static readonly Gen<Cell> AnyCell = Gen.Select(AnyText, Gen.OneOf(
        Gen.Const((object?)null),
        Gen.Long.Select(x => (object?)x),
        Gen.Double.Select(x => (object?)x),
        AnyText.Select(x => (object?)x)), (text, value) => new Cell(text, value));

    private static readonly Gen<Table> AnyTable = Gen.Select(Gen.Enum<ColumnType>().Array[1, 4], Gen.Int[0, 5]).SelectMany((types, rows) =>
        AnyCell.Array[types.Length * rows].Select(
            cells => new Table("t", [.. types.Select((type, i) => new Column($"c{i}", $"C {i}", type))], cells)));

    [Fact]
    public void Every_table_is_read_back_exactly() => AnyTable.Sample(table =>
    {
        var read = TableText.Read("other", TableText.Write(table));
        return read.Name == "other" && read.RowCount == table.RowCount && read.Columns.SequenceEqual(table.Columns)
            && Enumerable.Range(0, table.RowCount).All(r => read.Row(r).SequenceEqual(table.Row(r)));
    });

    [Fact]
    public void The_id_is_of_the_content_and_not_of_the_name()
    {
        var table = Given.Csv("one", "a,b\n1,x\n");

        TableId.Of(table).ShouldBe(TableId.Of(table.WithName("two")));
        TableId.Of(table).ShouldNotBe(TableId.Of(Given.Csv("one", "a,b\n1,y\n")));
        TableId.Of(table).Length.ShouldBe(64);
    }

    [Fact]
    public void A_read_table_is_stored_as_plain_text_cells() =>
        System.Text.Encoding.UTF8.GetString(TableText.Write(Given.Csv("t", "n,s\n\"1,200\",é\n-,\n7,z\n")).Span)
            .ShouldBe("""{"columns":[["n","n","integer"],["s","s","text"]],"rows":[["1,200","é"],["-",null],["7","z"]]}""");

    [Theory]
    [InlineData("")]
    [InlineData("{}")]
    [InlineData("""{"columns":[["a","a","blob"]],"rows":[]}""")]
    [InlineData("""{"columns":[["a","a","text"]],"rows":[["1","2"]]}""")]
    [InlineData("""{"columns":[["a","a","text"],["b","b","text"]],"rows":[["1"]]}""")]
    public void Other_content_is_no_table(string json) =>
        Should.Throw<FormatException>(() => TableText.Read("t", System.Text.Encoding.UTF8.GetBytes(json)));

    [Fact]
    public void A_profile_tells_range_mean_and_missing_cells()
    {
        var table = Given.Csv("t", "score,city,day\n3,Rome,2001-01-02\n-,Paris,2001-01-01\n5,Rome,\n");
        var profile = TableProfile.Of(table, TestContext.Current.CancellationToken);

        profile.Columns[0].Describe().ShouldBe("score: integer, 3 to 5, mean 4, 2 distinct, 1 missing");
        profile.Columns[1].Describe().ShouldBe("city: text, 2 distinct, e.g. Rome; Paris");
        profile.Columns[2].Describe().ShouldBe("day: date, 2001-01-01 to 2001-01-02, 2 distinct, 1 missing");
    }

    [Fact]
    public void A_profile_that_nobody_waits_for_ends_within_a_column()
    {
        using var leaving = new CancellationTokenSource();
        var looked = 0;
        var cells = Enumerable.Range(0, 100_000).Select(_ => new Cell("x", new Watched(() =>
        {
            looked++;
            leaving.Cancel();
        }))).ToArray();
        var table = new Table("t", [new Column("a", "a", ColumnType.Text)], cells);

        Should.Throw<OperationCanceledException>(() => TableProfile.Of(table, leaving.Token));
        looked.ShouldBeInRange(1, 10_000);
    }

    /// <summary>A value that tells when it is looked at.</summary>
    private sealed class Watched(Action look)
    {
        public override bool Equals(object? obj) => ReferenceEquals(this, obj);

        public override int GetHashCode()
        {
            look();
            return 0x5eed ^ System.Runtime.CompilerServices.RuntimeHelpers.GetHashCode(this);
        }
    }
}
