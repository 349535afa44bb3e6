using System.Security.Cryptography;
using System.Text;
using Mact.Core.Tables;

namespace Mact.Core.Voting;

/// <summary>
/// What two results must share to count as the same answer: numbers to 10 significant digits without thousands
/// separators, currency or percent signs, dates as ISO, text folded in case and white space, lists split into their items,
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
        ArgumentNullException.ThrowIfNull(result);
        if (result.Columns.Count == 1 || result.RowCount <= 1)
        {
            return OfTexts(Cells(result), ordered && result.Columns.Count == 1);
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
    public static CanonicalForm OfText(string text, bool ordered = false)
    {
        ArgumentNullException.ThrowIfNull(text);
        if (BarTable.TryRead(text) is { } table)
        {
            return OfBarTable(table, ordered);
        }

        return OfTexts(AnswerItems.Split(text), ordered);
    }

    /// <summary>The form of several values: the list of all their items.</summary>
    public static CanonicalForm OfTexts(IEnumerable<string> values, bool ordered = false)
    {
        List<string> atoms = [];
        foreach (var value in values)
        {
            CanonicalAtoms.AddItems(value, atoms);
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

    private static CanonicalForm OfBarTable(IReadOnlyList<IReadOnlyList<string>> lines, bool ordered)
    {
        var rows = lines.Skip(1).ToList();
        if (rows.Count <= 1 || rows[0].Count == 1)
        {
            return OfTexts(rows.SelectMany(row => row), ordered && rows.Count > 1);
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
