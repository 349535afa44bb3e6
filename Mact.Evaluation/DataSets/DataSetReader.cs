using System.Text;
using System.Text.Json;
using Mact.Core.Tables;

namespace Mact.Evaluation.DataSets;

/// <summary>Reads data sets. Every row ends as exactly one <see cref="DataSetRow"/>; a bad one says its number and the reason, and the others are
/// read all the same.</summary>
public static class DataSetReader
{
    private const int MaxBad = 200;
    private const int MaxSamples = 3;

    // A shorter one has too few values to matter.
    private const int LongText = 1_000_000;

    private static readonly JsonDocumentOptions Json = new() { MaxDepth = 64 };

    /// <summary>Reads a whole data set. Never throws for what the text holds.</summary>
    public static IReadOnlyList<DataSetRow> Read(string text, DataSetSource source)
    {
        var body = text.TrimStart('\ufeff');
        var format = FormatOf(body, source);
        var rows = format switch
        {
            DataSetFormat.Mact or DataSetFormat.Statement when !IsJsonArray(body) => Lines(body, format, source),
            DataSetFormat.QuestionCsv => QuestionCsv.Read(body, source),
            DataSetFormat.WikiTableQuestions => WikiTableQuestions.Read(body, source),
            _ => Document(body, format, source),
        };
        return WithoutDuplicates(rows.Take(source.MaxRows));
    }

    /// <summary>Parses a document or a line.</summary>
    /// <exception cref="JsonException">It is no JSON.</exception>
    /// <exception cref="BadRowException">It would take a document many times its size.</exception>
    internal static JsonDocument Parse(string text) => text.Length > LongText && JsonSize.IsTooFine(Encoding.UTF8.GetBytes(text))
        ? throw new BadRowException("The JSON is made of millions of tiny values. Leave out what the questions do not need.")
        : JsonDocument.Parse(text, Json);

    /// <summary>An item as one line of JSON of docs/data.md, which needs no file beside it; reading it again gives an equal item.</summary>
    public static string WriteLine(EvaluationItem item) => SchemaRow.Write(item);

    /// <summary>The shape that a data set is read as: the one given, or the one found.</summary>
    public static DataSetFormat FormatOf(string text, DataSetSource source)
    {
        return source.Format == DataSetFormat.Auto ? FormatDetection.Find(text.TrimStart('\ufeff'), source.Name) : source.Format;
    }

    /// <summary>What a data set was found to be, of its rows.</summary>
    /// <param name="format">As it was given or found.</param>
    /// <param name="rows">All rows.</param>
    public static DataSetCheck Check(DataSetFormat format, IReadOnlyList<DataSetRow> rows)
    {
        var items = rows.OfType<DataSetRow.Usable>().ToList();
        return new(
            format,
            rows.Count,
            items.Count,
            [
                .. rows.OfType<DataSetRow.Bad>().Take(MaxBad)
                    .Select(static row => new BadRow(row.Number, row.Reason) { Sentence = row.Sentence.WithValues() }),
            ],
            rows.Count - items.Count,
            items.CountBy(static row => row.Item.Type, StringComparer.Ordinal)
                .OrderByDescending(static pair => pair.Value)
                .ToDictionary(StringComparer.Ordinal),
            [
                .. items.Take(MaxSamples).Select(static row => new SampleRow(
                    row.Number, row.Item.Prompted, row.Item.Gold.Items, [.. row.Item.Tables.Select(static table => table.Name)])),
            ]);
    }

    private static bool IsJsonArray(string text) => text.AsSpan().TrimStart().StartsWith("[");

    private static IEnumerable<DataSetRow> Lines(string text, DataSetFormat format, DataSetSource source)
    {
        var number = 0;
        foreach (var line in text.EnumerateLines())
        {
            number++;
            if (!string.IsNullOrWhiteSpace(line))
            {
                yield return Guarded(number, () =>
                {
                    using var document = Parse(line);
                    return One(document.RootElement, format, source, number);
                });
            }
        }
    }

    internal static IEnumerable<string> EnumerateLines(this string text)
    {
        using var reader = new StringReader(text);
        while (reader.ReadLine() is { } line)
        {
            yield return line;
        }
    }

    private static List<DataSetRow> Document(string text, DataSetFormat format, DataSetSource source)
    {
        try
        {
            using var document = Parse(text);
            var root = document.RootElement;
            return format switch
            {
                DataSetFormat.TatQa => [.. TatQaDocument.Read(root).Take(source.MaxRows)],
                DataSetFormat.TabFact => [.. TabFactDocument.Read(root, source).Take(source.MaxRows)],
                _ => [.. Elements(root).Take(source.MaxRows).Select((row, index) => Guarded(index + 1, () => One(row, format, source, index + 1)))],
            };
        }
        catch (JsonException exception)
        {
            return [new DataSetRow.Bad((int)(exception.LineNumber ?? 0) + 1, $"The file is not JSON: {Short(exception)}")];
        }
        catch (BadRowException exception)
        {
            return [new DataSetRow.Bad(1, exception is BadRowException bad ? bad.Sentence : $"{exception.Message}")];
        }
    }

    private static IEnumerable<JsonElement> Elements(JsonElement root) => root.ValueKind switch
    {
        JsonValueKind.Array => root.EnumerateArray(),
        JsonValueKind.Object => [root],
        _ => throw new BadRowException("The file is not a list of objects."),
    };

    private static EvaluationItem One(JsonElement row, DataSetFormat format, DataSetSource source, int number)
    {
        if (row.ValueKind != JsonValueKind.Object)
        {
            throw new BadRowException("The row is not a JSON object.");
        }

        var id = RowJson.Text(RowJson.Find(row, "id", "uid", "id_")) ?? $"{Path.GetFileNameWithoutExtension(source.Name)}-{RowJson.Position(number)}";
        return format switch
        {
            DataSetFormat.Statement => StatementRow.Read(row, id),
            DataSetFormat.SciTab => SciTabRow.Read(row, id),
            DataSetFormat.Mmqa => MmqaRow.Read(row, id),
            _ => SchemaRow.Read(row, id),
        };
    }

    /// <summary>One row, whatever it holds.</summary>
    internal static DataSetRow Guarded(int number, Func<EvaluationItem> read)
    {
        try
        {
            return new DataSetRow.Usable(number, read());
        }
        catch (JsonException exception)
        {
            return new DataSetRow.Bad(number, $"The line is not JSON: {Short(exception)}");
        }
        catch (Exception exception) when (exception is BadRowException or InvalidOperationException or ArgumentException or FormatException)
        {
            return new DataSetRow.Bad(number, exception is BadRowException bad ? bad.Sentence : $"{exception.Message}");
        }
    }

    private static string Short(JsonException exception) => exception.Message.Split(" LineNumber:", 2)[0];

    private static List<DataSetRow> WithoutDuplicates(IEnumerable<DataSetRow> rows)
    {
        var first = new Dictionary<string, int>(StringComparer.Ordinal);
        return
        [
            .. rows.Select(row => row is DataSetRow.Usable usable && !first.TryAdd(usable.Item.Id, usable.Number)
                ? new DataSetRow.Bad(row.Number, $"The id '{usable.Item.Id}' occurs in row {RowJson.Position(first[usable.Item.Id])} already.")
                : row),
        ];
    }
}

/// <summary>What became of one row of a data set. Closed: every row is exactly one of the two.</summary>
/// <param name="Number">The row's line or position, from 1.</param>
public abstract record DataSetRow(int Number)
{
    /// <summary>It can be asked.</summary>
    public sealed record Usable(int Number, EvaluationItem Item) : DataSetRow(Number);

    /// <summary>It cannot be asked.</summary>
    /// <param name="Number">The row's line or position, from 1.</param>
    /// <param name="Sentence">In words, with what to do.</param>
    public sealed record Bad(int Number, Sentence Sentence) : DataSetRow(Number)
    {
        /// <summary>It in English.</summary>
        public string Reason => Sentence.ToString();
    }
}

/// <summary>A row of a data set cannot be used; the message says why. Ends the reading of that row alone.</summary>
public sealed class BadRowException : Exception
{
    public BadRowException()
        : this("The row cannot be used.")
    {
    }

    public BadRowException(string message)
        : this((Sentence)message)
    {
    }

    public BadRowException(string message, Exception innerException)
        : base(message, innerException) => Sentence = message;

    public BadRowException(Sentence sentence)
        : base(sentence.ToString()) => Sentence = sentence;

    /// <summary>The message with its values.</summary>
    public Sentence Sentence { get; }
}

/// <summary>Members of a row's JSON, refused in words where they are of another kind.</summary>
internal static class RowJson
{
    /// <summary>The first of several names that is there, or null.</summary>
    public static JsonElement? Find(JsonElement row, params ReadOnlySpan<string> names)
    {
        foreach (var name in names)
        {
            if (row.ValueKind == JsonValueKind.Object && row.TryGetProperty(name, out var value) && value.ValueKind != JsonValueKind.Null)
            {
                return value;
            }
        }

        return null;
    }

    /// <summary>The first of several names that is there.</summary>
    /// <exception cref="BadRowException">None is.</exception>
    public static JsonElement Require(JsonElement row, params ReadOnlySpan<string> names) =>
        Find(row, names) ?? throw new BadRowException($"'{names[0]}' is missing.");

    /// <summary>A text, or the text of a number.</summary>
    public static string? Text(JsonElement? value) => value is { } element ? Cell(element) : null;

    /// <summary>A text, number, true, false; null for JSON's null.</summary>
    /// <exception cref="BadRowException">It is a list or an object.</exception>
    public static string? Cell(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Null or JsonValueKind.Undefined => null,
        JsonValueKind.String => value.GetString(),
        JsonValueKind.Number or JsonValueKind.True or JsonValueKind.False => value.GetRawText(),
        _ => throw new BadRowException("A list or an object stands where a text or a number is expected."),
    };

    /// <summary>A list of texts; a single text is a list of one.</summary>
    public static IReadOnlyList<string> Texts(JsonElement? value) => value switch
    {
        null => [],
        { ValueKind: JsonValueKind.Array } list => [.. list.EnumerateArray().Select(static item => Cell(item) ?? string.Empty)],
        { } single => [Cell(single) ?? string.Empty],
    };

    /// <summary>A list of rows of cells.</summary>
    /// <exception cref="BadRowException">It is no list of lists.</exception>
    public static IReadOnlyList<IReadOnlyList<string?>> Rows(JsonElement value, string name)
    {
        if (value.ValueKind != JsonValueKind.Array || value.EnumerateArray().Any(static row => row.ValueKind != JsonValueKind.Array))
        {
            throw new BadRowException($"'{name}' is not a list of rows.");
        }

        return [.. value.EnumerateArray().Select(static row => (IReadOnlyList<string?>)[.. row.EnumerateArray().Select(Cell)])];
    }

    public static string Position(int number) => number.ToString();
}
