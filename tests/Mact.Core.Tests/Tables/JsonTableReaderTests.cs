using System.Text;
using CsCheck;
using Mact.Core.Tables;

namespace Mact.Core.Tests.Tables;

public sealed class JsonTableReaderTests
{
    [Fact]
    public void Objects_become_rows_under_the_union_of_their_names()
    {
        var table = Read("""[{"city":"Paris","people":2100000},{"people":null,"city":"Rome","open":true},{"tags":["a","b"]}]""").Table;

        table.Columns.Select(column => column.Name).ShouldBe(["city", "people", "open", "tags"]);
        table[0, 1].Value.ShouldBe(2100000L);
        table[1, 1].Value.ShouldBeNull();
        table[1, 2].Text.ShouldBe("true");
        table[2, 3].Text.ShouldBe("""["a","b"]""");
    }

    [Fact]
    public void Columns_and_rows_may_come_with_types()
    {
        var table = Read("""{"columns":["code","n"],"types":["TEXT","REAL"],"rows":[["1","2"],["3",4]]}""").Table;

        Given.Values(table, 0).ShouldBe(["1", "3"]);
        Given.Values(table, 1).ShouldBe([2.0, 4.0]);
    }

    [Fact]
    public void An_array_of_arrays_starts_with_the_header() =>
        Read("""[["a","b"],[1,2]]""").Table.Columns.Select(column => column.Name).ShouldBe(["a", "b"]);

    [Fact]
    public void Broken_json_is_refused_with_its_place()
    {
        var refused = JsonTableReader.Read("t", "[{\"a\": 1},\n {\"a\": }]", Given.Limits).ShouldBeOfType<TableReading.Refused>();

        refused.Code.ShouldBe("brokenJson");
        refused.Message.ShouldContain("line 2, position 8");
    }

    [Theory]
    [InlineData("3", "unsupported")]
    [InlineData("{}", "unsupported")]
    [InlineData("[1,{\"a\":1}]", "unsupported")]
    [InlineData("[]", "empty")]
    [InlineData("", "empty")]
    [InlineData("{\"columns\":[\"a\",\"b\"],\"rows\":[[1]]}", "raggedRows")]
    [InlineData("{\"columns\":[\"a\"],\"rows\":[1]}", "unsupported")]
    [InlineData("{\"columns\":[\"a\"],\"rows\":[[1]],\"types\":[\"blob\"]}", "unsupported")]
    [InlineData("[{\"a\":\"\\ud800\"}]", "brokenJson")]
    public void Other_json_is_refused_in_words(string json, string code) =>
        JsonTableReader.Read("t", json, Given.Limits).ShouldBeOfType<TableReading.Refused>().Code.ShouldBe(code);

    [Theory]
    [InlineData("[{\"a\":NaN,\"b\":\"x, nan, y\"},{\"a\":-Infinity,\"b\":\"[inf]\"}]")]
    [InlineData("{\"a\":NaN,\"b\":\"x, nan, y\"}\n{\"a\":-Infinity,\"b\":\"[inf]\"}\n")]
    public void Numbers_that_json_does_not_know_have_no_value_and_texts_that_name_them_stay(string json)
    {
        var read = Read(json);

        Given.Values(read.Table, 0).ShouldBe([null, null]);
        Given.Values(read.Table, 1).ShouldBe(["x, nan, y", "[inf]"]);
        read.Repairs.ShouldContain(static repair => repair.Message.StartsWith("NaN and Infinity", StringComparison.Ordinal));
    }

    [Fact]
    public void Random_bytes_never_make_it_throw() =>
        Gen.OneOf(Gen.Byte, Given.AnyOf("[]{}\":,1a\\u"u8.ToArray())).Array[0, 60].Sample(
            bytes => JsonTableReader.Read("t", bytes, Given.Limits) is not null);

    [Fact]
    public void A_byte_order_mark_does_no_harm() =>
        JsonTableReader.Read("t", (byte[])[.. Encoding.UTF8.Preamble, .. "[{\"a\":1}]"u8], Given.Limits).ShouldBeOfType<TableReading.Success>();

    private static TableReading.Success Read(string json) => JsonTableReader.Read("t", json, Given.Limits).ShouldBeOfType<TableReading.Success>();
}
