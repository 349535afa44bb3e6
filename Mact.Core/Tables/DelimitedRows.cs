using System.Buffers;
using System.Diagnostics;

namespace Mact.Core.Tables;

/// <summary>Ends the reading of a source that can't become a table; caught by its reader.</summary>
internal sealed class SourceRefusedException(TableReading.Refused reading) : Exception
{
    public TableReading.Refused Reading => reading;
}

/// <summary>What reading one source may still use: time, rows, cells and text. Asked while reading, so that a small file can't become a large
/// table.</summary>
internal sealed class ReadingBudget(TableLimits limits, CancellationToken cancellationToken)
{
    // Cells that are walked over and hold nothing.
    private const long MaxEmpty = 100_000_000;

    private long _start = Stopwatch.GetTimestamp();
    private long _cells, _rows, _steps, _empty, _text;

    public TableLimits Limits => limits;

    /// <summary>For another table of the same source: the time goes on.</summary>
    public ReadingBudget ForNextTable() => new(limits, cancellationToken) { _start = _start };

    /// <summary>Counts a row of so many cells.</summary>
    /// <exception cref="SourceRefusedException">A limit is passed.</exception>
    /// <exception cref="OperationCanceledException">Nobody waits any more.</exception>
    public void Row(int cells)
    {
        _cells += cells;
        _rows += cells > 0 ? 1 : 0;

        // Titles and header rows are no rows of the table yet.
        if (_rows > limits.MaxRows + 20L)
        {
            throw new SourceRefusedException(limits.TooManyRows(_rows));
        }

        if (_cells > limits.MaxCells + (20L * limits.MaxColumns))
        {
            throw new SourceRefusedException(limits.TooManyCells(_cells));
        }

        Step();
    }

    /// <summary>Counts a piece of work; looks at the clock now and then.</summary>
    public void Step()
    {
        if ((++_steps & 255) == 0)
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (Stopwatch.GetElapsedTime(_start) > limits.Timeout)
            {
                throw new SourceRefusedException(limits.TooSlow());
            }
        }
    }

    /// <summary>Counts cells that hold nothing: two cells in far corners of a sheet have sixteen billion between them.</summary>
    /// <exception cref="SourceRefusedException">There are too many.</exception>
    public void Empty(int cells)
    {
        _empty += cells;
        if (_empty > MaxEmpty)
        {
            throw new SourceRefusedException(
                new(
                    "tooManyCells",
                    "A cell lies far outside of the table, with nothing between. Delete it, or save the table as CSV.",
                    TooLarge: true));
        }
    }

    public void Column(int count)
    {
        if (count > limits.MaxColumns)
        {
            throw new SourceRefusedException(limits.TooManyColumns(count));
        }
    }

    /// <summary>Counts a cell of the table. A file may hold a text once and show it in each of its rows.</summary>
    public void Cell(int column, int length)
    {
        Piece(column, length);
        _text += length;
        if (_text > limits.MaxText)
        {
            throw new SourceRefusedException(limits.TooManyBytes(_text));
        }
    }

    /// <summary>Looks at what may become a cell, or a part of one.</summary>
    public void Piece(int column, long length)
    {
        if (length > limits.MaxCellLength)
        {
            throw new SourceRefusedException(limits.CellTooLong(column, length));
        }
    }
}

/// <summary>
/// Splits delimited text into rows of cells. A quote opens a cell at its start only, and must be closed before a delimiter or a line's end; one that
/// is not is a character like any other, and its line is told.
/// </summary>
internal sealed class DelimitedRows
{
    private const int MaxEmptyRows = 1_000;
    private const int PoolSize = 8_192;
    private const int MaxPooled = 32;

    private readonly string _text;
    private readonly char _delimiter;
    private readonly ReadingBudget? _budget;
    private readonly SearchValues<char> _ends;
    private readonly string?[] _pool = new string?[PoolSize];
    private readonly List<string> _row = [];
    private int _at, _line = 1, _filledWidth, _emptyRows;
    private long _failedWork;

    private DelimitedRows(string text, char delimiter, ReadingBudget? budget)
    {
        (_text, _delimiter, _budget) = (text, delimiter, budget);
        HasBackslashes = EscapesQuotes(text, delimiter);
        _ends = SearchValues.Create([delimiter, '\n', '\r']);
    }

    /// <summary>The rows; a line without any cell is an empty row.</summary>
    public List<string[]> Rows { get; } = [];

    /// <summary>Lines, from 1, on which a quote is opened and not closed.</summary>
    public List<int> LoneQuotes { get; } = [];

    /// <summary>Quotes inside of cells are written behind a backslash, as programs of databases do.</summary>
    public bool HasBackslashes { get; }

    /// <summary>All rows, or the first of them.</summary>
    /// <exception cref="SourceRefusedException">A limit is passed.</exception>
    public static DelimitedRows Read(string text, char delimiter, ReadingBudget? budget, int maxRows = int.MaxValue)
    {
        var rows = new DelimitedRows(text, delimiter, budget);
        while (rows._at < text.Length && rows.Rows.Count < maxRows)
        {
            rows.ReadRow();
        }

        return rows;
    }

    private void ReadRow()
    {
        _row.Clear();
        var filled = 0;
        while (true)
        {
            var cell = ReadCell();
            if (!string.IsNullOrWhiteSpace(cell))
            {
                filled = _row.Count + 1;
                _budget?.Column(filled);
                _budget?.Cell(filled, cell.Length);
            }

            if (_row.Count < 2_000)
            {
                _row.Add(cell);
            }

            if (_at >= _text.Length || _text[_at] != _delimiter)
            {
                break;
            }

            _at++;
            _budget?.Step();
            if (_at == _text.Length)
            {
                _row.Add(string.Empty);
                break;
            }
        }

        EndLine();
        _filledWidth = Math.Max(_filledWidth, filled);
        var width = filled == 0 ? 0 : Math.Max(filled, Math.Min(_row.Count, _filledWidth));
        _budget?.Row(width);
        if (width > 0 || _emptyRows++ < MaxEmptyRows)
        {
            Rows.Add(width == 0 ? [] : [.. _row[..Math.Min(width, _row.Count)]]);
        }
    }

    private void EndLine()
    {
        if (_at < _text.Length && _text[_at] == '\r')
        {
            _at++;
        }

        if (_at < _text.Length && _text[_at] == '\n')
        {
            _at++;
        }

        _line++;
    }

    private string ReadCell()
    {
        var start = _at;
        while (start < _text.Length && _text[start] == ' ')
        {
            start++;
        }

        if (start < _text.Length && _text[start] == '"' && ReadQuoted(start) is { } quoted)
        {
            return quoted;
        }

        var length = _text.AsSpan(_at).IndexOfAny(_ends);
        var cell = length < 0 ? _text.AsSpan(_at) : _text.AsSpan(_at, length);
        _at += cell.Length;
        return Pooled(cell);
    }

    /// <summary>A cell in quotes, or null where they are not closed as quotes are.</summary>
    private string? ReadQuoted(int open)
    {
        var from = open + 1;
        var doubled = false;
        var broken = false;
        for (var at = from; ; at++)
        {
            var next = _text.AsSpan(at).IndexOf('"');
            if (next < 0 || _failedWork > 8L * _text.Length)
            {
                return Fail(next < 0 ? _text.Length - open : 0);
            }

            at += next;
            if (HasBackslashes && IsBehindBackslash(from, at))
            {
                continue;
            }

            if (at + 1 < _text.Length && _text[at + 1] == '"')
            {
                doubled = true;
                at++;
                continue;
            }

            var after = at + 1;
            while (after < _text.Length && _text[after] == ' ')
            {
                after++;
            }

            if (after == _text.Length || _text[after] == _delimiter || _text[after] is '\n' or '\r')
            {
                var inner = _text.AsSpan(from, at - from);
                if (inner.ContainsAny('\n', '\r') && (broken || HoldsRows(inner, after)))
                {
                    return Fail(at - open);
                }

                _line += inner.Count('\n');
                _at = after;
                return HasBackslashes && inner.Contains('\\')
                    ? inner.ToString().Replace("\\\"", "\"", StringComparison.Ordinal).Replace("\\\\", "\\", StringComparison.Ordinal)
                    : doubled ? inner.ToString().Replace("\"\"", "\"", StringComparison.Ordinal)
                    : Pooled(inner);
            }

            // A quote inside, and a line's end: what looked like a cell in quotes has swallowed rows.
            broken = true;
            if (_text.AsSpan(from, at - from).ContainsAny('\n', '\r'))
            {
                return Fail(at - open);
            }
        }
    }

    private bool IsBehindBackslash(int from, int at)
    {
        var before = at;
        while (before > from && _text[before - 1] == '\\')
        {
            before--;
        }

        return (at - before) % 2 == 1;
    }

    /// <summary>A quote behind a backslash that can't end its cell, in a text without doubled quotes: "C:\" may end a cell as well.</summary>
    private static bool EscapesQuotes(string text, char delimiter)
    {
        const string escaped = "\\\"";
        var head = text.AsSpan(0, Math.Min(text.Length, 200_000));
        if (head.IndexOf(escaped, StringComparison.Ordinal) < 0)
        {
            return false;
        }

        var found = false;
        for (var at = 1; at < head.Length - 1; at++)
        {
            if (head[at] != '"')
            {
                continue;
            }

            var isInside = head[at + 1] != delimiter && head[at + 1] is not ('\r' or '\n');
            if (head[at - 1] == '\\')
            {
                found |= isInside && head[at + 1] != '"';
            }
            else if (head[at - 1] == '"' && isInside && at > 1 && head[at - 2] != delimiter && head[at - 2] is not ('\n' or '\\'))
            {
                return false;
            }
        }

        return found;
    }

    /// <summary>Whole lines inside, each with as many cells as the table has columns, and the pieces before and behind fill a row each.</summary>
    private bool HoldsRows(ReadOnlySpan<char> inner, int after)
    {
        var separators = _filledWidth - 1;
        var lines = inner.Count('\n');
        if (lines < 1 || separators < 1 || _row.Count + inner[..inner.IndexOf('\n')].Count(_delimiter) != separators)
        {
            return false;
        }

        var rest = _text.AsSpan(after);
        var end = rest.IndexOfAny('\n', '\r');
        rest = end < 0 ? rest : rest[..end];
        if (inner[(inner.LastIndexOf('\n') + 1)..].Count(_delimiter) + rest.Count(_delimiter) != separators)
        {
            return false;
        }

        // Of two lines, the cell in quotes must leave its own row too short.
        if (lines == 1)
        {
            return _row.Count + rest.Count(_delimiter) < separators;
        }

        var whole = inner[(inner.IndexOf('\n') + 1)..inner.LastIndexOf('\n')];
        foreach (var line in whole.Split('\n'))
        {
            if (whole[line].Count(_delimiter) != separators)
            {
                return false;
            }
        }

        return true;
    }

    private string? Fail(int work)
    {
        _failedWork += work;
        LoneQuotes.Add(_line);
        return null;
    }

    private string Pooled(ReadOnlySpan<char> cell)
    {
        if (cell.IsEmpty)
        {
            return string.Empty;
        }

        if (cell.Length > MaxPooled)
        {
            return cell.ToString();
        }

        ref var slot = ref _pool[(uint)string.GetHashCode(cell, StringComparison.Ordinal) % PoolSize];
        if (slot is null || !cell.SequenceEqual(slot))
        {
            slot = cell.ToString();
        }

        return slot;
    }
}
