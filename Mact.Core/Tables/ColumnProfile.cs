using System.Globalization;
using System.Text;

namespace Mact.Core.Tables;

/// <summary>What a column's values are like.</summary>
/// <param name="Name">Of the column, as SQL uses it.</param>
/// <param name="Type">Of the column.</param>
/// <param name="Missing">Cells that are NULL.</param>
/// <param name="Distinct">Different values, NULL not counted.</param>
/// <param name="Minimum">Smallest number or earliest date, as text; <see langword="null"/> in text columns.</param>
/// <param name="Maximum">Largest number or latest date, as text.</param>
/// <param name="Mean">Of the numbers; cells of text are left out.</param>
/// <param name="Samples">Up to five different values, the first in source order.</param>
public sealed record ColumnProfile(
    string Name, ColumnType Type, int Missing, int Distinct, string? Minimum, string? Maximum, double? Mean, IReadOnlyList<string> Samples)
{
    /// <summary>One line for prompts and pages: "score: number, 3 to 98, mean 41.2, 37 distinct, 2 missing".</summary>
    public string Describe()
    {
        var line = new StringBuilder(Name).Append(": ").Append(Type.ToString().ToLowerInvariant());
        if (Minimum is not null)
        {
            line.Append(CultureInfo.InvariantCulture, $", {Minimum} to {Maximum}");
        }

        if (Mean is { } mean)
        {
            line.Append(CultureInfo.InvariantCulture, $", mean {mean:0.####}");
        }

        line.Append(CultureInfo.InvariantCulture, $", {Distinct} distinct");
        if (Missing > 0)
        {
            line.Append(CultureInfo.InvariantCulture, $", {Missing} missing");
        }

        return Minimum is null && Samples.Count > 0 ? line.Append(", e.g. ").AppendJoin("; ", Samples).ToString() : line.ToString();
    }
}
