using System.Text.Json;
using Mact.Api.Http;
using Mact.Api.Problems;
using Mact.Api.Tables;
using Mact.Core.Tables;

namespace Mact.Api.Questions;

/// <summary>Reads and checks the tables of a question.</summary>
internal static class QuestionTables
{
    /// <summary>From <c>[{"name", "columns", "rows"} | {"id", "name"}]</c>.</summary>
    /// <exception cref="RequestRefusedException">A table cannot be read (400) or is too large (413).</exception>
    public static IReadOnlyList<QuestionTable> Read(JsonElement list, TableLimits limits, Violations violations)
    {
        if (list.ValueKind == JsonValueKind.Null)
        {
            return [];
        }

        if (list.ValueKind != JsonValueKind.Array)
        {
            violations.Add("tables", ProblemCodes.InvalidTable, "The tables are not a list", "\"tables\" must be an array of tables.");
            return [];
        }

        // Reading far more tables than may be asked of would only cost time; Check says the rest.
        return [.. list.EnumerateArray()
            .Take(limits.MaxTables + 1)
            .Select((table, index) => ReadOne(table, index, limits, violations))
            .OfType<QuestionTable>()];
    }

    /// <summary>Adds files; one whose name is taken gets another, and that is said.</summary>
    /// <exception cref="RequestRefusedException">A file cannot be read (400) or is too large (413).</exception>
    public static IReadOnlyList<QuestionTable> AddUploads(IReadOnlyList<QuestionTable> tables, IEnumerable<SourceReading> uploads)
    {
        List<QuestionTable> all = [.. tables];
        var taken = new HashSet<string>(tables.Select(static table => table.Name), StringComparer.OrdinalIgnoreCase);
        var readings = uploads.ToList();
        var readable = readings.FindAll(static source => source.Reading is TableReading.Success);

        // An empty sheet beside a full one is no reason to refuse; nothing but refusals is.
        foreach (var source in readable.Count > 0 ? readable : readings)
        {
            var success = TableStorage.Require(source.Reading);
            var name = SafeNames.Unique(success.Table.Name, taken);
            all.Add(new QuestionTable.Inline(name == success.Table.Name
                ? success
                : new(success.Table.WithName(name), [.. success.Repairs, new("tableRenamed", $"The name \"{success.Table.Name}\" is taken; this table is called \"{name}\".")])));
        }

        return all;
    }

    /// <summary>Notes missing tables, too many of them, and equal names.</summary>
    public static void Check(IReadOnlyList<QuestionTable> tables, TableLimits limits, Violations violations)
    {
        if (tables.Count == 0)
        {
            violations.Add(
                "tables",
                ProblemCodes.NoTable,
                "There is no table",
                "Give \"tables\" with at least one of {\"name\", \"columns\", \"rows\"} or {\"id\", \"name\"}, or add a file to the form.");
        }

        if (tables.Count > limits.MaxTables)
        {
            violations.Add("tables", ProblemCodes.TooManyTables, "There are too many tables", $"At most {limits.MaxTables} tables are taken for one question.");
        }

        var names = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        foreach (var (index, table) in tables.Index())
        {
            if (!names.Add(table.Name))
            {
                violations.Add(
                    $"tables[{index}].name",
                    ProblemCodes.DuplicateTableName,
                    "Two tables have the same name",
                    $"'{KnownProblems.Shorten(table.Name)}' is the name of two tables (upper and lower case count as the same). Rename one of them.");
            }
        }
    }

    private static QuestionTable? ReadOne(JsonElement element, int index, TableLimits limits, Violations violations)
    {
        var path = $"tables[{index}]";
        if (element.ValueKind != JsonValueKind.Object)
        {
            violations.Add(path, ProblemCodes.InvalidTable, "A table is not an object", $"{path} must be {{\"name\", \"columns\", \"rows\"}} or {{\"id\", \"name\"}}.");
            return null;
        }

        var name = JsonTable.NameOf(element) ?? $"table{index + 1}";
        if (JsonTable.IsTable(element))
        {
            return new QuestionTable.Inline(TableStorage.Require(JsonTable.Read(element, path, name, limits)));
        }

        if (element.TryGetProperty("id", out var id) && id.ValueKind == JsonValueKind.String)
        {
            return new QuestionTable.Stored(JsonBody.Text(id), SafeNames.ForTable(name));
        }

        violations.Add(path, ProblemCodes.InvalidTable, "A table has no rows", $"{path} has neither \"columns\" and \"rows\" nor the \"id\" of a stored table.");
        return null;
    }
}
