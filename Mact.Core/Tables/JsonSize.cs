using System.Buffers;
using System.Runtime.InteropServices;
using System.Text.Json;

namespace Mact.Core.Tables;

/// <summary>
/// How much a JSON text holds, counted without reading it: before a parser takes memory for each of its values. Texts and remarks are jumped over.
/// </summary>
/// <param name="Values">Commas and opening brackets.</param>
/// <param name="Tokens">At least as many as a parser keeps: names, values, and both ends of objects and arrays.</param>
/// <param name="Rows">The items of the longest array that could be the table: the outermost, or one of objects or arrays inside of objects.</param>
/// <param name="Names">The names of the outermost object.</param>
[StructLayout(LayoutKind.Auto)]
public readonly record struct JsonSize(long Values, long Tokens, long Rows, long Names)
{
    // As many names and values as a document keeps in less than 100 MB; of larger texts, one in so many bytes.
    private const int FreeTokens = 5_500_000;
    private const int BytesPerToken = 8;

    /// <summary>Objects around the table.</summary>
    internal const int MaxNesting = 8;

    private static readonly SearchValues<byte> Marks = SearchValues.Create(",:[]{}\"/"u8);

    /// <summary>Items and what each of the first of them holds: a list of tags may be longer than the table beside it, and is not wider.</summary>
    internal static long CountCells(JsonElement array) => array.GetArrayLength() * (long)Math.Max(1, array.EnumerateArray().Take(5)
        .Max(static item => item.ValueKind == JsonValueKind.Object ? item.EnumerateObject().Count()
            : item.ValueKind == JsonValueKind.Array ? item.GetArrayLength()
            : 1));

    /// <summary>Whether a text is made of so many tiny values that a document of it would take many times its size.</summary>
    public static bool IsTooFine(ReadOnlySpan<byte> text) =>
        text.Length > FreeTokens / 2 && Of(text).Tokens > Math.Max(FreeTokens, text.Length / BytesPerToken);

    /// <summary>Counts UTF-8; JSON that is broken has a size as well.</summary>
    public static JsonSize Of(ReadOnlySpan<byte> text)
    {
        // By depth, down to the first array: what each holds so far, and whether it is an array that holds containers.
        Span<long> items = stackalloc long[MaxNesting + 2];
        Span<bool> isArray = stackalloc bool[MaxNesting + 2];
        Span<bool> holdsContainers = stackalloc bool[MaxNesting + 2];
        long values = 0, colons = 0, opened = 0, rows = 0, names = 0;
        int depth = 0, followed = 0;
        for (var at = text.IndexOfAny(Marks); at >= 0; at = text.IndexOfAny(Marks))
        {
            var mark = text[at];
            text = text[(at + 1)..];
            switch (mark)
            {
                case (byte)'"':
                    text = BehindText(text);
                    break;
                case (byte)'/':
                    text = BehindRemark(text);
                    break;
                case (byte)':':
                    colons++;
                    break;
                case (byte)',':
                    values++;
                    if (followed == depth && depth > 0)
                    {
                        items[depth]++;
                    }

                    break;
                case (byte)'[' or (byte)'{':
                    values++;
                    opened++;
                    if (followed == depth && depth > 0)
                    {
                        holdsContainers[depth] = true;
                    }

                    if (followed == depth && depth <= MaxNesting && !isArray[depth])
                    {
                        followed++;
                        (items[followed], isArray[followed], holdsContainers[followed]) = (1, mark == (byte)'[', false);
                    }

                    depth++;
                    break;
                default:
                    if (followed == depth && depth > 0)
                    {
                        rows = isArray[depth] && (depth == 1 || holdsContainers[depth]) ? Math.Max(rows, items[depth]) : rows;
                        names = !isArray[depth] && depth == 1 ? Math.Max(names, items[depth]) : names;
                        followed--;
                    }

                    depth = Math.Max(0, depth - 1);
                    break;
            }
        }

        return new(values, values + (2 * opened) + colons, rows, names);
    }

    /// <summary>What stands behind a text that has been opened.</summary>
    internal static ReadOnlySpan<byte> BehindText(ReadOnlySpan<byte> text)
    {
        while (text.IndexOfAny((byte)'"', (byte)'\\') is var at and >= 0)
        {
            if (text[at] == '"')
            {
                return text[(at + 1)..];
            }

            // A backslash and what it stands before.
            text = text[Math.Min(text.Length, at + 2)..];
        }

        return [];
    }

    private static ReadOnlySpan<byte> BehindRemark(ReadOnlySpan<byte> text)
    {
        var (length, end) = text switch
        {
            [(byte)'/', ..] => (1, text.IndexOf((byte)'\n')),
            [(byte)'*', ..] => (2, text.IndexOf("*/"u8)),
            _ => (0, 0),
        };
        return end < 0 ? [] : text[(end + length)..];
    }
}
