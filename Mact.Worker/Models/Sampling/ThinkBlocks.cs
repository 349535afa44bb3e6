using System.Text;

namespace Mact.Worker.Models.Sampling;

/// <summary>Parts a text from the thinking that a model wrote into it although it was asked not to, or that no server took out.</summary>
internal static class ThinkBlocks
{
    private const string Open = "<think>";
    private const string Close = "</think>";

    /// <summary>
    /// Blocks anywhere are taken out. An unclosed block reaches to the end; a closing mark without an opening one (the template opened it
    /// in the prompt) ends a block that began with the text.
    /// </summary>
    /// <returns>The text, and the thinking or null.</returns>
    public static (string Text, string? Reasoning) Split(string text)
    {
        if (!text.Contains(Open, StringComparison.OrdinalIgnoreCase) && !text.Contains(Close, StringComparison.OrdinalIgnoreCase))
        {
            return (text, null);
        }

        var kept = new StringBuilder();
        var thought = new StringBuilder();
        var at = 0;
        while (at < text.Length)
        {
            var open = text.IndexOf(Open, at, StringComparison.OrdinalIgnoreCase);
            var close = text.IndexOf(Close, at, StringComparison.OrdinalIgnoreCase);
            if (close >= 0 && (open < 0 || close < open))
            {
                // No opening mark: all since the last block was thinking.
                thought.Append(kept).Append(text, at, close - at);
                kept.Clear();
                at = close + Close.Length;
            }
            else if (open < 0)
            {
                kept.Append(text, at, text.Length - at);
                break;
            }
            else
            {
                kept.Append(text, at, open - at);
                var from = open + Open.Length;
                var end = close >= 0 ? close : text.Length;
                thought.Append(text, from, end - from);
                at = close >= 0 ? close + Close.Length : text.Length;
            }
        }

        return (kept.ToString().TrimStart('\r', '\n', ' '), thought.ToString().Trim());
    }
}
