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

    private static async Task<ApiResult<RunFile>> ReadAsync(string text)
    {
        using var stream = new MemoryStream(Encoding.UTF8.GetBytes(text));
        return await RunFileReader.ReadAsync(stream, Localization.Said.English, TestContext.Current.CancellationToken);
    }
}
