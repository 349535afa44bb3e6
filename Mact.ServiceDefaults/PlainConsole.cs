using System.Globalization;
using System.Text;

namespace Mact.ServiceDefaults;

/// <summary>
/// A console on which text from outside (a model's name, an endpoint's error) cannot move the cursor, set the title or hide itself: control
/// characters are shown as their code, but for line ends, tabs and the sequences that set colours.
/// </summary>
public sealed class PlainConsole(TextWriter inner) : TextWriter(CultureInfo.InvariantCulture)
{
    private const char Escape = '\e';
    private const int LongestColor = 16;

    /// <inheritdoc/>
    public override Encoding Encoding => inner.Encoding;

    /// <summary>Guards what this process writes on its console from here on.</summary>
    public static void Use()
    {
        if (Console.Out is not PlainConsole)
        {
            Console.SetOut(Synchronized(new PlainConsole(Console.Out)));
            Console.SetError(Synchronized(new PlainConsole(Console.Error)));
        }
    }

    /// <summary>The text without what would act on a terminal.</summary>
    public static string Plain(string text)
    {
        if (!text.Any(IsControl))
        {
            return text;
        }

        var plain = new StringBuilder(text.Length);
        for (var at = 0; at < text.Length; at++)
        {
            if (ColorLength(text, at) is var color and > 0)
            {
                plain.Append(text, at, color);
                at += color - 1;
            }
            else if (IsControl(text[at]))
            {
                plain.Append($"\\u{(int)text[at]:x4}");
            }
            else
            {
                plain.Append(text[at]);
            }
        }

        return plain.ToString();
    }

    /// <inheritdoc/>
    public override void Write(char value) => inner.Write(IsControl(value) ? Plain(value.ToString()) : value.ToString());

    /// <inheritdoc/>
    public override void Write(string? value) => inner.Write(value is null ? null : Plain(value));

    /// <inheritdoc/>
    public override void Write(char[] buffer, int index, int count) => inner.Write(Plain(new string(buffer, index, count)));

    /// <inheritdoc/>
    public override void Write(ReadOnlySpan<char> buffer) => inner.Write(Plain(new string(buffer)));

    /// <inheritdoc/>
    public override void WriteLine(string? value) => inner.WriteLine(value is null ? null : Plain(value));

    /// <inheritdoc/>
    public override void Flush() => inner.Flush();

    // C0 and C1, and what turns the direction of writing round.
    private static bool IsControl(char symbol) => (char.IsControl(symbol) && symbol is not ('\n' or '\r' or '\t'))
        || symbol is (>= '\u202a' and <= '\u202e') or (>= '\u2066' and <= '\u2069');

    // ESC [ digits and semicolons m
    private static int ColorLength(string text, int at)
    {
        if (text[at] != Escape || at + 2 >= text.Length || text[at + 1] != '[')
        {
            return 0;
        }

        var end = at + 2;
        while (end < text.Length && end - at < LongestColor && (char.IsAsciiDigit(text[end]) || text[end] == ';'))
        {
            end++;
        }

        return end < text.Length && text[end] == 'm' ? end + 1 - at : 0;
    }
}
