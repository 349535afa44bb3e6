using System.Globalization;
using Microsoft.AspNetCore.Localization;
using Microsoft.Extensions.Localization;

namespace Mact.Web.Localization;

/// <summary>English and Korean: by the person's choice (a cookie), else by Accept-Language. Numbers keep one format in every language.</summary>
public static class LanguageExtensions
{
    /// <summary>Where a language is chosen.</summary>
    public const string Path = "/language";

    /// <summary>The languages of the pages, by their code.</summary>
    public static IReadOnlyList<string> Codes { get; } = ["en", "ko"];

    /// <summary>Texts for one page each.</summary>
    public static IServiceCollection AddLanguages(this IServiceCollection services) => services
        .AddScoped<IStringLocalizer<Texts>, PageTexts>()
        .Configure<RequestLocalizationOptions>(static options =>
        {
            options.DefaultRequestCulture = new(CultureInfo.InvariantCulture, CultureInfo.GetCultureInfo(Codes[0]));
            options.SupportedCultures = [CultureInfo.InvariantCulture];
            options.SupportedUICultures = [.. Codes.Select(CultureInfo.GetCultureInfo)];
            options.RequestCultureProviders = [new CookieRequestCultureProvider(), new AcceptLanguageHeaderRequestCultureProvider()];
        });

    /// <summary>Keeps the choice for a year and goes back to the page it was made on.</summary>
    public static IEndpointConventionBuilder MapLanguages(this IEndpointRouteBuilder app) =>
        app.MapGet(Path, Choose).ExcludeFromDescription().AllowAnonymous();

    /// <summary>The address that chooses a language and comes back.</summary>
    public static string Link(string code, string back) => $"{Path}?to={Uri.EscapeDataString(code)}&back={Uri.EscapeDataString(back)}";

    private static IResult Choose(HttpContext context, string? to, string? back)
    {
        if (Codes.Contains(to, StringComparer.Ordinal))
        {
            context.Response.Cookies.Append(
                CookieRequestCultureProvider.DefaultCookieName,
                $"c={CultureInfo.InvariantCulture.Name}|uic={to}",
                new()
                {
                    MaxAge = TimeSpan.FromDays(365),
                    HttpOnly = true,
                    SameSite = SameSiteMode.Lax,
                    Secure = context.Request.IsHttps,
                    IsEssential = true,
                });
        }

        return TypedResults.LocalRedirect(PlaceOf(back));
    }

    // Only a place of this site, as a header can carry it: "//host" and "/\host" would leave it, also where "/./" stands before.
    internal static string PlaceOf(string? back) =>
        back is ['/', ..] && !back.Any(char.IsControl) && Uri.TryCreate("http://here" + back, UriKind.Absolute, out var place)
            && place is { Host: "here", PathAndQuery: ['/', not ('/' or '\\'), ..] or "/" }
            ? place.PathAndQuery
            : "/";
}
