using System.Text.Json;
using Mact.Core.Tables;

namespace Mact.Worker.Tests.Agents.Fakes;

/// <summary>A question of a shared set whose gold program is known.</summary>
internal sealed record OracleItem(string Id, string Question, IReadOnlyList<Table> Tables, IReadOnlyList<string> Answer, IReadOnlyList<string> Canonical, string Sql)
{
    /// <summary>The items of a file under the folder that MACT_DATA names; null where it is unset.</summary>
    public static IReadOnlyList<OracleItem>? Read(string file)
    {
        if (Environment.GetEnvironmentVariable("MACT_DATA") is not { Length: > 0 } folder)
        {
            return null;
        }

        return [.. File.ReadLines(Path.Combine(folder, file)).Where(line => line.Length > 0).Select(Parse).OfType<OracleItem>()];
    }

    private static OracleItem? Parse(string line)
    {
        using var document = JsonDocument.Parse(line);
        var root = document.RootElement;
        if (!root.TryGetProperty("gold_sql", out var sql) || sql.ValueKind != JsonValueKind.String)
        {
            return null;
        }

        return new(
            root.GetProperty("id").GetString()!,
            root.GetProperty("question").GetString()!,
            [.. root.GetProperty("tables").EnumerateArray().Select(TableOf)],
            Texts(root.GetProperty("answer")),
            Texts(root.TryGetProperty("answer_canon", out var canonical) ? canonical : root.GetProperty("answer")),
            sql.GetString()!);
    }

    private static Table TableOf(JsonElement table)
    {
        var types = table.GetProperty("types").EnumerateArray().Select(type => type.GetString() switch
        {
            "INTEGER" => ColumnType.Integer,
            "REAL" or "NUMERIC" => ColumnType.Number,
            _ => ColumnType.Text,
        }).ToList();
        return TableBuilder.Build(
            table.GetProperty("name").GetString()!,
            [.. table.GetProperty("columns").EnumerateArray().Select(column => column.GetString())],
            [.. table.GetProperty("rows").EnumerateArray().Select(row => (IReadOnlyList<string?>)[.. row.EnumerateArray().Select(Text)])],
            new TableLimits(),
            types).ShouldBeOfType<TableReading.Success>().Table;
    }

    private static List<string> Texts(JsonElement values) => [.. values.EnumerateArray().Select(Text).OfType<string>()];

    private static string? Text(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.String => value.GetString(),
        JsonValueKind.Null => null,
        _ => value.GetRawText(),
    };
}
