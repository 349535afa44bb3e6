using System.Text.Json;
using Mact.Core.Tables;

namespace Mact.Worker.Tests.Agents.Fakes;

/// <summary>The tables of a question set whose questions a real model was asked about.</summary>
internal static class RecordedQuestions
{
    /// <summary>By the question's id.</summary>
    public static IReadOnlyDictionary<string, IReadOnlyList<Table>> Tables(string file)
    {
        Dictionary<string, IReadOnlyList<Table>> tables = new(StringComparer.Ordinal);
        foreach (var line in File.ReadLines(file))
        {
            using var document = JsonDocument.Parse(line);
            tables[document.RootElement.GetProperty("id").GetString()!] =
            [
                .. document.RootElement.GetProperty("tables").EnumerateArray().Select(TableOf),
            ];
        }

        return tables;
    }

    private static Table TableOf(JsonElement table) => Scenario.TableOf(
        table.GetProperty("name").GetString()!,
        [.. table.GetProperty("columns").EnumerateArray().Select(column => column.GetString() ?? string.Empty)],
        [
            .. table.GetProperty("rows")
                .EnumerateArray()
                .Select(
                    row =>
                        row.EnumerateArray().Select(
                            cell =>
                                cell.ValueKind == JsonValueKind.String
                                    ? cell.GetString()!
                                    : cell.ValueKind == JsonValueKind.Null ? string.Empty
                                    : cell
                                    .GetRawText())
                            .ToArray()),
        ]);
}
