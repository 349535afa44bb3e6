using System.Net.Http.Json;
using System.Security.Claims;
using System.Security.Cryptography;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;
using OpenIddict.Abstractions;
using OpenIddict.Server.AspNetCore;
using static OpenIddict.Abstractions.OpenIddictConstants;
using static OpenIddict.Server.OpenIddictServerEvents;

namespace Mact.Testing;

/// <summary>An OpenID Connect provider on loopback (OpenIddict, without a store) that takes any name for a person; "root" is an admin.</summary>
public sealed class IdentityProvider : IAsyncDisposable
{
    public const string ClientId = "mact-page";
    public const string ClientSecret = "the-secret-of-the-page";
    public const string Audience = "mact-api";

    /// <summary>A person whose access tokens ran out an hour ago.</summary>
    public const string Late = "late";
    private const string Cookie = "provider";
    private const string Admin = "root";

    private readonly WebApplication _app;
    private readonly RsaSecurityKey _key;

    private IdentityProvider(WebApplication app, RsaSecurityKey key)
    {
        _app = app;
        _key = key;
    }

    public Uri Address => new(_app.Urls.First().Replace("127.0.0.1", "localhost", StringComparison.Ordinal));

    /// <summary>What page and Api are told of it.</summary>
    public IReadOnlyDictionary<string, string> Settings => new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["Auth:Mode"] = "oidc",
        ["Auth:Authority"] = Address.ToString(),
        ["Auth:Audience"] = Audience,
        ["Auth:ClientId"] = ClientId,
        ["Auth:ClientSecret"] = ClientSecret,
        ["Auth:RequireHttps"] = "false",
    };

    public static async Task<IdentityProvider> StartAsync(CancellationToken cancellationToken)
    {
        var key = new RsaSecurityKey(RSA.Create()) { KeyId = "provider" };
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        builder.Services.AddOpenIddict().AddServer(server =>
        {
            server.EnableDegradedMode();
            server.SetAuthorizationEndpointUris("authorize").SetTokenEndpointUris("token").SetEndSessionEndpointUris("logout");
            server.AllowAuthorizationCodeFlow().RequireProofKeyForCodeExchange();
            server.RegisterScopes(Scopes.OpenId, Scopes.Profile);
            server.AddEphemeralEncryptionKey().AddSigningKey(key).DisableAccessTokenEncryption();
            server.UseAspNetCore().DisableTransportSecurityRequirement()
                .EnableAuthorizationEndpointPassthrough().EnableEndSessionEndpointPassthrough();
            server.AddEventHandler<ValidateAuthorizationRequestContext>(static handler => handler.UseInlineHandler(static context =>
            {
                if (context.ClientId != ClientId)
                {
                    context.Reject(Errors.InvalidClient);
                }

                return ValueTask.CompletedTask;
            }));
            server.AddEventHandler<ValidateTokenRequestContext>(static handler => handler.UseInlineHandler(static context =>
            {
                if (context.ClientId != ClientId || context.ClientSecret != ClientSecret)
                {
                    context.Reject(Errors.InvalidClient);
                }

                return ValueTask.CompletedTask;
            }));
            server.AddEventHandler<ValidateEndSessionRequestContext>(static handler => handler.UseInlineHandler(
                static _ => ValueTask.CompletedTask));
        });
        var app = builder.Build();
        app.UseAuthentication();
        app.MapGet("authorize", Authorize);
        app.MapGet("login", static (string to) => TypedResults.Content(
            $"""
            <!DOCTYPE html><html lang="en"><title>Provider</title><link rel="icon" href="data:,"><h1>Who are you?</h1>
            <form method="post" action="login"><input name="user"><input type="hidden" name="to" value="{HtmlEncoder.Default.Encode(to)}">
            <button>Enter</button></form></html>
            """,
            "text/html"));
        app.MapPost("login", static async (HttpContext context) =>
        {
            var form = await context.Request.ReadFormAsync();
            context.Response.Cookies.Append(Cookie, form["user"].ToString());
            context.Response.Redirect(form["to"].ToString());
        });
        app.MapGet("logout", static (HttpContext context) =>
        {
            context.Response.Cookies.Delete(Cookie);
            return TypedResults.SignOut(authenticationSchemes: [OpenIddictServerAspNetCoreDefaults.AuthenticationScheme]);
        });
        await app.StartAsync(cancellationToken);
        return new(app, key);
    }

    /// <summary>An access token of a person for the Api, by the whole flow.</summary>
    public async Task<string> TokenOfAsync(string user, CancellationToken cancellationToken)
    {
        using var handler = new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false };
        using var http = new HttpClient(handler) { BaseAddress = Address };
        const string Back = "http://localhost/back";
        var verifier = Base64UrlTextEncoder.Encode(RandomNumberGenerator.GetBytes(32));
        var address = QueryHelpers.AddQueryString("authorize", new Dictionary<string, string?>(StringComparer.Ordinal)
        {
            ["client_id"] = ClientId,
            ["response_type"] = "code",
            ["redirect_uri"] = Back,
            ["scope"] = "openid profile",
            ["code_challenge"] = Base64UrlTextEncoder.Encode(SHA256.HashData(Encoding.ASCII.GetBytes(verifier))),
            ["code_challenge_method"] = "S256",
        });
        using var request = new HttpRequestMessage(HttpMethod.Get, address);
        request.Headers.Add("Cookie", $"{Cookie}={user}");
        using var sent = await http.SendAsync(request, cancellationToken);
        var code = QueryHelpers.ParseQuery(sent.Headers.Location!.Query)["code"].ToString();
        using var form = new FormUrlEncodedContent(new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["grant_type"] = "authorization_code",
            ["code"] = code,
            ["redirect_uri"] = Back,
            ["client_id"] = ClientId,
            ["client_secret"] = ClientSecret,
            ["code_verifier"] = verifier,
        });
        using var response = await http.PostAsync(new Uri("token", UriKind.Relative), form, cancellationToken);
        return (await response.Content.ReadFromJsonAsync<JsonObject>(cancellationToken))!["access_token"]!.GetValue<string>();
    }

    /// <summary>An access token as the provider would sign it, but for what an attacker changes.</summary>
    /// <param name="change">May sign it with another key; null = nothing is changed.</param>
    public string Forge(Action<SecurityTokenDescriptor>? change = null)
    {
        var token = new SecurityTokenDescriptor
        {
            Issuer = Address.ToString(),
            Audience = Audience,
            TokenType = "at+jwt",
            Claims = new Dictionary<string, object>(StringComparer.Ordinal) { [Claims.Subject] = "ann", [Claims.Name] = "ann" },
            SigningCredentials = new(_key, SecurityAlgorithms.RsaSha256),
        };
        change?.Invoke(token);
        return new JsonWebTokenHandler().CreateToken(token);
    }

    /// <summary>What everybody knows of the provider's key, as a shared secret (the confusion of HS256 with RS256).</summary>
    public SigningCredentials PublicKeyAsSecret => new(
        new SymmetricSecurityKey(Encoding.ASCII.GetBytes(_key.Rsa.ExportSubjectPublicKeyInfoPem())) { KeyId = _key.KeyId },
        SecurityAlgorithms.HmacSha256);

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private static IResult Authorize(HttpContext context)
    {
        if (context.Request.Cookies[Cookie] is not { Length: > 0 } user)
        {
            return TypedResults.Redirect($"login?to={Uri.EscapeDataString(context.Request.Path + context.Request.QueryString)}");
        }

        var identity = new ClaimsIdentity(OpenIddictServerAspNetCoreDefaults.AuthenticationScheme, Claims.Name, Claims.Role);
        identity.SetClaim(Claims.Subject, user).SetClaim(Claims.Name, user);
        var scopes = context.GetOpenIddictServerRequest()!.GetScopes();
        identity.SetScopes(user == Admin ? [.. scopes, "ask", "read", "delete", "admin"] : scopes);
        identity.SetResources(Audience);
        if (user == Late)
        {
            identity.SetAccessTokenLifetime(TimeSpan.FromHours(-1));
        }

        identity.SetDestinations(static _ => [Destinations.AccessToken, Destinations.IdentityToken]);
        return TypedResults.SignIn(
            new ClaimsPrincipal(identity), authenticationScheme: OpenIddictServerAspNetCoreDefaults.AuthenticationScheme);
    }
}
