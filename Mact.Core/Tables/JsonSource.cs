using System.Buffers;
using System.Text;
using System.Text.Json;

namespace Mact.Core.Tables;

/// <summary>UTF-8 as one JSON value, also where people and programs write more or less than JSON allows.</summary>
internal static class JsonSource
{
    /// <summary>Remarks and a comma too many do not make JSON unreadable.</summary>
    private static readonly JsonDocumentOptions Lenient = new() { AllowTrailingCommas = true, CommentHandling = JsonCommentHandling.Skip };

    /// <summary>Values one behind the other.</summary>
    private static readonly JsonReaderOptions Values =
        new() { AllowMultipleValues = true, AllowTrailingCommas = true, CommentHandling = JsonCommentHandling.Skip };

    /// <summary>Two of a named cell, and a file may hold more than its table.</summary>
    private const double MaxTokensPerCell = 2.6;

    private const int FreeTokens = 10_000;

    private static readonly SearchValues<byte> NoNumberStarts = SearchValues.Create("\"NnIi"u8);

    private static readonly string[] NoNumbers = ["NaN", "nan", "Infinity", "inf"];

    /// <summary>One value, or several one behind the other as the items of an array; numbers that JSON has no word for become null.</summary>
    /// <exception cref="SourceRefusedException">It holds more than is taken.</exception>
    /// <exception cref="JsonException">It is none.</exception>
    public static JsonDocument Parse(ReadOnlyMemory<byte> text, TableLimits limits, List<TableRepair> repairs)
    {
        text = WithoutSeparators(text);
        CheckSize(text.Span, limits);
        if (IsJsonLines(text.Span))
        {
            if (CountFilled(text.Span) is var count && count > limits.MaxRows + 1)
            {
                throw new SourceRefusedException(limits.TooManyRows(count));
            }

            try
            {
                var replaced = WithoutNoNumbers(text.Span);
                var document = JsonDocument.Parse(ToArray((replaced ?? text).Span), Lenient);
                ReportNoNumbers(replaced, repairs);
                return document;
            }
            catch (JsonException)
            {
                FindBrokenLine(text.Span);
            }
        }

        try
        {
            return JsonDocument.Parse(text, Lenient);
        }
        catch (JsonException) when (WithoutNoNumbers(text.Span) is { } replaced)
        {
            var document = JsonDocument.Parse(replaced, Lenient);
            ReportNoNumbers(replaced, repairs);
            return document;
        }
        catch (JsonException) when (Several(text.Span) is { } several)
        {
            return several;
        }
    }

    /// <summary>
    /// Ends a document, of whose values nothing is needed any more. What a large one was parsed into goes back to the runtime's pool, which keeps it
    /// for a minute, while its table takes as much again: taken out of the pool, it is collected.
    /// </summary>
    public static void LetGo(JsonDocument document, ReadOnlySpan<byte> text)
    {
        const int large = 4 * 1024 * 1024;
        const long bytesPerToken = 12;
        document.Dispose();
        if (text.Length <= large)
        {
            return;
        }

        // It begins with as many bytes as the text has, and doubles them until there is room for its tokens.
        var parsed = JsonSize.Of(text).Tokens * bytesPerToken;
        for (var size = (long)text.Length; size < int.MaxValue; size *= 2)
        {
            _ = ArrayPool<byte>.Shared.Rent((int)size);
            if (size >= parsed)
            {
                break;
            }
        }

        GC.Collect(GC.MaxGeneration, GCCollectionMode.Forced, blocking: true);
    }

    /// <summary>Whether this is one value from its start to its end, found without keeping any of it.</summary>
    public static bool IsValue(ReadOnlySpan<byte> text)
    {
        try
        {
            var reader = new Utf8JsonReader(text, new JsonReaderOptions { AllowTrailingCommas = true, CommentHandling = JsonCommentHandling.Skip });
            while (reader.Read())
            {
            }

            return reader.BytesConsumed > 0;
        }
        catch (JsonException)
        {
            return false;
        }
    }

    private static void ReportNoNumbers(ReadOnlyMemory<byte>? replaced, List<TableRepair> repairs)
    {
        if (replaced is not null)
        {
            repairs.Add(new("missing", "NaN and Infinity, which JSON does not know, stand for no value."));
        }
    }

    private static void CheckSize(ReadOnlySpan<byte> text, TableLimits limits)
    {
        var size = JsonSize.Of(text);
        if (size.Rows > limits.MaxRows + 1L)
        {
            throw new SourceRefusedException(limits.TooManyRows(size.Rows));
        }

        // The names of the outermost object are columns, or the names of rows.
        if (size.Names > Math.Max(limits.MaxRows, limits.MaxColumns) + 1L)
        {
            throw new SourceRefusedException(limits.TooManyColumns(size.Names));
        }

        if (size.Tokens > (MaxTokensPerCell * limits.MaxCells) + FreeTokens)
        {
            throw new SourceRefusedException(limits.TooManyCells(size.Values));
        }
    }

    /// <summary>Records of a stream may each begin with a separator.</summary>
    private static ReadOnlyMemory<byte> WithoutSeparators(ReadOnlyMemory<byte> text)
    {
        if (!text.Span.Contains((byte)0x1e))
        {
            return text;
        }

        var copy = text.ToArray();
        copy.AsSpan().Replace((byte)0x1e, (byte)' ');
        return copy;
    }

    /// <summary>Values one behind the other, over any lines; null where they are not.</summary>
    private static JsonDocument? Several(ReadOnlySpan<byte> text)
    {
        var reader = new Utf8JsonReader(text, Values);
        var array = new ArrayBufferWriter<byte>(text.Length + 2);
        array.Write("["u8);
        try
        {
            while (reader.Read())
            {
                var from = (int)reader.TokenStartIndex;
                reader.Skip();
                array.Write(array.WrittenCount > 1 ? ","u8 : []);
                array.Write(text[from..(int)reader.BytesConsumed]);
            }
        }
        catch (JsonException)
        {
            return null;
        }

        array.Write("]"u8);
        return JsonDocument.Parse(array.WrittenMemory, Lenient);
    }

    /// <summary>Ends with the error of the first line that is no value, as that line's; does nothing where each is one, or an object goes over
    /// several lines.</summary>
    private static void FindBrokenLine(ReadOnlySpan<byte> text)
    {
        int lines = 0, values = 0;
        foreach (var line in text.Split((byte)'\n'))
        {
            lines++;
            values += Trimmed(text[line]) is [(byte)'{' or (byte)'[', ..] ? 1 : 0;
        }

        if (values * 2 < lines)
        {
            return;
        }

        var at = -1;
        foreach (var range in text.Split((byte)'\n'))
        {
            at++;
            var line = Trimmed(text[range]);
            try
            {
                using var value = line.IsEmpty ? null : JsonDocument.Parse(WithoutNoNumbers(line) ?? line.ToArray(), Lenient);
            }
            catch (JsonException exception) when (!AreValues(line.TrimEnd((byte)',')))
            {
                throw new JsonException(exception.Message, null, at, exception.BytePositionInLine, exception);
            }
            catch (JsonException)
            {
                return;
            }
        }
    }

    private static bool AreValues(ReadOnlySpan<byte> text)
    {
        using var several = Several(text);
        return several is not null;
    }

    /// <summary>A first line that is a value of its own, and another line that begins one.</summary>
    private static bool IsJsonLines(ReadOnlySpan<byte> text)
    {
        var start = text.TrimStart(" \t\r\n"u8);
        var end = start.IndexOf((byte)'\n');
        if (end < 0 || start[0] is not ((byte)'{' or (byte)'[') || Trimmed(start[(end + 1)..]) is not [(byte)'{' or (byte)'[', ..])
        {
            return false;
        }

        var first = start[..end].TrimEnd(" \r,"u8);
        return IsValue(WithoutNoNumbers(first) is { } replaced ? replaced.Span : first);
    }

    /// <summary>Lines as the items of an array, each where it was, so that errors name the right line.</summary>
    private static ReadOnlyMemory<byte> ToArray(ReadOnlySpan<byte> text)
    {
        var left = CountFilled(text);
        var array = new ArrayBufferWriter<byte>(text.Length + left + 2);
        array.Write("["u8);
        foreach (var range in text.Split((byte)'\n'))
        {
            if (!Trimmed(text[range]).IsEmpty)
            {
                array.Write(text[range].TrimEnd(" \t\r"u8).TrimEnd((byte)','));
                array.Write(--left > 0 ? ","u8 : []);
            }

            array.Write("\n"u8);
        }

        array.Write("]"u8);
        return array.WrittenMemory;
    }

    private static int CountFilled(ReadOnlySpan<byte> text)
    {
        var count = 0;
        foreach (var line in text.Split((byte)'\n'))
        {
            count += Trimmed(text[line]).IsEmpty ? 0 : 1;
        }

        return count;
    }

    private static ReadOnlySpan<byte> Trimmed(ReadOnlySpan<byte> line) => line.Trim(" \t\r\n"u8);

    /// <summary>With null in place of NaN and Infinity, which stand where values do and not inside of texts; null where there are none.</summary>
    private static ReadOnlyMemory<byte>? WithoutNoNumbers(ReadOnlySpan<byte> text)
    {
        ArrayBufferWriter<byte>? replaced = null;
        var from = 0;
        for (var at = 0; text[at..].IndexOfAny(NoNumberStarts) is var next and >= 0;)
        {
            at += next;
            if (text[at] == '"')
            {
                at = text.Length - JsonSize.BehindText(text[(at + 1)..]).Length;
                continue;
            }

            var length = LengthOfNoNumber(text, at);
            if (length > 0)
            {
                replaced ??= new(text.Length + (text.Length / 8));
                var start = at > 0 && text[at - 1] is (byte)'-' or (byte)'+' ? at - 1 : at;
                replaced.Write(text[from..start]);
                replaced.Write("null"u8);
                from = at + length;
            }

            at += Math.Max(1, length);
        }

        replaced?.Write(text[from..]);
        return replaced?.WrittenMemory;
    }

    private static int LengthOfNoNumber(ReadOnlySpan<byte> text, int at)
    {
        // Behind "nul" and inside of other words these letters are no value.
        if (at > 0 && char.IsAsciiLetterOrDigit((char)text[at - 1]))
        {
            return 0;
        }

        foreach (var word in NoNumbers)
        {
            var rest = text[at..];
            if (rest.Length >= word.Length && Ascii.Equals(rest[..word.Length], word)
                && (rest.Length == word.Length || !char.IsAsciiLetterOrDigit((char)rest[word.Length])))
            {
                return word.Length;
            }
        }

        return 0;
    }
}

/// <summary>Where an array was found. Each name is kept once, however many arrays are below it.</summary>
internal sealed record JsonPath(string Name, JsonPath? Outer)
{
    private const int MaxShown = 200;

    private static readonly string[] Descriptions = ["schema", "fields", "columns", "headers", "links", "errors", "warnings", "facets"];

    public bool DescribesTable => Descriptions.Contains(Name, StringComparer.OrdinalIgnoreCase)
        || (Outer is not null && Outermost.Equals("schema", StringComparison.OrdinalIgnoreCase));

    private string Outermost => Outer?.Outermost ?? Name;

    public string Show()
    {
        var shown = Name.Length <= MaxShown ? Name : Name[..MaxShown] + "…";
        return Outer is null ? shown : $"{Outer.Show()}.{shown}";
    }
}

/// <summary>The names inside of one object of each row, and where their cells go.</summary>
internal sealed record JsonLevel(string Prefix)
{
    /// <summary>Characters of a column's name, with those of the objects around it.</summary>
    private const int MaxName = 10_000;

    public Dictionary<string, int> Slots { get; } = new(StringComparer.Ordinal);

    public Dictionary<string, JsonLevel> Inner { get; } = new(StringComparer.Ordinal);

    /// <summary>The whole name of a column.</summary>
    /// <exception cref="SourceRefusedException">It is too long.</exception>
    public string NameOf(string name) => Prefix.Length + name.Length <= MaxName
        ? Prefix + name
        : throw new SourceRefusedException(new(
            "cellTooLong",
            $"The name of a column has {Prefix.Length + name.Length} characters; at most {MaxName} are taken. Shorten it.",
            TooLarge: true));
}
