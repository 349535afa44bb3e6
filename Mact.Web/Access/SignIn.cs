using System.Security.Claims;
using Mact.Client.Access;
using Mact.ServiceDefaults.Access;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Authentication.OpenIdConnect;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Options;

namespace Mact.Web.Access;

/// <summary>
/// Signing in and out: with a key that the Api knows, or at an identity provider. Forgery: other sites' forms are refused by their <c>Origin</c>
/// (<see cref="Mact.ServiceDefaults.ForeignPages"/>), so that no antiforgery token is needed.
/// </summary>
internal static class SignIn
{
    /// <summary>Where one signs in.</summary>
    public const string Path = "/signin";

    /// <summary>Where one signs out, by a form.</summary>
    public const string OutPath = "/signout";

    /// <summary>Where one is after that.</summary>
    public const string GonePath = "/signed-out";

    /// <summary>The address that signs in and comes back.</summary>
    public static string Link(string back) => $"{Path}?back={Uri.EscapeDataString(back)}";

    public static void Map(IEndpointRouteBuilder app)
    {
        app.MapGet(Path, Ask).ExcludeFromDescription().AllowAnonymous();
        app.MapPost(Path, TakeKeyAsync).ExcludeFromDescription().AllowAnonymous().DisableAntiforgery();
        app.MapPost(OutPath, Leave).ExcludeFromDescription().AllowAnonymous().DisableAntiforgery();
        app.MapGet(GonePath, static (IOptions<AuthOptions> auth) => Page(auth.Value, "/")).ExcludeFromDescription().AllowAnonymous();
    }

    /// <summary>The person whom the Api knows by a key or an access token.</summary>
    public static async Task<ApiResult<ClaimsIdentity>> IdentifyAsync(
        IHttpClientFactory clients, string secret, string? name, CancellationToken cancellationToken)
    {
        using var http = clients.CreateClient(ServicesExtensions.ClientName);
        http.DefaultRequestHeaders.Authorization = new("Bearer", secret);
        return await new AccessClient(http).WhoAmIAsync(cancellationToken) switch
        {
            ApiResult<SignedInPerson>.Ok { Value: var person } => new ApiResult<ClaimsIdentity>.Ok(new(
                [
                    new(ClaimTypes.Name, person.Name ?? name ?? "?"),
                    new(Visitor.SecretClaim, secret),
                    .. person.Scopes.Select(static scope => new Claim(Visitor.ScopeClaim, scope)),
                ],
                CookieAuthenticationDefaults.AuthenticationScheme)),
            ApiResult<SignedInPerson>.Failed failed => new ApiResult<ClaimsIdentity>.Failed(failed.Problem),
            _ => throw new InvalidOperationException("A result is a value or a problem."),
        };
    }

    private static IResult Ask(IOptions<AuthOptions> auth, string? back = null) => auth.Value.Mode == AuthMode.Oidc
        ? TypedResults.Challenge(new() { RedirectUri = LanguageExtensions.PlaceOf(back) }, [OpenIdConnectDefaults.AuthenticationScheme])
        : Page(auth.Value, LanguageExtensions.PlaceOf(back));

    private static async Task<IResult> TakeKeyAsync(
        IOptions<AuthOptions> auth,
        IHttpClientFactory clients,
        CancellationToken cancellationToken,
        [FromForm] string? key = null,
        [FromForm] string? back = null)
    {
        if (auth.Value.Mode != AuthMode.Keys)
        {
            return TypedResults.NotFound();
        }

        var place = LanguageExtensions.PlaceOf(back);
        return await IdentifyAsync(clients, key?.Trim() ?? string.Empty, name: null, cancellationToken) switch
        {
            ApiResult<ClaimsIdentity>.Ok { Value: var person } => TypedResults.SignIn(
                new ClaimsPrincipal(person), new() { RedirectUri = place }, CookieAuthenticationDefaults.AuthenticationScheme),
            ApiResult<ClaimsIdentity>.Failed { Problem: var problem } => Page(auth.Value, place, problem),
            _ => throw new InvalidOperationException("A result is a value or a problem."),
        };
    }

    private static IResult Leave(IOptions<AuthOptions> auth) => auth.Value.Mode switch
    {
        AuthMode.Oidc => TypedResults.SignOut(
            new() { RedirectUri = GonePath }, [CookieAuthenticationDefaults.AuthenticationScheme, OpenIdConnectDefaults.AuthenticationScheme]),
        AuthMode.Keys => TypedResults.SignOut(new() { RedirectUri = GonePath }, [CookieAuthenticationDefaults.AuthenticationScheme]),
        _ => TypedResults.NotFound(),
    };

    private static RazorComponentResult<SignInPage> Page(AuthOptions auth, string back, ApiProblem? problem = null) => new(new
    {
        AsksForKey = auth.Mode == AuthMode.Keys,
        Back = back,
        Problem = problem is { Status: StatusCodes.Status401Unauthorized } ? NotKnown : problem,
    })
    {
        StatusCode = problem is null ? StatusCodes.Status200OK : StatusCodes.Status401Unauthorized,
    };

    private static ApiProblem NotKnown { get; } = new(StatusCodes.Status401Unauthorized, "There is no such key", "It may have been revoked.");
}
