using MudBlazor;

namespace Mact.Web.Components.Layout;

/// <summary>MudBlazor's side of the look. Colours of both modes are in theme.css, so that the right one is there before the first paint.</summary>
public static class MactTheme
{
    private static readonly string[] SystemFonts = ["system-ui", "-apple-system", "Segoe UI", "Roboto", "Noto Sans", "Helvetica Neue", "Arial", "sans-serif"];

    /// <summary>The theme: system fonts, since no other host is asked for any.</summary>
    public static MudTheme Instance { get; } = new()
    {
        Typography = new Typography
        {
            Default = new DefaultTypography { FontFamily = SystemFonts, LetterSpacing = "normal" },
            Button = new ButtonTypography { FontFamily = SystemFonts, TextTransform = "none", LetterSpacing = "normal" },
        },
        LayoutProperties = new LayoutProperties { DefaultBorderRadius = "10px" },
    };
}
