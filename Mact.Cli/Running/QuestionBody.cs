using System.Text.Json;
using Mact.Core;
using Mact.Evaluation.DataSets;
using Mact.Core.Questions;
using Mact.Core.Tables;

namespace Mact.Cli.Running;

/// <summary>The body of <c>POST /questions</c>: tables with the types that they have here, cells as their text.</summary>
internal static class QuestionBody
{
    public static byte[] Write(EvaluationItem item, QuestionOptions options)
    {
        using var stream = new MemoryStream();
        using (var writer = new Utf8JsonWriter(stream))
        {
            writer.WriteStartObject();
            writer.WriteString("question", item.Prompted);
            writer.WriteStartArray("tables");
            foreach (var table in item.Tables)
            {
                WriteTable(writer, table);
            }

            writer.WriteEndArray();
            writer.WriteStartArray("context");
            foreach (var paragraph in item.Context)
            {
                writer.WriteStringValue(paragraph);
            }

            writer.WriteEndArray();
            writer.WritePropertyName("options");
            JsonSerializer.Serialize(writer, options, MactJson.Default.QuestionOptions);
            writer.WriteEndObject();
        }

        return stream.ToArray();
    }

    private static void WriteTable(Utf8JsonWriter writer, Table table)
    {
        writer.WriteStartObject();
        writer.WriteString("name", table.Name);
        writer.WriteStartArray("columns");
        foreach (var column in table.Columns)
        {
            writer.WriteStartObject();
            writer.WriteString("name", column.Name);
            writer.WriteString("type", column.Type switch
            {
                ColumnType.Integer => "integer",
                ColumnType.Number => "number",
                ColumnType.Date => "date",
                _ => "text",
            });
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        writer.WriteStartArray("rows");
        for (var r = 0; r < table.RowCount; r++)
        {
            writer.WriteStartArray();
            foreach (var cell in table.Row(r))
            {
                writer.WriteStringValue(cell.Text);
            }

            writer.WriteEndArray();
        }

        writer.WriteEndArray();
        writer.WriteEndObject();
    }
}
