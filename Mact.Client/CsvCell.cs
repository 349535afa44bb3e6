using System.Globalization;

namespace Mact.Client;

/// <summary>A cell of a file or of a clipboard that a spreadsheet opens.</summary>
public static class CsvCell
{
    /// <summary>The text, with an apostrophe before it where a spreadsheet would run it as a formula; a number is none, whatever its sign.</summary>
    public static string Harmless(string? text)
    {
        var value = text ?? string.Empty;
        return value.AsSpan().TrimStart() is [var first, ..] && IsFormula(first) && !IsNumber(value)
            || value is ['\t' or '\r' or '\n', ..] ? "'" + value : value;
    }

    /// <summary>The same, quoted where it has to be in a file with commas.</summary>
    public static string Write(string? text) => Harmless(text) is var value && value.AsSpan().ContainsAny(",\"\r\n")
        ? $"\"{value.Replace("\"", "\"\"", StringComparison.Ordinal)}\""
        : value;

    // The full-width signs are read as the others.
    private static bool IsFormula(char first) => first is '=' or '+' or '-' or '@' or '＝' or '＋' or '－' or '＠';

    private static bool IsNumber(string value) => double.TryParse(value, NumberStyles.Float, CultureInfo.InvariantCulture, out _);
}
