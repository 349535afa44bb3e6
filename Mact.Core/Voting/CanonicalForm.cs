using System.Security.Cryptography;
using System.Text;
using Mact.Core.Tables;

namespace Mact.Core.Voting;

/// <summary>
/// What two results must share to count as the same answer: numbers to 10 significant digits without thousands
/// separators, with their units (docs/voting.md), dates as ISO, text folded in case and white space, lists split into their items,
/// rows in no particular order unless the order was asked for. Column names do not count: aliases differ between programs.
/// </summary>
/// <param name="Shape">What it is a form of.</param>
/// <param name="Key">Equal for equal answers; a comparison key, not for display.</param>
public sealed record CanonicalForm(CanonicalShape Shape, string Key)
{
    // Unit and record separators: neither can be part of an atom, whose white space is folded.
    private const char CellSeparator = '\u001f';
    private const char RowSeparator = '\u001e';

    /// <summary>The form of nothing.</summary>
    public static CanonicalForm Empty { get; } = new(CanonicalShape.Empty, string.Empty);

    /// <summary>Short and stable, for records: 16 hexadecimal digits.</summary>
    public string Hash => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{(int)Shape}:{Key}")), 0, 8);

    /// <summary>Whether there is anything to vote for.</summary>
    public bool IsEmpty => Shape == CanonicalShape.Empty;

    /// <summary>The form of an executed result.</summary>
    /// <param name="result">The result.</param>
    /// <param name="ordered">Row order was asked for and counts.</param>
    public static CanonicalForm OfResult(Table result, bool ordered)
    {
        if (result.Columns.Count == 1)
        {
            return OfTexts(Cells(result), ordered);
        }

        if (result.RowCount <= 1)
        {
            return OfRow(Cells(result));
        }

        var rows = new string[result.RowCount];
        for (var row = 0; row < rows.Length; row++)
        {
            rows[row] = string.Join(CellSeparator, CanonicalAtoms.Row(result.Row(row)));
        }

        return OfRows(rows, ordered);
    }

    /// <summary>
    /// The form of what a model wrote: a value, a list (JSON array, lines, semicolons, bars, commas that separate no thousands)
    /// or a table of lines with bars whose first line is the header.
    /// </summary>
    /// <param name="text">What was written.</param>
    /// <param name="ordered">The order of lines or items counts.</param>
    /// <param name="units">False leaves units away: for comparing with a number that has none.</param>
    public static CanonicalForm OfText(string text, bool ordered = false, bool units = true)
    {
        if (text.Trim().Equals("NULL", StringComparison.OrdinalIgnoreCase))
        {
            return Empty;
        }

        if (BarTable.TryRead(text) is { } table)
        {
            return OfBarTable(table, ordered);
        }

        return OfTexts(AnswerItems.Split(text), ordered, units);
    }

    /// <summary>What a text may be a copy of: a list in this order, one row, a list in any order, one cell ("Null" is one, where a cell says
    /// so).</summary>
    public static IEnumerable<CanonicalForm> ReadingsOf(string text) =>
        [OfText(text, ordered: true), OfRow(AnswerItems.Split(text)), OfText(text), OfTexts([text])];

    /// <summary>The form of several values: the list of all their items.</summary>
    public static CanonicalForm OfTexts(IEnumerable<string> values, bool ordered = false, bool units = true)
    {
        List<string> atoms = [];
        foreach (var value in values)
        {
            CanonicalAtoms.AddItems(value, atoms, units);
        }

        if (!ordered)
        {
            atoms.Sort(StringComparer.Ordinal);
        }

        return atoms.Count switch
        {
            0 => Empty,
            1 => new(CanonicalShape.Scalar, atoms[0]),
            _ => new(CanonicalShape.List, string.Join(RowSeparator, atoms)),
        };
    }

    /// <summary>The form of one row of several columns: read from left to right, "1 : 2" is not "2 : 1". Empty cells say nothing.</summary>
    public static CanonicalForm OfRow(IEnumerable<string> cells)
    {
        var atoms = cells.Select(CanonicalAtoms.Of).Where(static atom => atom.Length > 0).ToList();
        return atoms.Count switch
        {
            0 => Empty,
            1 => OfTexts(atoms),
            _ => new(CanonicalShape.List, string.Join(CellSeparator, atoms)),
        };
    }

    private static CanonicalForm OfBarTable(IReadOnlyList<IReadOnlyList<string>> lines, bool ordered)
    {
        // As observations show NULL.
        var rows = lines.Skip(1).Select(static line => line.Select(static cell => cell == "NULL" ? string.Empty : cell).ToList()).ToList();
        if (rows.Count == 0 || rows[0].Count == 1)
        {
            return OfTexts(rows.SelectMany(row => row), ordered);
        }

        if (rows.Count == 1)
        {
            return OfRow(rows[0]);
        }

        return OfRows([.. rows.Select(row => string.Join(CellSeparator, row.Select(CanonicalAtoms.Of)))], ordered);
    }

    private static CanonicalForm OfRows(string[] rows, bool ordered)
    {
        var kept = Array.FindAll(rows, row => row.AsSpan().ContainsAnyExcept(CellSeparator));
        if (kept.Length == 0)
        {
            return Empty;
        }

        if (!ordered)
        {
            Array.Sort(kept, StringComparer.Ordinal);
        }

        return new(CanonicalShape.Table, string.Join(RowSeparator, kept));
    }

    private static IEnumerable<string> Cells(Table result)
    {
        for (var row = 0; row < result.RowCount; row++)
        {
            for (var column = 0; column < result.Columns.Count; column++)
            {
                yield return CanonicalAtoms.TextOf(result[row, column]);
            }
        }
    }
}

/// <summary>What a canonical form is a form of.</summary>
public enum CanonicalShape
{
    /// <summary>Nothing: no rows, only NULLs, or blank text. Never wins a vote.</summary>
    Empty,

    /// <summary>One value; a 1×1 result is one.</summary>
    Scalar,

    /// <summary>Several values; a result of one column or of one row is one.</summary>
    List,

    /// <summary>Several rows of several columns.</summary>
    Table,
}
