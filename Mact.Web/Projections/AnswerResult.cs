using System.Globalization;
using System.Text;
using Microsoft.Extensions.Localization;

namespace Mact.Web.Projections;

/// <summary>What stands in a column of a result.</summary>
public enum ResultKind
{
    /// <summary>Words.</summary>
    Text,

    /// <summary>Numbers, shown with the form of the column that they come from.</summary>
    Number,

    /// <summary>Days, months or years: they have an order, and are not added up.</summary>
    Date,
}

/// <summary>A column of a result.</summary>
/// <param name="Name">As the program names it.</param>
/// <param name="Kind">What all of its cells are.</param>
/// <param name="Form">How its numbers are written.</param>
/// <param name="Computed">The one calculation that it holds, as far as its program says so; else null.</param>
public sealed record ResultColumn(string Name, ResultKind Kind, NumberForm Form, Computed? Computed)
{
    /// <summary>What a person reads above it: what was computed, else the program's name for it.</summary>
    public string Label(IStringLocalizer<Texts> t) => Computed?.Text(t) ?? Name;

    /// <summary>How its days are written; null where it holds none.</summary>
    public DateForm? Dates { get; init; }

    /// <summary>By what rows are sorted: numbers and days by what they are; missing cells come last.</summary>
    public (bool IsMissing, decimal Number, string Text) Order(string? cell) => cell is null ? (true, 0, string.Empty) : Kind switch
    {
        ResultKind.Number => (false, CellValue.Number(cell) ?? 0, string.Empty),
        ResultKind.Date => (false, Dates?.Read(cell)?.Ticks ?? 0, cell),
        _ => (false, 0, cell),
    };

    /// <summary>A cell as it is read; a missing one is a dash.</summary>
    public string Show(string? cell) => cell is null ? "–"
        : Kind == ResultKind.Number && CellValue.Number(cell) is { } number ? Form.Show(number) : cell;
}

/// <summary>The executed result that an answer is: taken from the records (and whole from its program), never read from the answer's text.</summary>
/// <param name="Columns">In the program's order.</param>
/// <param name="Rows">Cells as text; null = NULL.</param>
/// <param name="RowCount">Rows in all, of which some may not be here.</param>
/// <param name="Sql">The program, runnable by itself; null where none is recorded.</param>
public sealed record AnswerResult(IReadOnlyList<ResultColumn> Columns, IReadOnlyList<IReadOnlyList<string?>> Rows, int RowCount, string? Sql)
{
    /// <summary>All rows are here.</summary>
    public bool IsWhole => Rows.Count >= RowCount;

    /// <summary>The result that the answer is, or that its one value stands in; null where no executed result has it.</summary>
    /// <param name="run">The run.</param>
    /// <param name="source">How numbers are written in the columns of the question's tables.</param>
    public static AnswerResult? Of(RunTimeline run, SourceForms source)
    {
        if (run.Answer is not { } answer)
        {
            return null;
        }

        foreach (var (group, sql) in Candidates(run, answer))
        {
            var whole = Whole(group, answer.Values);
            if (whole is not null || Covers(group, answer.Values))
            {
                return From(
                    group.Columns, whole ?? group.Rows, whole?.Count ?? group.RowCount,
                    sql is null ? null : EvidenceProgram.SelfContained(sql, run.Records), source);
            }
        }

        return null;
    }

    /// <summary>The same with all rows, as the program gives them again.</summary>
    public AnswerResult With(IReadOnlyList<string> columns, IReadOnlyList<IReadOnlyList<string?>> rows, int rowCount, SourceForms source) =>
        From(columns, rows, rowCount, Sql, source);

    /// <summary>Whether a person is better served by the table than by the values in a row.</summary>
    public bool IsTableFor(RunAnswer answer)
    {
        return answer.Values.Count > 1 && (Columns.Count > 1 || RowCount > 8);
    }

    /// <summary>The answer's one value with the form of its column; the value itself where it stands in no number column.</summary>
    public string Show(string value)
    {
        var place = Rows.SelectMany(static row => row.Index()).FirstOrDefault(
            cell => cell.Item is not null && CellValue.Key(cell.Item) == CellValue.Key(value));
        return place.Item is null || value.Any(char.IsLetter) ? value : Columns[place.Index].Show(place.Item);
    }

    /// <summary>RFC 4180, with the values as they were computed.</summary>
    public string ToCsv(IStringLocalizer<Texts> t) => Lines(',', t, CsvCell.Write);

    /// <summary>Tabs between the values, which is what spreadsheets take from the clipboard.</summary>
    public string ToTsv(IStringLocalizer<Texts> t) =>
        Lines('\t', t, static cell => CsvCell.Harmless(cell.ReplaceLineEndings(" ").Replace('\t', ' ')));

    private string Lines(char separator, IStringLocalizer<Texts> t, Func<string, string> write)
    {
        var text = new StringBuilder().AppendJoin(separator, Columns.Select(column => write(column.Label(t)))).Append("\r\n");
        foreach (var row in Rows)
        {
            text.AppendJoin(separator, row.Select(cell => write(cell ?? string.Empty))).Append("\r\n");
        }

        return text.ToString();
    }

    // The step that the answer was read from comes first, then the latest; of a run without steps, what was executed.
    private static IEnumerable<(ResultGroup Group, string? Sql)> Candidates(RunTimeline run, RunAnswer answer)
    {
        foreach (var step in run.Steps.OrderByDescending(step => step.Number == answer.EvidenceStep).ThenByDescending(static step => step.Number))
        {
            if (step.Winner is { } winner)
            {
                yield return (winner, step.Observed?.Sql);
            }
        }

        if (answer.Sql is { } sql && EvidenceProgram.Of(run.Records) is { Recorded: { } recorded })
        {
            yield return (recorded, sql);
        }
    }

    // All rows where the answer holds them, with the place that an empty cell keeps; a record has the first ones, and these decide whether it does.
    private static IReadOnlyList<IReadOnlyList<string?>>? Whole(ResultGroup group, IReadOnlyList<string> values)
    {
        var isList = group.Columns.Count == 1;
        var known = isList ? [.. group.Rows.Where(static row => !string.IsNullOrEmpty(row[0]))] : group.Rows;
        var rows = values.Chunk(group.Columns.Count).ToList();
        if (group.RowCount < 2 || (isList ? rows.Count < known.Count : values.Count != group.RowCount * group.Columns.Count)
            || !known.Zip(rows).All(static pair => pair.First.Zip(pair.Second).All(static cell => IsSame(cell.First, cell.Second))))
        {
            return null;
        }

        // An answer spells a number as its cell does: "$1,200" for 1200.
        var isNumber = Enumerable.Range(0, group.Columns.Count)
            .Select(column => known.All(row => row[column] is not { } cell || IsPlain(cell))).ToList();
        return
        [
            .. known,
            .. rows.Skip(known.Count).Select(row => row.Select(
                (cell, column) => cell.Length == 0 ? null
                    : isNumber[column] && !IsPlain(cell) && CellValue.Number(cell) is { } number ? number.ToString() : cell).ToList()),
        ];
    }

    private static bool IsPlain(string cell) => double.TryParse(cell, NumberStyles.Float, CultureInfo.InvariantCulture, out _);

    // Long texts are cut in a record, and lines are joined in an answer.
    private static bool IsSame(string? recorded, string answered) => CellValue.Key(recorded ?? string.Empty) == CellValue.Key(answered)
        || recorded is { Length: >= 1000 } || recorded?.Contains('\n', StringComparison.Ordinal) == true;

    // Every value is a cell, and there is one for each row that is here.
    private static bool Covers(ResultGroup group, IReadOnlyList<string> values)
    {
        var cells = group.Rows.SelectMany(static row => row).OfType<string>().Select(CellValue.Key).ToHashSet(StringComparer.Ordinal);
        return values.Count >= group.Rows.Count && values.All(value => cells.Contains(CellValue.Key(value)));
    }

    /// <summary>The names of a result's columns as a person reads them: what its program computes, else the program's names.</summary>
    public static IReadOnlyList<string> Labels(IReadOnlyList<string> names, string? sql, IStringLocalizer<Texts> t)
    {
        var statement = sql is null ? null : new SelectLists(sql);
        return statement?.Own.Count == names.Count
            ? [.. names.Select((name, index) => Computed.Read(statement.Origin(index))?.Text(t) ?? name)]
            : names;
    }

    /// <summary>The columns of a result: what they hold, how they are written, and what they are called.</summary>
    public static IReadOnlyList<ResultColumn> ColumnsOf(
        IReadOnlyList<string> names, IReadOnlyList<IReadOnlyList<string?>> rows, string? sql, SourceForms source) =>
        From(names, rows, rows.Count, sql, source).Columns;

    private static AnswerResult From(
        IReadOnlyList<string> names, IReadOnlyList<IReadOnlyList<string?>> rows, int rowCount, string? sql, SourceForms source)
    {
        var statement = sql is null ? null : new SelectLists(sql);
        var columns = names.Select((name, index) =>
        {
            var cells = rows.Select(row => index < row.Count ? row[index] : null).OfType<string>().Where(static cell => cell.Length > 0).ToList();
            var dates = DateForm.Of(name, cells);
            var kind = cells.Count == 0 ? ResultKind.Text : dates is not null ? ResultKind.Date
                : cells.TrueForAll(static cell => CellValue.Number(cell) is not null) ? ResultKind.Number : ResultKind.Text;
            var expression = statement?.Own.Count == names.Count ? statement.Origin(index) : null;
            return new ResultColumn(
                name, kind, kind == ResultKind.Number ? source.Of(name, expression, cells) : NumberForm.Plain, Computed.Read(expression))
            {
                Dates = dates,
            };
        });
        return new([.. columns], rows, rowCount, sql);
    }
}

/// <summary>Results as one line of text.</summary>
public static class ResultText
{
    private const int MaxListedRows = 3;

    /// <summary>An answer in a list of questions: the values; of a table "4 rows: East 15,300.75; North 9,000.00; …".</summary>
    /// <param name="answer">The values, row by row.</param>
    /// <param name="columns">The names of a table's columns; null for a value or a list.</param>
    /// <param name="t">The texts of the page.</param>
    public static string Line(IReadOnlyList<string> answer, IReadOnlyList<string>? columns, IStringLocalizer<Texts> t)
    {
        if (columns is not { Count: > 1 } || answer.Count == 0 || answer.Count % columns.Count != 0)
        {
            return string.Join(", ", answer.Select(Dissent.WithoutBars));
        }

        List<string[]> rows = [.. answer.Chunk(columns.Count)];
        var forms = columns.Select((name, column) => rows.TrueForAll(row => CellValue.Number(row[column]) is not null)
            ? SourceForms.None.Of(name, expression: null, rows.Select(row => row[column])) : null).ToList();
        var shown = string.Join(
            "; ", rows.Take(MaxListedRows).Select(
                row => string.Join(' ', row.Select((cell, column) => forms[column]?.Show(CellValue.Number(cell)!.Value) ?? cell))));
        return rows.Count == 1 ? shown
            : $"{t.Count(rows.Count, "{0} row", "{0} rows")}: {shown}{(rows.Count > MaxListedRows ? "; …" : string.Empty)}";
    }
}
