using System.Text;
using System.Text.Json;
using Mact.Web.Tests.Support;

namespace Mact.Web.Tests.Replay;

public sealed class RunFileReaderTests
{
    /// <summary>A file as the Api exports it.</summary>
    internal static string Export(IReadOnlyList<StoredRecord> records, int version = 1) =>
        $$"""{"version":{{version}},"question":{},"records":{{JsonSerializer.Serialize(records, MactJson.Default.IReadOnlyListStoredRecord)}},"prompts":{"p-rules":"The rules."},"tables":[{"id":"t-cities","name":"cities","columns":[{"name":"city","originalName":"city","type":"text"}],"rows":[["Porto"],[null]]}]}""";

    [Fact]
    public async Task All_records_prompts_and_tables_come_back()
    {
        var file = (await ReadAsync(Export(RecordedRuns.Answered))).ShouldBeOfType<ApiResult<RunFile>.Ok>().Value;

        file.Records.Count.ShouldBe(RecordedRuns.Answered.Count);
        file.Prompts["p-rules"].ShouldBe("The rules.");
        file.RowsOf("t-cities").Count.ShouldBe(2);
        file.RowsOf("t-cities")[1][0].ShouldBeNull();
    }

    [Theory]
    [InlineData("", "not the JSON of an exported run")]
    [InlineData("[1,2]", "not the JSON of an exported run")]
    [InlineData("null", "does not begin with a question")]
    [InlineData("""{"version":1,"records":[]}""", "does not begin with a question")]
    [InlineData("""{"version":1,"records":[{"sequence":1,"record":{"type":"nothing"}}]}""", "not the JSON of an exported run")]
    [InlineData("""{"version":7,"records":[]}""", "of version 7")]
    public async Task What_is_no_exported_run_is_refused_in_words(string text, string words) =>
        (await ReadAsync(text)).ShouldBeOfType<ApiResult<RunFile>.Failed>().Problem.Detail.ShouldContain(words);

    [Fact]
    public async Task A_file_of_more_records_than_a_page_shows_is_refused_in_words()
    {
        var records = Enumerable.Repeat(RecordedRuns.Answered[0], RunFile.MaxRecords + 1).ToList();

        (await ReadAsync(Export(records))).ShouldBeOfType<ApiResult<RunFile>.Failed>().Problem.Detail.ShouldContain("limit");
    }

    [Theory]
    [InlineData("""[null]""", "[]")]
    [InlineData("""[{"sequence":1,"record":null}]""", "[]")]
    [InlineData("RECORDS", "[null]")]
    [InlineData("RECORDS", """[{"id":"a","name":"b","columns":[null],"rows":[]}]""")]
    [InlineData("RECORDS", """[{"id":"a","name":"b","columns":[],"rows":[null]}]""")]
    public async Task Nulls_where_something_must_be_are_refused(string records, string tables)
    {
        var recorded = JsonSerializer.Serialize(RecordedRuns.Answered, MactJson.Default.IReadOnlyListStoredRecord);
        var text = $$"""{"version":1,"records":{{(records == "RECORDS" ? recorded : records)}},"prompts":{},"tables":{{tables}}}""";

        (await ReadAsync(text)).ShouldBeOfType<ApiResult<RunFile>.Failed>().Problem.Detail.ShouldContain("not the JSON of an exported run");
    }

    private static async Task<ApiResult<RunFile>> ReadAsync(string text)
    {
        using var stream = new MemoryStream(Encoding.UTF8.GetBytes(text));
        return await RunFileReader.ReadAsync(stream, Localization.Said.English, TestContext.Current.CancellationToken);
    }
}
