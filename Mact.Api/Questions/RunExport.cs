using System.IO.Pipelines;
using System.Text.Json;
using Mact.Api.Http;
using Mact.Api.Tables;
using Mact.Core;
using Mact.Core.Questions;
using Mact.Core.Runs;
using Mact.Core.Tables;

namespace Mact.Api.Questions;

/// <summary>A whole run: enough to show and to replay it without any store or model.</summary>
/// <param name="Question">As it was asked.</param>
/// <param name="Records">The journal so far.</param>
/// <param name="Prompts">Texts by hash.</param>
/// <param name="Tables">With their rows.</param>
internal sealed record RunExport(
    Question Question,
    IReadOnlyList<StoredRecord> Records,
    IReadOnlyDictionary<string, string> Prompts,
    IReadOnlyList<(TableRef Reference, Table Table)> Tables)
{
    /// <summary>Of this form; a reader refuses what it does not know.</summary>
    private const int Version = 1;

    private const int FlushAt = 64 * 1024;

    /// <summary>Writes <c>{"version", "question", "records", "prompts", "tables": [{"id", "name", "columns", "rows"}]}</c>.</summary>
    public async Task WriteAsync(Stream stream, CancellationToken cancellationToken)
    {
        // The serializer flushes its writer, which on a response's stream would be a synchronous write; on a pipe it is none.
        var pipe = PipeWriter.Create(stream, new StreamPipeWriterOptions(leaveOpen: true));
        await using var writer = new Utf8JsonWriter(pipe, new JsonWriterOptions { Encoder = ApiJson.Encoder });
        writer.WriteStartObject();
        writer.WriteNumber("version", Version);
        writer.WritePropertyName("question");
        JsonSerializer.Serialize(writer, Question, MactJson.Default.Question);
        writer.WriteStartArray("records");
        foreach (var record in Records)
        {
            JsonSerializer.Serialize(writer, record, MactJson.Default.StoredRecord);
            await FlushIfFullAsync(pipe, writer, cancellationToken);
        }

        writer.WriteEndArray();
        writer.WriteStartObject("prompts");
        foreach (var (hash, text) in Prompts)
        {
            writer.WriteString(hash, text);
            await FlushIfFullAsync(pipe, writer, cancellationToken);
        }

        writer.WriteEndObject();
        writer.WriteStartArray("tables");
        foreach (var (reference, table) in Tables)
        {
            await WriteTableAsync(pipe, writer, reference, table, cancellationToken);
        }

        writer.WriteEndArray();
        writer.WriteEndObject();
        await writer.FlushAsync(cancellationToken);
        await pipe.CompleteAsync();
    }

    private static async Task WriteTableAsync(PipeWriter pipe, Utf8JsonWriter writer, TableRef reference, Table table, CancellationToken cancellationToken)
    {
        writer.WriteStartObject();
        writer.WriteString("id", reference.Id);
        writer.WriteString("name", reference.Name);
        writer.WritePropertyName("columns");
        JsonSerializer.Serialize(writer, table.Columns, ApiJson.Default.IReadOnlyListColumn);
        writer.WriteStartArray("rows");
        for (var row = 0; row < table.RowCount; row++)
        {
            writer.WriteStartArray();
            foreach (var text in CellTexts.Row(table.Row(row)))
            {
                writer.WriteStringValue(text);
            }

            writer.WriteEndArray();
            await FlushIfFullAsync(pipe, writer, cancellationToken);
        }

        writer.WriteEndArray();
        writer.WriteEndObject();
    }

    private static async ValueTask FlushIfFullAsync(PipeWriter pipe, Utf8JsonWriter writer, CancellationToken cancellationToken)
    {
        if (writer.BytesPending + pipe.UnflushedBytes > FlushAt)
        {
            await writer.FlushAsync(cancellationToken);
            await pipe.FlushAsync(cancellationToken);
        }
    }
}
