using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace Mact.ServiceDefaults;

/// <summary>
/// A console on which text from outside (a model's name, an endpoint's error) cannot move the cursor, set the title or hide itself: control
/// characters are shown as their code, but for line ends, tabs and the sequences that set colours.
/// </summary>
public sealed partial class PlainConsole(TextWriter inner) : TextWriter(CultureInfo.InvariantCulture)
{
    private static readonly Lock Once = new();

    // What the console gave back for them: it puts a lock around whatever it is given.
    private static TextWriter? _out;
    private static TextWriter? _error;

    /// <inheritdoc/>
    public override Encoding Encoding => inner.Encoding;

    /// <summary>Guards what this process writes on its console from here on, once however many applications it hosts.</summary>
    public static void Use()
    {
        lock (Once)
        {
            if (!ReferenceEquals(Console.Out, _out))
            {
                Console.SetOut(new PlainConsole(Console.Out));
                _out = Console.Out;
            }

            if (!ReferenceEquals(Console.Error, _error))
            {
                Console.SetError(new PlainConsole(Console.Error));
                _error = Console.Error;
            }
        }
    }

    /// <summary>The text without what would act on a terminal.</summary>
    public static string Plain(string text) =>
        Acting().Replace(text, static match => match.Length > 1 ? match.Value : $"\\u{(int)match.ValueSpan[0]:x4}");

    /// <inheritdoc/>
    public override void Write(char value) => inner.Write(Plain(value.ToString()));

    /// <inheritdoc/>
    public override void Write(string? value) => inner.Write(Plain(value ?? string.Empty));

    /// <inheritdoc/>
    public override void Write(char[] buffer, int index, int count) => inner.Write(Plain(new string(buffer, index, count)));

    /// <inheritdoc/>
    public override void WriteLine(string? value) => inner.WriteLine(Plain(value ?? string.Empty));

    /// <inheritdoc/>
    public override void Flush() => inner.Flush();

    // A sequence that sets a colour is longer than one character. The others: a return that ends no line, C0 and C1, and what turns the direction of
    // writing round.
    [GeneratedRegex(@"\e\[[0-9;]{0,14}m|\r(?!\n)|[\p{Cc}\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069-[\n\r\t]]", RegexOptions.None, 5000)]
    private static partial Regex Acting();
}
