using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace Mact.Core.Tables;

/// <summary>Text as one JSON value, also where people and programs write more or less than JSON allows.</summary>
internal static partial class JsonSource
{
    /// <summary>Remarks and a comma too many do not make JSON unreadable.</summary>
    public static readonly JsonDocumentOptions Lenient = new() { AllowTrailingCommas = true, CommentHandling = JsonCommentHandling.Skip };

    /// <summary>One value, or several one behind the other as the items of an array; numbers that JSON has no word for become null.</summary>
    public static JsonDocument Parse(string text, List<TableRepair> repairs)
    {
        text = text.Replace('\u001e', ' ');
        if (IsJsonLines(text))
        {
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
        catch (JsonException) when (Several(text) is { } values)
        {
            return values;
        }
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
                using var value = string.IsNullOrWhiteSpace(lines[at]) ? null : JsonDocument.Parse(NoNumber().Replace(lines[at], "null"), Lenient);
            }
            catch (JsonException exception) when (Several(lines[at].TrimEnd().TrimEnd(',')) is null)
            {
                throw new JsonException(exception.Message, null, at, exception.BytePositionInLine);
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
            using var first = JsonDocument.Parse(NoNumber().Replace(start[..end].TrimEnd(" \r,").ToString(), "null"), Lenient);
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
        var lines = NoNumber().Replace(text, "null").Split('\n');
        var last = Array.FindLastIndex(lines, static line => !string.IsNullOrWhiteSpace(line));
        for (var i = 0; i < last; i++)
        {
            lines[i] = string.IsNullOrWhiteSpace(lines[i]) ? string.Empty : lines[i].TrimEnd().TrimEnd(',') + ",";
        }

        return "[" + string.Join('\n', lines) + "]";
    }

    [GeneratedRegex(@"(?<=[:\[,]\s*)[-+]?(NaN|Infinity|nan|inf)(?=\s*[,\]}])", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant, 5000)]
    private static partial Regex NoNumber();
}
