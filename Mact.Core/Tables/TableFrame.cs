namespace Mact.Core.Tables;

/// <summary>
/// Tells the table in a source from what stands around it: titles and comments above, a header of one or two rows, totals and notes below. Found by
/// shape: the header is full and unlike the rows below it.
/// </summary>
internal static class TableFrame
{
    private const int MaxTitles = 40;

    /// <summary>The table in these rows, or a refusal.</summary>
    public static TableReading Build(
        string name, List<string[]> rows, TableLimits limits, TableSettings settings, IReadOnlyList<TableRepair> before)
    {
        var repairs = new List<TableRepair>(before);
        var start = rows.FindIndex(static row => row.Length > 0);
        if (start < 0)
        {
            return new TableReading.Refused("empty", "The source has no cell with any content. Give a header line and at least one row.");
        }

        rows.RemoveRange(0, start);
        string?[] header;
        var place = settings.HeaderRow ?? 0;
        var top = rows.Take(Math.Max(place, MaxTitles + 2)).ToList();
        if (settings.HeaderRow is null)
        {
            header = FindHeader(rows, repairs, out place);
        }
        else if (place > rows.Count)
        {
            return new TableReading.Refused("invalidHeaderRow", $"Row {place} is to be the header, but the source has {rows.Count} rows.");
        }
        else
        {
            header = place == 0 ? new string?[rows.Max(static row => row.Length)] : rows[place - 1];
            rows.RemoveRange(0, place);
        }

        TableFooter.Cut(header, rows, settings, repairs);
        TableFooter.CutRepeatedHeaders(header, rows, repairs);

        if (!rows.Exists(static row => row.Length > 0))
        {
            return new TableReading.Refused("empty", "There is a header line, but no row below it. Give at least one row.");
        }

        return TableBuilder.Build(name, header, rows, limits, settings: settings) switch
        {
            TableReading.Success success => success with
            {
                Repairs = [.. repairs, .. success.Repairs],
                Header = new(place, [.. top.Take(Math.Max(0, place - 1))]),
            },
            var other => other,
        };
    }

    /// <summary>Takes titles and header off the rows.</summary>
    private static string?[] FindHeader(List<string[]> rows, List<TableRepair> repairs, out int place)
    {
        place = 0;
        var shape = new TableShape(rows);
        var at = FindHeaderRow(rows, shape);
        if (at < 0)
        {
            repairs.Add(new("noHeader", "No row names the columns; they are called col_1, col_2, … Use a row as the header if one does."));
            return new string?[shape.Width];
        }

        string?[] header = rows[at];
        var end = at + 1;
        if (end < rows.Count && shape.IsSecondHeader(rows[at], rows[end], end))
        {
            header = Combine(rows[at], TableShape.WithoutUnitsName(rows[end]), shape.Width);
            end++;
        }

        if (end < rows.Count - 1 && rows[end].Length > 0 && Array.TrueForAll(rows[end], IsRule))
        {
            rows.RemoveAt(end);
        }

        while (at > 0 && TableShape.IsGroupRow(rows[at - 1], header))
        {
            header = Combine(rows[--at], header, shape.Width);
        }

        ReportTitles(rows, at, repairs);
        if (TableShape.FindSecondTable(rows[end..]) is var second and >= 0)
        {
            repairs.Add(new(
                "secondTable",
                $"A second table seems to begin at row {end + second + 1} (\"{Short(string.Join(" | ", rows[end + second]))}\"); its rows are read "
                    + $"as rows of the first. Put it into a source of its own."));
        }

        if (end > at + 1)
        {
            repairs.Add(
                new("twoRowHeader", $"{(end - at == 2 ? "Two" : (Sentence)$"{end - at}"):words} rows name the columns; they were joined: "
                    + $"{string.Join(", ", header.Take(4).Select(static name => $"\"{name}\""))}."));
        }

        rows.RemoveRange(0, end);
        place = end;
        return header;
    }

    private static int FindHeaderRow(List<string[]> rows, TableShape shape)
    {
        if (shape.Width == 1 || rows.Count < 2)
        {
            return rows.Count > 2 && IsComment(rows[0]) && !IsComment(rows[1]) ? 1 : 0;
        }

        for (var at = 0; at < Math.Min(rows.Count - 1, MaxTitles); at++)
        {
            var filled = Filled(rows[at]);
            var title = filled == 0 || IsTitle(rows[at], filled, shape.Width) || (IsComment(rows[at]) && shape.IsHeaderLike(rows[at + 1], at + 2));
            if (title || IsOfBlockAbove(rows, at, shape) || shape.IsHeadlineOf(rows[at], rows[at + 1], at + 2))
            {
                continue;
            }

            // A row before it that is all there is to name the columns is no title: only a header may end the search.
            return at == 0 ? (shape.IsData(rows[0]) ? -1 : 0) : shape.IsHeaderLike(rows[at], at + 1) ? at : 0;
        }

        return 0;
    }

    /// <summary>"-----" below each name.</summary>
    private static bool IsRule(string cell) => cell.Trim() is { Length: > 1 } rule && !rule.AsSpan().ContainsAnyExcept("-=");

    private static bool IsTitle(string[] row, int filled, int width) =>
        filled == 1 && width > 1 ? row.Length == 1 || !string.IsNullOrWhiteSpace(row[0]) || width > 3 : filled * 2 < width;

    /// <summary>"Date:,2024-01-01" above an empty row, in a table of more columns.</summary>
    private static bool IsOfBlockAbove(List<string[]> rows, int at, TableShape shape)
    {
        var end = rows.FindIndex(at, static row => row.Length == 0);
        var below = end < 0 ? -1 : rows.FindIndex(end, static row => row.Length > 0);
        return end > at && end < MaxTitles && below > 0
            && (rows.Skip(at).Take(end - at).All(row => Filled(row) < shape.Width)
                ? rows.Skip(end).Take(MaxTitles).Any(row => Filled(row) >= shape.Width)
                : IsOfKeys(rows[(rows.FindLastIndex(at, static row => row.Length == 0) + 1)..end]) && below < rows.Count - 1
                    && Filled(rows[below]) >= shape.Width && shape.IsHeaderLike(rows[below], below + 1));
    }

    /// <summary>"Account,12345678" and the like above an empty row: pairs of a name and anything, which are no table of their own.</summary>
    private static bool IsOfKeys(List<string[]> block) => block.TrueForAll(static row => row.Length == 2)
        && (block.TrueForAll(static row => row[0].TrimEnd().EndsWith(':'))
            || NumberText.TryParse(block[0][1], out double _) || DateText.TryRead(block[0][1].Trim(), out _));

    /// <summary>"# exported on …": a hash and a space; "#1" and "#,Name" are cells.</summary>
    private static bool IsComment(string[] row) => row.Length > 0 && row[0].TrimStart() is { Length: > 2 } text
        && (
            text.StartsWith("# ", StringComparison.Ordinal)
                || text.StartsWith("##", StringComparison.Ordinal) || text.StartsWith("//", StringComparison.Ordinal));

    private static void ReportTitles(List<string[]> rows, int count, List<TableRepair> repairs)
    {
        if (TableShape.FindSecondTable([[], .. rows[..count]]) is var table and > 0)
        {
            repairs.Add(new(
                "secondTable",
                $"Another table above this one was left out (\"{Short(string.Join(" | ", rows[table - 1]))}\"). Put it into a source of its own."));
            count = table - 1;
        }

        var titles = rows.Take(count).Select(static row => string.Join(' ', row.Where(static cell => !string.IsNullOrWhiteSpace(cell))).Trim())
            .Where(static text => text.Length > 0).ToList();
        if (titles.Count > 0)
        {
            repairs.Add(
                new(
                    "title",
                    $"{(titles.Count == 1 ? "The row" : (Sentence)$"{titles.Count} rows"):words} above the header "
                        + $"{(titles.Count == 1 ? "was" : "were"):words} left out: "
                        + $"{string.Join("; ", titles.Select(static text => $"\"{Short(text)}\""))}."));
        }
    }

    /// <summary>Names of a group go on to the right until the next one.</summary>
    private static string?[] Combine(string?[] upper, string?[] lower, int width)
    {
        var names = new string?[Math.Max(width, Math.Max(upper.Length, lower.Length))];
        var group = string.Empty;
        for (var c = 0; c < names.Length; c++)
        {
            var above = c < upper.Length ? upper[c]?.Trim() ?? string.Empty : string.Empty;
            var below = c < lower.Length ? lower[c]?.Trim() ?? string.Empty : string.Empty;
            group = above.Length > 0 ? above : group;
            names[c] = below.Length == 0 || below == above ? above : above.Length == 0 && (c == 0 || group.Length == 0) ? below : $"{group} {below}";
        }

        return names;
    }

    internal static int Filled(string?[] row) => row.Count(static cell => !string.IsNullOrWhiteSpace(cell));

    internal static string Short(string text) => text.Length <= 80 ? text : text[..80] + "…";
}
