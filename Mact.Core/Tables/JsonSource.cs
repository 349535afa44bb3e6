using System.Buffers;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace Mact.Core.Tables;

/// <summary>Text as one JSON value, also where people and programs write more or less than JSON allows.</summary>
internal static partial class JsonSource
{
    /// <summary>Remarks and a comma too many do not make JSON unreadable.</summary>
    public static readonly JsonDocumentOptions Lenient = new() { AllowTrailingCommas = true, CommentHandling = JsonCommentHandling.Skip };

    /// <summary>A file may hold more than its table.</summary>
    private const int MaxValuesPerCell = 2;

    private static readonly SearchValues<char> Marks = SearchValues.Create(",[{\"\\");

    /// <summary>One value, or several one behind the other as the items of an array; numbers that JSON has no word for become null.</summary>
    /// <exception cref="SourceRefusedException">There are more lines than rows are taken.</exception>
    /// <exception cref="JsonException">It is none.</exception>
    public static JsonDocument Parse(string text, TableLimits limits, List<TableRepair> repairs)
    {
        text = text.Replace('\u001e', ' ');
        if (CountValues(text) is var values && values > MaxValuesPerCell * (long)limits.MaxCells)
        {
            throw new SourceRefusedException(limits.TooManyCells(values));
        }

        if (IsJsonLines(text))
        {
            if (CountFilled(text) is var count && count > limits.MaxRows + 1)
            {
                throw new SourceRefusedException(limits.TooManyRows(count));
            }

            var lines = ToArray(text);
            try
            {
                return JsonDocument.Parse(lines, Lenient);
            }
            catch (JsonException)
            {
                FindBrokenLine(text);
            }
        }

        try
        {
            return JsonDocument.Parse(text, Lenient);
        }
        catch (JsonException) when (NoNumber().IsMatch(text))
        {
            var replaced = NoNumber().Replace(text, "null");
            var document = JsonDocument.Parse(replaced, Lenient);
            repairs.Add(new("missing", "NaN and Infinity, which JSON does not know, stand for no value."));
            return document;
        }
        catch (JsonException) when (Several(text) is { } several)
        {
            return several;
        }
    }

    /// <summary>Commas and opening brackets outside of texts: before a parser takes memory for what stands behind each.</summary>
    private static long CountValues(ReadOnlySpan<char> text)
    {
        var count = 0L;
        var inText = false;
        for (var at = text.IndexOfAny(Marks); at >= 0; at = text.IndexOfAny(Marks))
        {
            count += !inText && text[at] is (',' or '[' or '{') ? 1 : 0;
            inText ^= text[at] == '"';

            // A backslash and what it stands before.
            text = text[Math.Min(text.Length, at + (text[at] == '\\' ? 2 : 1))..];
        }

        return count;
    }

    /// <summary>Values one behind the other, over any lines; null where they are not.</summary>
    private static JsonDocument? Several(string text)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        var reader = new Utf8JsonReader(
            bytes, new JsonReaderOptions { AllowMultipleValues = true, AllowTrailingCommas = true, CommentHandling = JsonCommentHandling.Skip });
        var parts = new StringBuilder("[");
        try
        {
            while (reader.Read())
            {
                using var value = JsonDocument.ParseValue(ref reader);
                parts.Append(parts.Length > 1 ? "," : string.Empty).Append(value.RootElement.GetRawText());
            }
        }
        catch (JsonException)
        {
            return null;
        }

        return JsonDocument.Parse(parts.Append(']').ToString(), Lenient);
    }

    /// <summary>Ends with the error of the first line that is no value, as that line's; does nothing where each is one, or an object goes over
    /// several
    /// lines.</summary>
    private static void FindBrokenLine(string text)
    {
        var lines = text.Split('\n');
        if (lines.Count(static line => line.AsSpan().TrimStart() is ['{' or '[', ..]) * 2 < lines.Length)
        {
            return;
        }

        for (var at = 0; at < lines.Length; at++)
        {
            try
            {
                using var value = string.IsNullOrWhiteSpace(lines[at]) ? null : JsonDocument.Parse(WithoutNoNumbers(lines[at]), Lenient);
            }
            catch (JsonException exception) when (Several(lines[at].TrimEnd().TrimEnd(',')) is null)
            {
                throw new JsonException(exception.Message, null, at, exception.BytePositionInLine, exception);
            }
            catch (JsonException)
            {
                return;
            }
        }
    }

    /// <summary>A first line that is a value of its own, and another line that begins one.</summary>
    private static bool IsJsonLines(string text)
    {
        var start = text.AsSpan().TrimStart();
        var end = start.IndexOf('\n');
        if (end < 0 || start[0] is not ('{' or '[') || start[(end + 1)..].TrimStart() is not ['{' or '[', ..])
        {
            return false;
        }

        try
        {
            using var first = JsonDocument.Parse(WithoutNoNumbers(start[..end].TrimEnd(" \r,").ToString()), Lenient);
            return true;
        }
        catch (JsonException)
        {
            return false;
        }
    }

    /// <summary>Lines as the items of an array, each where it was, so that errors name the right line.</summary>
    private static string ToArray(string text)
    {
        text = WithoutNoNumbers(text);
        var left = CountFilled(text);
        var array = new StringBuilder("[", text.Length + left + 2);
        foreach (var line in text.AsSpan().Split('\n'))
        {
            if (!text.AsSpan(line).IsWhiteSpace())
            {
                array.Append(text.AsSpan(line).TrimEnd().TrimEnd(',')).Append(--left > 0 ? "," : string.Empty);
            }

            array.Append('\n');
        }

        return array.Append(']').ToString();
    }

    private static int CountFilled(string text)
    {
        var count = 0;
        foreach (var line in text.AsSpan().Split('\n'))
        {
            count += text.AsSpan(line).IsWhiteSpace() ? 0 : 1;
        }

        return count;
    }

    private static string WithoutNoNumbers(string text) =>
        text.Contains("nan", StringComparison.OrdinalIgnoreCase) || text.Contains("inf", StringComparison.OrdinalIgnoreCase)
            ? NoNumber().Replace(text, "null")
            : text;

    [GeneratedRegex(@"(?<=[:\[,]\s*)[-+]?(NaN|Infinity|nan|inf)(?=\s*[,\]}])", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant, 5000)]
    private static partial Regex NoNumber();
}
