using System.Security.Claims;
using System.Security.Cryptography;
using System.Text;
using System.Text.Encodings.Web;
using Mact.Core.Access;
using Mact.ServiceDefaults.Access;
using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.Options;

namespace Mact.Api.Access;

/// <summary>Secrets of API keys: 256 random bits behind a mark by which scanners of repositories know them. Only their SHA-256 is kept.</summary>
internal static class ApiKeySecret
{
    public const string Mark = "mact_";
    private const int Bytes = 32;

    public static string New() => Mark + Random();

    /// <summary>256 random bits, fit for an address.</summary>
    public static string Random() => Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(Bytes));

    /// <summary>Compares in a time that tells nothing.</summary>
    public static bool IsSame(string known, string given) => CryptographicOperations.FixedTimeEquals(
        SHA256.HashData(Encoding.UTF8.GetBytes(known)), SHA256.HashData(Encoding.UTF8.GetBytes(given)));

    public static string HashOf(string secret) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(secret)));
}

/// <summary>Tells people apart by the key in <c>Authorization: Bearer mact_…</c>.</summary>
internal sealed class ApiKeyAuthentication(
    IOptionsMonitor<AuthenticationSchemeOptions> options,
    ILoggerFactory loggers,
    UrlEncoder encoder,
    IApiKeyStore keys,
    IOptions<AuthOptions> auth) : AuthenticationHandler<AuthenticationSchemeOptions>(options, loggers, encoder)
{
    public const string SchemeName = "ApiKey";
    private const string Bearer = "Bearer ";
    private const string KeyClaim = "mact:key";
    private const string Expiry = "exp";

    // Who has the key that the configuration gives.
    private const string Admin = "admin";

    /// <summary>Whether what a request was let in by, a key or an access token, lets in still.</summary>
    public static async Task<bool> IsStillValidAsync(HttpContext context, DateTimeOffset now) =>
        long.TryParse(context.User.FindFirstValue(Expiry), out var end)
            ? now.ToUnixTimeSeconds() < end
            : context.User.FindFirstValue(KeyClaim) is not { } hash
                || await context.RequestServices.GetRequiredService<IApiKeyStore>().FindAsync(hash, context.RequestAborted) is not null;

    /// <summary>What names the key by which somebody was let in; null where it was none.</summary>
    public static string? KeyOf(ClaimsPrincipal user) => user.Identity?.AuthenticationType == SchemeName
        ? user.FindFirstValue(KeyClaim) ?? Admin
        : null;

    /// <summary>The secret of a request, or null.</summary>
    public static string? SecretOf(HttpRequest request) => request.Headers.Authorization.ToString() is var value
        && value.StartsWith(Bearer, StringComparison.OrdinalIgnoreCase) ? value[Bearer.Length..].Trim() : null;

    protected override async Task<AuthenticateResult> HandleAuthenticateAsync()
    {
        if (SecretOf(Request) is not { Length: > 0 } secret)
        {
            return AuthenticateResult.NoResult();
        }

        if (auth.Value.AdminKey is { } admin && ApiKeySecret.IsSame(admin, secret))
        {
            return Success("key:" + Admin, Admin, Scopes.All);
        }

        var hash = ApiKeySecret.HashOf(secret);
        return await keys.FindAsync(hash, Context.RequestAborted) is { } key
            ? Success("key:" + key.Owner, key.Owner, key.Scopes, new Claim(KeyClaim, hash))
            : AuthenticateResult.Fail("There is no such key, or it was revoked.");
    }

    private static AuthenticateResult Success(string id, string name, IReadOnlyList<string> scopes, params ReadOnlySpan<Claim> more)
    {
        Claim[] claims =
        [
            new(ClaimTypes.NameIdentifier, id), new(ClaimTypes.Name, name), .. scopes.Select(static scope => new Claim(Scopes.Claim, scope)), .. more,
        ];
        return AuthenticateResult.Success(new(new(new ClaimsIdentity(claims, SchemeName)), SchemeName));
    }
}
