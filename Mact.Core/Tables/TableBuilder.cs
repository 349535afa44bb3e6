using static Mact.Core.Tables.TableRepairs;

namespace Mact.Core.Tables;

/// <summary>
/// Makes a typed <see cref="Table"/> of a header and rows of text: repairs names and row lengths, drops empty rows, detects types, and reports each
/// repair. Cells are trimmed; their text is kept beside the value.
/// </summary>
public static class TableBuilder
{
    /// <summary>Different texts of a column of which each is looked at and kept once.</summary>
    private const int MaxKnown = 16_000;

    /// <summary>Builds a table, or refuses in words. Never throws for what the source holds.</summary>
    /// <param name="name">Wanted name; made safe for SQL.</param>
    /// <param name="header">One entry a column; may be blank or repeated.</param>
    /// <param name="rows">Cells as text, in source order.</param>
    /// <param name="limits">What is too large.</param>
    /// <param name="types">Types by column where they are known; detected from the data otherwise.</param>
    /// <param name="strictRows">Refuse a row that is not as long as the header, rather than padding it: for rows sent by a program.</param>
    /// <param name="settings">How numbers and dates are written, where a person has said it.</param>
    /// <param name="keepEmptyRows">A row without any value is a record as well, as in sources where it is no line by chance.</param>
    public static TableReading Build(
        string name,
        IReadOnlyList<string?> header,
        IReadOnlyList<IReadOnlyList<string?>> rows,
        TableLimits limits,
        IReadOnlyList<ColumnType>? types = null,
        bool strictRows = false,
        TableSettings? settings = null,
        bool keepEmptyRows = false)
    {
        if (strictRows && FindRagged(header.Count, rows) is { } ragged)
        {
            return ragged;
        }

        var repairs = new List<TableRepair>();
        var kept = keepEmptyRows ? [.. rows] : DropEmptyRows(rows, repairs);
        var width = Math.Max(header.Count, kept.Count == 0 ? 0 : kept.Max(FilledLength));
        if (width == 0)
        {
            return new TableReading.Refused("empty", "There is no column: the source is empty. Give a header line and at least one row.");
        }

        if (header.Index().FirstOrDefault(name => name.Item?.Length > limits.MaxCellLength) is { Item: { } longest } named)
        {
            return limits.CellTooLong(named.Index + 1, longest.Length);
        }

        if (CheckSize(width, kept, limits) is { } tooLarge)
        {
            return tooLarge;
        }

        TableRepairs.RaggedRows(header.Count, width, kept, repairs);
        var sources = KeptColumns(header, width, kept, types is not null, repairs);
        var names = HeaderNames.Make([.. sources.Select(source => source < header.Count ? header[source] : null)], repairs);
        var readings = Decide(names, sources, kept, types, settings ?? TableSettings.None, repairs);
        var columns = names.Select((column, c) => new Column(column.Name, column.Original, readings[c].Type)).ToArray();
        var cells = new Cell[kept.Count * sources.Count];
        var reports = new List<TableRepair>[columns.Length];
        ForEachColumn<Cell>(columns.Length, kept.Count, (c, known) =>
        {
            var source = sources[c];
            for (var r = 0; r < kept.Count; r++)
            {
                cells[(r * columns.Length) + c] = ParseOnce(source < kept[r].Count ? kept[r][source] : null, readings[c], known);
            }

            if (types is null && readings[c].Type == ColumnType.Text)
            {
                SetApartTimes(cells, c, columns.Length);
            }

            TableRepairs.Cells(columns, cells, c, reports[c] = []);
            reports[c].AddRange(ColumnDoubts.Of(columns[c], ColumnOf(cells, c, columns.Length)));
            if (readings[c].Type == ColumnType.Text)
            {
                TableRepairs.Units(columns[c].Name, TextsOf(cells, c, columns.Length), repairs, reports[c]);
            }
        });
        repairs.AddRange(reports.SelectMany(static report => report));
        return new TableReading.Success(new Table(SafeNames.ForTable(name), columns, cells), repairs);
    }

    /// <summary>Columns know nothing of one another: those of large tables share the cores. What is known of the texts of a column is kept in one
    /// place for all columns of a core.</summary>
    private static void ForEachColumn<T>(int columns, int rows, Action<int, Dictionary<string, T>> read)
    {
        const int largeTable = 50_000;
        var cores = (long)columns * rows >= largeTable ? Math.Min(4, Environment.ProcessorCount) : 1;
        Parallel.For(
            0,
            columns,
            new ParallelOptions { MaxDegreeOfParallelism = cores },
            () => new Dictionary<string, T>(Math.Min(rows, MaxKnown), StringComparer.Ordinal),
            (c, _, known) =>
            {
                known.Clear();
                read(c, known);
                return known;
            },
            static _ => { });
    }

    /// <summary>In a column of times and durations, what is none ("DNF") has no value, as it would make the longest of them.</summary>
    private static void SetApartTimes(Cell[] cells, int column, int width)
    {
        if (!DurationText.Survey(TextsOf(cells, column, width)).IsDuration)
        {
            return;
        }

        for (var at = column; at < cells.Length; at += width)
        {
            cells[at] = DurationText.TryParse(cells[at].Text, out _, isMinute: true) ? cells[at] : cells[at] with { Value = null };
        }
    }

    private static IEnumerable<Cell> ColumnOf(Cell[] cells, int column, int width)
    {
        for (var at = column; at < cells.Length; at += width)
        {
            yield return cells[at];
        }
    }

    private static IEnumerable<string> TextsOf(Cell[] cells, int column, int width) =>
        ColumnOf(cells, column, width).Select(static cell => cell.Text);

    /// <summary>Equal cells of a column share one text and one value.</summary>
    private static Cell ParseOnce(string? text, ColumnReading reading, Dictionary<string, Cell> known)
    {
        if (string.IsNullOrEmpty(text))
        {
            return Cell.Null;
        }

        if (known.TryGetValue(text, out var cell))
        {
            return cell;
        }

        cell = CellParser.Parse(text, reading);
        if (known.Count < MaxKnown)
        {
            known.Add(text, cell);
        }

        return cell;
    }

    private static ColumnReading[] Decide(
        IReadOnlyList<(string Name, string Original)> names,
        List<int> sources,
        List<IReadOnlyList<string?>> rows,
        IReadOnlyList<ColumnType>? types,
        TableSettings settings,
        List<TableRepair> repairs)
    {
        var surveys = new ColumnSurvey[sources.Count];
        ForEachColumn<int>(surveys.Length, rows.Count, (c, known) => surveys[c] = ColumnSurvey.Of(rows, sources[c], known, MaxKnown));

        // "b" alone may be a billion, "s" a second; several of them, or a colon for what is missing, are flags of statistical offices.
        var areFlags = Array.Exists(surveys, static survey => survey.HasColons)
            || surveys.SelectMany(static survey => survey.Flags).Distinct(StringComparer.Ordinal).Skip(1).Any();
        Array.ForEach(surveys, survey => survey.Settle(areFlags));
        var commas = surveys.Sum(static survey => survey.CommaOnly);
        var points = surveys.Sum(static survey => survey.PointOnly);

        // Other columns tell; else commas in a semicolon file are decimal, and in any other file they group thousands.
        NumberFormat? format = commas > points ? NumberFormat.DecimalComma
            : points > commas || !settings.HasSemicolons ? NumberFormat.DecimalPoint
            : surveys.Any(static survey => survey.EitherNumber?.Contains(',', StringComparison.Ordinal) == true) ? NumberFormat.DecimalComma
            : null;
        var days = surveys.Sum(static survey => survey.OnlyDayFirst);
        var months = surveys.Sum(static survey => survey.OnlyMonthFirst);
        DateOrder? order = days > 0 && months == 0 ? DateOrder.DayFirst : months > 0 && days == 0 ? DateOrder.MonthFirst : null;
        var readings = new ColumnReading[sources.Count];
        for (var c = 0; c < sources.Count; c++)
        {
            var survey = surveys[c];
            var shown = commas == points ? survey.Grouping ?? format : format;
            if (types is not null && sources[c] < types.Count)
            {
                readings[c] = survey.DecideFor(types[sources[c]], settings, shown, order);
                if (readings[c].Type != ColumnType.Text)
                {
                    TableRepairs.Decided(names[c].Name, survey, readings[c], isVersion: false, repairs);
                }

                continue;
            }

            var isVersion = survey.LooksLikeVersions || ColumnTyping.NamesVersions(names[c].Original);
            readings[c] = survey.Decide(settings, shown, order, isVersion);
            TableRepairs.Decided(names[c].Name, survey, readings[c], isVersion, repairs);
            TableRepairs.Taken(names[c].Name, survey, readings[c], repairs);
        }

        return readings;
    }

    private static TableReading.Refused? FindRagged(int width, IReadOnlyList<IReadOnlyList<string?>> rows)
    {
        for (var r = 0; r < rows.Count; r++)
        {
            if (rows[r].Count != width)
            {
                return new(
                    "raggedRows", $"Row {r + 1} has {rows[r].Count} cells, but there are {width} columns. Send as many cells in every row.");
            }
        }

        return null;
    }

    private static List<IReadOnlyList<string?>> DropEmptyRows(IReadOnlyList<IReadOnlyList<string?>> rows, List<TableRepair> repairs)
    {
        var kept = new List<IReadOnlyList<string?>>(rows.Count);
        var dropped = 0;
        var first = 0;
        for (var r = 0; r < rows.Count; r++)
        {
            if (FilledLength(rows[r]) > 0)
            {
                kept.Add(rows[r]);
            }
            else if (dropped++ == 0)
            {
                first = r + 1;
            }
        }

        if (dropped > 0)
        {
            repairs.Add(new TableRepair("emptyRow", dropped == 1
                ? (Sentence)$"Row {first} is empty and was left out."
                : $"{dropped} empty rows were left out, the first is row {first}."));
        }

        return kept;
    }

    /// <summary>Up to the last cell that holds something.</summary>
    internal static int FilledLength(IReadOnlyList<string?> row)
    {
        for (var i = row.Count - 1; i >= 0; i--)
        {
            if (!string.IsNullOrWhiteSpace(row[i]))
            {
                return i + 1;
            }
        }

        return 0;
    }

    private static TableReading.Refused? CheckSize(int width, List<IReadOnlyList<string?>> rows, TableLimits limits)
    {
        if (width > limits.MaxColumns)
        {
            return limits.TooManyColumns(width);
        }

        if (rows.Count > limits.MaxRows)
        {
            return limits.TooManyRows(rows.Count);
        }

        if ((long)width * rows.Count > limits.MaxCells)
        {
            return limits.TooManyCells((long)width * rows.Count);
        }

        var text = 0L;
        for (var r = 0; r < rows.Count; r++)
        {
            for (var c = 0; c < rows[r].Count; c++)
            {
                if (rows[r][c]?.Length > limits.MaxCellLength)
                {
                    return limits.CellTooLong(c + 1, rows[r][c]!.Length);
                }

                text += rows[r][c]?.Length ?? 0;
            }
        }

        if (text > limits.MaxText)
        {
            return limits.TooManyBytes(text);
        }

        return null;
    }

    /// <summary>Without given types, a column that has neither a header nor any cell is left out (trailing delimiters).</summary>
    private static List<int> KeptColumns(
        IReadOnlyList<string?> header, int width, List<IReadOnlyList<string?>> rows, bool typed, List<TableRepair> repairs)
    {
        var kept = new List<int>(width);
        for (var c = 0; c < width; c++)
        {
            var blank = !typed && (c >= header.Count || SafeNames.OneLine(header[c]).Length == 0);
            if (!blank || rows.Exists(row => c < row.Count && !string.IsNullOrWhiteSpace(row[c])))
            {
                kept.Add(c);
            }
        }

        if (kept.Count == 0)
        {
            kept.Add(0);
        }

        if (kept.Count < width)
        {
            repairs.Add(
                new(
                    "droppedColumn",
                    $"{Counted(width - kept.Count, "column without header and cells was", "columns without header and cells were"):words} "
                        + $"left out."));
        }

        return kept;
    }
}
