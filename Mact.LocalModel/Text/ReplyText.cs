using System.Text;

namespace Mact.LocalModel.Text;

/// <summary>Joins the bytes of tokens to characters: a token may end in the middle of one, which is held back until the rest of it comes.</summary>
internal sealed class Utf8Assembler
{
    private readonly Decoder _decoder = Encoding.UTF8.GetDecoder();

    /// <summary>The characters that are whole now.</summary>
    public string Push(ReadOnlySpan<byte> bytes)
    {
        var characters = new char[_decoder.GetCharCount(bytes, flush: false)];
        return new string(characters, 0, _decoder.GetChars(bytes, characters, flush: false));
    }
}

/// <summary>
/// Ends a reply before the first of its stop texts, wherever tokens cut it. What may yet become one is held back, so nothing that was given out
/// has to be taken back.
/// </summary>
/// <param name="stops">The texts; none is empty.</param>
internal sealed class StopMatcher(IReadOnlyList<string> stops)
{
    private string _held = string.Empty;

    /// <summary>The text that is sure now, and the stop that ended the reply; after one, nothing more is pushed.</summary>
    public (string Text, string? Stop) Push(string text)
    {
        _held += text;
        var end = stops.Select(stop => (Stop: stop, At: _held.IndexOf(stop, StringComparison.Ordinal)))
            .Where(static found => found.At >= 0)
            .OrderBy(static found => found.At)
            .FirstOrDefault();
        if (end.Stop is not null)
        {
            return (Take(end.At), end.Stop);
        }

        return (Take(_held.Length - Begun()), null);
    }

    /// <summary>What was held back, when the reply ends for another reason.</summary>
    public string Rest() => Take(_held.Length);

    /// <summary>Characters at the end that begin a stop.</summary>
    private int Begun()
    {
        var longest = stops.Select(static stop => stop.Length - 1).DefaultIfEmpty(0).Max();
        for (var length = Math.Min(longest, _held.Length); length > 0; length--)
        {
            var end = _held.AsSpan(_held.Length - length);
            foreach (var stop in stops)
            {
                if (stop.Length > length && stop.AsSpan().StartsWith(end, StringComparison.Ordinal))
                {
                    return length;
                }
            }
        }

        return 0;
    }

    private string Take(int length)
    {
        var text = _held[..length];
        _held = _held[length..];
        return text;
    }
}
