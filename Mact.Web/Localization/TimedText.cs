namespace Mact.Web.Localization;

/// <summary>Times inside sentences: texts are made on the server, and only the browser knows the zone of its reader.</summary>
public static class TimedText
{
    // Not in any text: a noncharacter of Unicode.
    private const char Edge = '\uFDD0';

    /// <summary>Stands for a time in a sentence until it is drawn.</summary>
    public static string Mark(DateTimeOffset at) => $"{Edge}{at.ToString("O")}{Edge}";

    /// <summary>The sentence in parts: words and times in turn, beginning with words.</summary>
    public static string[] Split(string sentence) => sentence.Split(Edge);
}
