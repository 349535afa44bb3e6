using System.Text;
using System.Text.RegularExpressions;

namespace Mact.Worker.Models.Wire;

/// <summary>Half a character written as <c>\ud83d</c> is valid JSON that System.Text.Json refuses; it becomes U+FFFD.</summary>
internal static partial class LoneSurrogates
{
    /// <summary>Null when there is nothing to replace.</summary>
    public static byte[]? Replace(ReadOnlySpan<byte> json)
    {
        if (json.IndexOf("\\ud"u8) < 0 && json.IndexOf("\\uD"u8) < 0)
        {
            return null;
        }

        var text = Encoding.UTF8.GetString(json);
        var repaired = Escape().Replace(text, static match => match.Groups["lone"].Success ? @"\ufffd" : match.Value);
        return ReferenceEquals(text, repaired) ? null : Encoding.UTF8.GetBytes(repaired);
    }

    // An escaped backslash is consumed whole, so that "\\ud83d" (a backslash and letters) stays as it is.
    [GeneratedRegex(
        @"\\\\|\\u[dD][89abAB][0-9a-fA-F]{2}\\u[dD][c-fC-F][0-9a-fA-F]{2}|(?<lone>\\u[dD][89a-fA-F][0-9a-fA-F]{2})",
        RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture,
        5000)]
    private static partial Regex Escape();
}
