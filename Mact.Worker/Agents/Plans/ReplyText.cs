using System.Text;

namespace Mact.Worker.Agents.Plans;

/// <summary>Removes from a reply what is not part of what was asked for.</summary>
internal static class ReplyText
{
    private const string ThinkOpen = "<think>";
    private const string ThinkClose = "</think>";

    /// <summary>Without thinking, code fences and bold marks, at most <paramref name="maxLength"/> characters.</summary>
    public static string Clean(string text, int maxLength)
    {
        var source = WithoutThinking(text.Length > maxLength ? text[..maxLength] : text).ReplaceLineEndings("\n");
        var result = new StringBuilder(source.Length);
        foreach (var line in source.AsSpan().EnumerateLines())
        {
            if (line.TrimStart().StartsWith("```", StringComparison.Ordinal))
            {
                continue;
            }

            result.Append(line.TrimEnd()).Append('\n');
        }

        return result.Replace("**", string.Empty).ToString();
    }

    /// <summary>Drops think blocks; what follows the last closing mark counts, and an unclosed leading block is all thinking.</summary>
    public static string WithoutThinking(string text)
    {
        var close = text.LastIndexOf(ThinkClose, StringComparison.OrdinalIgnoreCase);
        if (close >= 0)
        {
            text = text[(close + ThinkClose.Length)..];
        }

        var open = text.IndexOf(ThinkOpen, StringComparison.OrdinalIgnoreCase);
        if (open < 0)
        {
            return text;
        }

        // Models that forget to close the block still write the labelled step; keep from there.
        var label = text.IndexOf("\nThought ", open, StringComparison.Ordinal);
        return label >= 0 ? text[..open] + text[label..] : text[..open];
    }
}
