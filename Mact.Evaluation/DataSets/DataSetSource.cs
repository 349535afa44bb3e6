using System.Text.Json;
using Mact.Core.Tables;

namespace Mact.Evaluation.DataSets;

/// <summary>Where a data set's text comes from and what it leans on.</summary>
/// <param name="Name">File name; its ending helps to find the format, and its stem names items that have no id.</param>
public sealed record DataSetSource(string Name)
{
    /// <summary>The shape of the file.</summary>
    public DataSetFormat Format { get; init; } = DataSetFormat.Auto;

    /// <summary>Text of a file that a row names (WikiTableQuestions, TabFact), or null where there is none. The caller keeps it within the data set's
    /// folder.</summary>
    public Func<string, string?>? ReadFile { get; init; }

    /// <summary>Rows that are read; the others are left unread.</summary>
    public int MaxRows { get; init; } = int.MaxValue;

    /// <summary>The tables that the questions of a CSV are asked of.</summary>
    public IReadOnlyList<Table> Tables { get; init; } = [];
}

/// <summary>Finds the shape of a data set by its file's ending and by the members of its first row.</summary>
internal static class FormatDetection
{
    private const int FirstBytes = 4_000_000;

    public static DataSetFormat Find(string text, string name)
    {
        switch (Path.GetExtension(name).ToLowerInvariant())
        {
            case ".csv":
                return DataSetFormat.QuestionCsv;
            case ".tsv" or ".tagged":
                return DataSetFormat.WikiTableQuestions;
            default:
                return FirstRow(text) is { } row ? Of(row) : DataSetFormat.Mact;
        }
    }

    private static DataSetFormat Of(JsonElement row)
    {
        if (row.ValueKind != JsonValueKind.Object)
        {
            return DataSetFormat.Mact;
        }

        return row switch
        {
            _ when row.TryGetProperty("claim", out _) => DataSetFormat.SciTab,
            _ when row.TryGetProperty("Question", out _) => DataSetFormat.Mmqa,
            _ when row.TryGetProperty("questions", out _) && row.TryGetProperty("table", out _) => DataSetFormat.TatQa,
            _ when row.TryGetProperty("table_text", out _) || row.TryGetProperty("statement", out _) => DataSetFormat.Statement,
            _ when row.EnumerateObject().FirstOrDefault() is { Value.ValueKind: JsonValueKind.Array } first
                && first.Name.EndsWith(".csv", StringComparison.Ordinal) =>
                DataSetFormat.TabFact,
            _ => DataSetFormat.Mact,
        };
    }

    private static JsonElement? FirstRow(string text)
    {
        var start = text.AsSpan().TrimStart();
        var end = start.IndexOf('\n');
        var line = start.StartsWith("[") || end < 0 ? text : start[..end].ToString();
        return Parse(line) ?? (text.Length <= FirstBytes ? Parse(text) : null);
    }

    private static JsonElement? Parse(string text)
    {
        try
        {
            using var document = DataSetReader.Parse(text);
            var root = document.RootElement;
            return root.ValueKind == JsonValueKind.Array && root.GetArrayLength() > 0 ? root[0].Clone() : root.Clone();
        }
        catch (Exception exception) when (exception is JsonException or BadRowException)
        {
            // The reader says where it breaks.
            return null;
        }
    }
}
