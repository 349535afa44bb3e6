using System.Globalization;

namespace Mact.Web.Projections;

/// <summary>How the days, months or years of a column are written.</summary>
/// <param name="Format">As <see cref="DateTime.TryParseExact(string?, string?, IFormatProvider?, DateTimeStyles, out DateTime)"/> takes it.</param>
public sealed record DateForm(string Format)
{
    // Where several fit, the one in which the cells ascend: programs sort by days.
    private static readonly string[] Known =
    [
        "yyyy-MM-dd", "yyyy-MM", "yyyy-MM-dd HH:mm:ss", "yyyy-MM-ddTHH:mm:ss", "yyyy-MM-dd HH:mm", "yyyy/M/d", "yyyy.M.d", "d.M.yyyy", "M/d/yyyy",
        "d/M/yyyy", "d-M-yyyy", "M/d/yy", "d MMM yyyy", "d MMMM yyyy", "MMM d, yyyy", "MMMM d, yyyy", "MMM yyyy", "MMMM yyyy", "MMM-yy", "d-MMM-yy",
        "d-MMM-yyyy",
    ];

    /// <summary>The one form of all cells; null where they are no days. Four digits are years only in a column that is called so.</summary>
    public static DateForm? Of(string name, IReadOnlyList<string> cells)
    {
        IEnumerable<string> formats = name.Contains("year", StringComparison.OrdinalIgnoreCase) ? [.. Known, "yyyy"] : Known;
        var fitting = formats.Select(static format => new DateForm(format))
            .Where(form => cells.Count > 0 && cells.All(cell => form.Read(cell) is not null))
            .ToList();
        return fitting.Find(form => cells.Zip(cells.Skip(1)).All(pair => form.Read(pair.First) <= form.Read(pair.Second)))
            ?? fitting.FirstOrDefault();
    }

    /// <summary>The moment at which the day, month or year begins.</summary>
    public DateTime? Read(string cell) =>
        DateTime.TryParseExact(cell.Trim(), Format, CultureInfo.InvariantCulture, DateTimeStyles.None, out var at) ? at : null;
}
