using System.Text.RegularExpressions;
using Microsoft.Extensions.Localization;

namespace Mact.Web.Tests.Localization;

/// <summary>The texts of the pages, in one language each.</summary>
internal static partial class Said
{
    public static IStringLocalizer<Texts> English { get; } = PageTexts.In("en");

    public static IStringLocalizer<Texts> Korean { get; } = PageTexts.In("ko");

    /// <summary>A source in which every text that is written over several lines stands in one piece.</summary>
    public static string Joined(string source) => Seam().Replace(source, string.Empty);

    [GeneratedRegex(@"""\s*\n\s*\+ \$?""", RegexOptions.None, 5000)]
    private static partial Regex Seam();
}
