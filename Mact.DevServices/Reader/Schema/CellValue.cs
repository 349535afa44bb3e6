using Mact.DevServices.Reader.Language;

namespace Mact.DevServices.Reader.Schema;

/// <summary>A distinct value of a column.</summary>
/// <param name="Text">As it stands in the cells.</param>
/// <param name="Words">Its first words.</param>
/// <param name="Count">In how many shown rows it stands.</param>
internal sealed record CellValue(string Text, IReadOnlyList<Word> Words, int Count)
{
    private const int WordLimit = 40;

    /// <summary>The number that the cell starts with (after a currency sign); null where it starts otherwise.</summary>
    public double? Measure { get; } = Words is [{ Number: { } number }, ..] && Words[0].Start <= 2 ? number : null;

    /// <summary>The first calendar year in the cell.</summary>
    public double? Year { get; } = Words.FirstOrDefault(word => word.IsYear)?.Number;

    /// <summary>The calendar date that the cell starts with.</summary>
    public CalendarDate? Date { get; } = CalendarDate.Read(Words, 0)?.Date;

    /// <summary>The distinct values that are not empty, in order of their first row.</summary>
    public static IReadOnlyList<CellValue> Distinct(IReadOnlyList<string> cells)
    {
        var counts = new Dictionary<string, int>(StringComparer.OrdinalIgnoreCase);
        List<string> order = [];
        foreach (var cell in cells)
        {
            if (cell.Length == 0)
            {
                continue;
            }

            if (counts.TryGetValue(cell, out var count))
            {
                counts[cell] = count + 1;
            }
            else
            {
                counts[cell] = 1;
                order.Add(cell);
            }
        }

        return [.. order.Select(text => new CellValue(text, Language.Words.Of(text, WordLimit), counts[text]))];
    }
}
