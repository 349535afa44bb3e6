using System.Globalization;
using System.Security.Claims;
using Mact.ServiceDefaults.Access;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Authentication.OpenIdConnect;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.DataProtection.KeyManagement;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;

namespace Mact.Web.Access;

/// <summary>Who sees the pages. With <c>Auth:Mode=none</c> everyone who reaches them.</summary>
internal static class AccessExtensions
{
    private const string CookieName = "mact";
    private const string IdToken = "id_token";
    private static readonly TimeSpan SignedInFor = TimeSpan.FromHours(12);

    /// <summary>Adds sign-in by cookie, as the options say; returns them.</summary>
    public static AuthOptions AddAccess(this WebApplicationBuilder builder)
    {
        var options = builder.AddAccessOptions();
        var services = builder.Services;
        if (options.PageKey is { } pageKey)
        {
            services.AddHttpClient(PageKeyRing.ClientName, static http => http.BaseAddress = VisitorClients.Api);
            services.AddDataProtection().SetApplicationName("mact");
            services.AddOptions<KeyManagementOptions>().Configure<IHttpClientFactory>(
                (keys, clients) => keys.XmlRepository = new PageKeyRing(clients, pageKey));
        }

        if (options.Mode == AuthMode.None)
        {
            return options;
        }

        var authentication = services
            .AddAuthentication(authentication =>
            {
                authentication.DefaultScheme = CookieAuthenticationDefaults.AuthenticationScheme;
                authentication.DefaultChallengeScheme = options.Mode == AuthMode.Oidc
                    ? OpenIdConnectDefaults.AuthenticationScheme
                    : CookieAuthenticationDefaults.AuthenticationScheme;
            })
            .AddCookie(cookie =>
            {
                cookie.Cookie.Name = CookieName;
                cookie.Cookie.SameSite = SameSiteMode.Lax;
                cookie.LoginPath = SignIn.Path;
                cookie.ReturnUrlParameter = "back";
                cookie.ExpireTimeSpan = SignedInFor;

                // Signed in at an identity provider, as long as its access token is valid.
                cookie.SlidingExpiration = options.Mode == AuthMode.Keys;
                cookie.Events.OnRedirectToLogin = static context =>
                {
                    RedirectPage(context);
                    return Task.CompletedTask;
                };
            });
        if (options.Mode == AuthMode.Oidc)
        {
            builder.Services.AddOptions<AuthOptions>().Validate(
                static auth => !string.IsNullOrWhiteSpace(auth.ClientId), AuthOptions.NeedsClientId);
            authentication.AddOpenIdConnect(oidc => Configure(oidc, options));
        }

        services.AddAuthorizationBuilder().SetFallbackPolicy(new AuthorizationPolicyBuilder().RequireAuthenticatedUser().Build());
        return options;
    }

    /// <summary>Comes before the endpoints.</summary>
    public static void UseAccess(this WebApplication app, AuthOptions options)
    {
        if (options.Mode == AuthMode.None)
        {
            return;
        }

        app.UseAuthentication();
        app.UseAuthorization();
        app.Use(static (context, next) =>
        {
            context.RequestServices.GetRequiredService<Visitor>().Is(context.User);
            return next(context);
        });
    }

    /// <summary>Maps signing in and out.</summary>
    public static void MapSignIn(this WebApplication app, AuthOptions options)
    {
        if (options.Mode != AuthMode.None)
        {
            SignIn.Map(app);
        }
    }

    private static void Configure(OpenIdConnectOptions oidc, AuthOptions options)
    {
        oidc.Authority = options.Authority;
        oidc.ClientId = options.ClientId;
        oidc.ClientSecret = options.ClientSecret;
        oidc.RequireHttpsMetadata = options.RequireHttps;
        oidc.ResponseType = OpenIdConnectResponseType.Code;

        // The answer comes as a page that is opened, not as a form of another site, which ForeignPages refuses.
        oidc.ResponseMode = OpenIdConnectResponseMode.Query;
        oidc.CorrelationCookie.SameSite = SameSiteMode.Lax;
        oidc.NonceCookie.SameSite = SameSiteMode.Lax;
        oidc.CorrelationCookie.SecurePolicy = oidc.NonceCookie.SecurePolicy = CookieSecurePolicy.SameAsRequest;
        oidc.MapInboundClaims = false;
        oidc.SignedOutRedirectUri = SignIn.GonePath;

        // Opened by a link of any site, it would sign the person out.
        oidc.RemoteSignOutPath = default;
        oidc.Scope.Clear();
        foreach (var scope in options.RequestedScopes.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            oidc.Scope.Add(scope);
        }

        oidc.Events = new()
        {
            OnRedirectToIdentityProvider = static context =>
            {
                if (IsPage(context.Request))
                {
                    return Task.CompletedTask;
                }

                context.Response.StatusCode = StatusCodes.Status401Unauthorized;
                context.HandleResponse();
                return Task.CompletedTask;
            },
            OnTokenValidated = IdentifyAsync,
            OnRemoteFailure = static context =>
            {
                // Refused there, or begun so long ago that the browser forgot it.
                context.Response.Redirect(SignIn.GonePath);
                context.HandleResponse();
                return Task.CompletedTask;
            },
        };
    }

    /// <summary>The cookie says who the Api takes the person for, and is valid as long as the access token.</summary>
    private static async Task IdentifyAsync(TokenValidatedContext context)
    {
        var response = context.TokenEndpointResponse;
        if (response?.AccessToken is not { } token)
        {
            context.Fail(new InvalidOperationException("The identity provider gave no access token."));
            return;
        }

        var user = context.Principal!;
        var result = await SignIn.IdentifyAsync(
            context.HttpContext.RequestServices.GetRequiredService<IHttpClientFactory>(),
            token,
            user.FindFirstValue("name") ?? user.FindFirstValue("preferred_username") ?? user.FindFirstValue("sub"),
            context.HttpContext.RequestAborted);
        if (result is not ApiResult<ClaimsIdentity>.Ok { Value: var person })
        {
            context.Fail(((ApiResult<ClaimsIdentity>.Failed)result).Problem.Message);
            return;
        }

        context.Principal = new(person);
        context.Properties!.StoreTokens([new() { Name = IdToken, Value = response.IdToken }]);
        if (int.TryParse(response.ExpiresIn, CultureInfo.InvariantCulture, out var seconds))
        {
            context.Properties!.ExpiresUtc = context.HttpContext.RequestServices.GetRequiredService<TimeProvider>().GetUtcNow().AddSeconds(seconds);
        }
    }

    private static void RedirectPage(RedirectContext<CookieAuthenticationOptions> context)
    {
        if (IsPage(context.Request))
        {
            context.Response.Redirect(context.RedirectUri);
        }
        else
        {
            context.Response.StatusCode = StatusCodes.Status401Unauthorized;
        }
    }

    // What a browser opens; a script that fetches something could do nothing with another site's page.
    private static bool IsPage(HttpRequest request) => HttpMethods.IsGet(request.Method)
        && request.Headers.Accept.ToString().Contains("text/html", StringComparison.OrdinalIgnoreCase);
}
