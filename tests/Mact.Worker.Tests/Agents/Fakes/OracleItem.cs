using System.Text.Json;
using Mact.Core.Tables;

namespace Mact.Worker.Tests.Agents.Fakes;

/// <summary>A question of a shared set whose gold program is known.</summary>
/// <param name="Id">Of the set.</param>
/// <param name="Question">Its text.</param>
/// <param name="Tables">With the types that the set gives.</param>
/// <param name="Answer">Values.</param>
/// <param name="Canonical">The set's canonical spelling of each value.</param>
/// <param name="Rows">The answer as rows, where the set compares rows; null = NULL.</param>
/// <param name="Ordered">The order of the rows counts.</param>
/// <param name="Sql">The gold program.</param>
internal sealed record OracleItem(
    string Id,
    string Question,
    IReadOnlyList<Table> Tables,
    IReadOnlyList<string> Answer,
    IReadOnlyList<string> Canonical,
    IReadOnlyList<IReadOnlyList<string?>>? Rows,
    bool Ordered,
    string Sql)
{
    /// <summary>Programs that a text-to-SQL model wrote and that are wrong, by the question's id; null where MACT_DATA is unset.</summary>
    public static ILookup<string, string>? WrongPrograms(string file) => Lines(file)?
        .SelectMany(line =>
        {
            using var document = JsonDocument.Parse(line);
            var id = document.RootElement.GetProperty("id").GetString()!;
            return document.RootElement.GetProperty("candidates").EnumerateArray()
                .Where(candidate => !candidate.GetProperty("correct").GetBoolean())
                .Select(candidate => (id, Sql: candidate.GetProperty("sql").GetString()!))
                .ToList();
        })
        .ToLookup(pair => pair.id, pair => pair.Sql, StringComparer.Ordinal);

    /// <summary>The items of a file under the folder that MACT_DATA names; null where it is unset.</summary>
    public static IReadOnlyList<OracleItem>? Read(string file) => Lines(file) is { } lines ? [.. lines.Select(Parse).OfType<OracleItem>()] : null;

    private static IEnumerable<string>? Lines(string file) => Environment.GetEnvironmentVariable("MACT_DATA") is { Length: > 0 } folder
        ? File.ReadLines(Path.Combine(folder, file)).Where(line => line.Length > 0)
        : null;

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
            root.TryGetProperty("answer_rows", out var rows)
                ? [.. rows.EnumerateArray().Select(row => (IReadOnlyList<string?>)[.. row.EnumerateArray().Select(Text)])]
                : null,
            root.TryGetProperty("ordered", out var ordered) && ordered.GetBoolean(),
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
