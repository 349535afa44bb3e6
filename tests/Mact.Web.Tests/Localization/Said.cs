using Microsoft.Extensions.Localization;

namespace Mact.Web.Tests.Localization;

/// <summary>The texts of the pages, in one language each.</summary>
internal static class Said
{
    public static IStringLocalizer<Texts> English { get; } = PageTexts.In("en");

    public static IStringLocalizer<Texts> Korean { get; } = PageTexts.In("ko");
}
