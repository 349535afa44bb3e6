using System.Globalization;

namespace Mact.Client;

/// <summary>A cell of a file or of a clipboard that a spreadsheet opens.</summary>
public static class CsvCell
{
    /// <summary>The text, with an apostrophe before it where a spreadsheet would run it as a formula; a number is none, whatever its sign.</summary>
    public static string Harmless(string? text)
    {
        var value = text ?? string.Empty;
        var seen = value.FirstOrDefault(static character => !IsUnseen(character));
        return (IsFormula(seen) && !IsNumber(value)) || value is ['\t' or '\r' or '\n', ..] ? "'" + value : value;
    }

    /// <summary>The same, quoted where it has to be in a file with commas.</summary>
    public static string Write(string? text) => Harmless(text) is var value && value.AsSpan().ContainsAny(",\"\r\n")
        ? $"\"{value.Replace("\"", "\"\"", StringComparison.Ordinal)}\""
        : value;

    // Full-width and small signs are read as the others.
    private static bool IsFormula(char first) =>
        first is '=' or '+' or '-' or '@' or '＝' or '＋' or '－' or '＠' or '﹦' or '﹢' or '﹣' or '﹫';

    // Such as the mark at the beginning of a file, which is taken off, with what stands behind it then first.
    private static bool IsUnseen(char character) =>
        char.IsWhiteSpace(character) || char.GetUnicodeCategory(character) is UnicodeCategory.Control or UnicodeCategory.Format;

    private static bool IsNumber(string value) => double.TryParse(value, NumberStyles.Float, CultureInfo.InvariantCulture, out _);
}
