using System.Net;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace Mact.Core.Models;

/// <summary>Takes a secret out of texts, in whatever form servers repeat it.</summary>
internal sealed partial class SecretText
{
    /// <summary>Shorter secrets are part of other words.</summary>
    public const int MinLength = 4;

    // Shorter pieces are no help to anyone, and are part of other words; beside dots or stars they are not.
    private const int MinPiece = 6;
    private const int MinEnd = 2;
    private const int MinEnds = 3;
    private const string Hidden = "***";

    // Three bytes are four characters: what stands before it moves it by one of these.
    private static readonly string[] Before = ["", "x", "xx"];

    private readonly string _secret;
    private readonly string[] _forms;

    public SecretText(string secret)
    {
        _secret = secret;
        var bytes = Encoding.UTF8.GetBytes(secret);
        var escaped = Uri.EscapeDataString(secret);
        _forms =
        [
            .. new[]
                {
                    secret, escaped, Uri.EscapeDataString(escaped), WebUtility.UrlEncode(secret), WebUtility.HtmlEncode(secret),
                    JsonEncodedText.Encode(secret).ToString(), Convert.ToHexString(bytes),
                }
                .Concat(Before.SelectMany(before => Base64(before, bytes)))
                .Where(static form => form.Length >= MinLength)
                .Distinct(StringComparer.OrdinalIgnoreCase)
                .OrderByDescending(static form => form.Length),
        ];
    }

    /// <summary>The text with stars in place of the secret, and of what is left of it where it was cut.</summary>
    public string Redact(string text)
    {
        foreach (var form in _forms)
        {
            text = text.Replace(form, Hidden, StringComparison.OrdinalIgnoreCase);
        }

        // The start or the end of it, of which there may be more than one.
        for (var length = _secret.Length - 1; length >= Math.Max(MinPiece, _secret.Length / 4); length--)
        {
            text = text.Replace(_secret[..length], Hidden, StringComparison.OrdinalIgnoreCase)
                .Replace(_secret[^length..], Hidden, StringComparison.OrdinalIgnoreCase);
        }

        return Cut().Replace(text, WithoutEnds);
    }

    // "sk-ab…yz": a few characters on both sides of dots or stars.
    private string WithoutEnds(Match cut)
    {
        var (before, after) = (cut.Groups["before"].Value, cut.Groups["after"].Value);
        var start = Longest(length => before.EndsWith(_secret[..length], StringComparison.OrdinalIgnoreCase), before.Length);
        var end = Longest(length => after.StartsWith(_secret[^length..], StringComparison.OrdinalIgnoreCase), after.Length);
        return start + end < MinEnds ? cut.Value : before[..^start] + Hidden + after[end..];
    }

    private int Longest(Predicate<int> fits, int max)
    {
        for (var length = Math.Min(max, _secret.Length); length >= MinEnd; length--)
        {
            if (fits(length))
            {
                return length;
            }
        }

        return 0;
    }

    /// <summary>As base64, plain and for addresses, of the bytes with something in front; what does not depend on what follows.</summary>
    private static IEnumerable<string> Base64(string before, byte[] bytes)
    {
        var text = Convert.ToBase64String([.. Encoding.UTF8.GetBytes(before), .. bytes]);

        // Characters into which bits of what stands before or behind are mixed are left out.
        var first = ((before.Length * 8) + 5) / 6;
        var count = (((before.Length + bytes.Length) * 8) / 6) - first;
        var own = text.Substring(first, Math.Max(0, count));
        return own.Length < MinPiece ? [] : [own, own.Replace('+', '-').Replace('/', '_')];
    }

    [GeneratedRegex(
        @"(?<before>\S{0,64}?)[\[(]?(?:\.{2,}|\u2026+|\*{2,}|\u2022{2,})[\])]?(?<after>[^\s.*\u2026\u2022]{0,64})",
        RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant,
        5000)]
    private static partial Regex Cut();
}
