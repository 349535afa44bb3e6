using System.Buffers;

namespace Mact.Core.Tables;

/// <summary>Tables as programs draw them on a screen: in boxes of lines, or with their cells below one another.</summary>
internal static class TextTables
{
    private const int MinGap = 2;
    private const int MinLines = 3;
    private const int MaxLineLength = 2_000;

    private static readonly SearchValues<char> Bars = SearchValues.Create("│┃║┆┇┊┋");

    private static readonly SearchValues<char> Strong = SearchValues.Create("=─━═╌");

    private static readonly SearchValues<char> Rules = SearchValues.Create("-=─━═╌");

    /// <summary>With the plain bar in place of those of boxes, where a line begins with one of them.</summary>
    public static string WithPlainBars(string text)
    {
        var first = text.AsSpan().IndexOfAny(Bars);
        if (first < 0 || !text.AsSpan(0, first).TrimEnd(' ').IsEmpty && text.AsSpan(0, first).TrimEnd(' ')[^1] != '\n')
        {
            return text;
        }

        return string.Create(text.Length, text, static (span, source) =>
        {
            source.CopyTo(span);
            for (var rest = span; rest.IndexOfAny(Bars) is var at and >= 0; rest = rest[(at + 1)..])
            {
                rest[at] = '|';
            }
        });
    }

    /// <summary>Leaves out the lines of a box and of Markdown, and the sides of the box.</summary>
    public static void CutLines(List<string[]> rows)
    {
        rows.RemoveAll(IsLine);
        if (rows.Exists(static row => row.Length > 1)
            && rows.TrueForAll(static row => row.Length < 2 || string.IsNullOrWhiteSpace(row[0])))
        {
            for (var at = 0; at < rows.Count; at++)
            {
                rows[at] = rows[at].Length > 1 ? rows[at][1..] : rows[at];
            }
        }
    }

    /// <summary>The rows of lines whose cells stand below one another, at least two spaces apart in every line; null where they do not.</summary>
    /// <exception cref="SourceRefusedException">A limit is passed.</exception>
    public static List<string[]>? Aligned(string text, ReadingBudget budget)
    {
        var head = text.AsSpan().TrimStart("\r\n");
        var end = head.IndexOf('\n');
        if (end < 0 || !head[..end].Trim().Contains("  ", StringComparison.Ordinal) || Cells(text, budget) is not { } cells)
        {
            return null;
        }

        var rows = new List<string[]>();
        foreach (var range in text.AsSpan().Split('\n'))
        {
            var line = text.AsSpan(range).TrimEnd();
            budget.Step();
            if (line.IsEmpty || IsLine([line.ToString()]))
            {
                continue;
            }

            var row = new string[cells.Count];
            for (var c = 0; c < row.Length; c++)
            {
                var (from, to) = (cells[c], c + 1 < cells.Count ? cells[c + 1] : line.Length);
                row[c] = from < line.Length ? line[from..Math.Min(to, line.Length)].Trim().ToString() : string.Empty;
            }

            budget.Row(row.Length);
            rows.Add(row);
        }

        return rows;
    }

    /// <summary>Where the cells begin: behind gaps that are gaps in every line.</summary>
    private static List<int>? Cells(string text, ReadingBudget budget)
    {
        var filled = new bool[MaxLineLength];
        var lines = 0;
        foreach (var range in text.AsSpan().Split('\n'))
        {
            var line = text.AsSpan(range).TrimEnd();
            budget.Step();
            if (line.Length > MaxLineLength || line.Contains('\t'))
            {
                return null;
            }

            lines += line.IsEmpty ? 0 : 1;
            for (var at = IsLineOf(line) ? line.Length : 0; at < line.Length; at++)
            {
                filled[at] |= line[at] != ' ';
            }
        }

        var cells = new List<int>();
        var gap = MinGap;
        for (var at = 0; at < filled.Length; at++)
        {
            if (filled[at] && gap >= MinGap)
            {
                cells.Add(at);
            }

            gap = filled[at] ? 0 : gap + 1;
        }

        return lines >= MinLines && cells.Count > 1 ? cells : null;
    }

    private static bool IsLine(string[] row) =>
        row.Length > 0 && Array.TrueForAll(row, static cell => IsLineOf(cell) || string.IsNullOrWhiteSpace(cell))
            && Array.Exists(row, static cell => cell.AsSpan().ContainsAny(Rules));

    private static bool IsLineOf(ReadOnlySpan<char> text)
    {
        foreach (var c in text)
        {
            if (c is not ('-' or '+' or '=' or ':' or '|' or ' ' or (>= '\u2500' and <= '\u257f')))
            {
                return false;
            }
        }

        return !text.IsWhiteSpace() && (text.Contains("--", StringComparison.Ordinal) || text.ContainsAny(Strong));
    }
}
