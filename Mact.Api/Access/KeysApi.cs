using Mact.Api.Http;
using Mact.Client.Access;
using Mact.Core.Access;
using Mact.ServiceDefaults.Access;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Extensions.Options;

namespace Mact.Api.Access;

/// <summary><c>/keys</c>: make, list and revoke API keys; for admins.</summary>
internal static class KeysApi
{
    private const int MaxBodyBytes = 16 * 1024;
    private const int MaxName = 100;

    public static void MapKeys(this IEndpointRouteBuilder app)
    {
        var group = app.MapGroup("/keys").WithTags("Keys").WithMetadata(new RequiredScope(Scopes.Admin))
            .ProducesProblems(StatusCodes.Status503ServiceUnavailable);
        group.MapGet("", static async (IApiKeyStore keys, CancellationToken cancellationToken) =>
                TypedResults.Ok(await keys.ListAsync(cancellationToken)))
            .WithName("ListKeys")
            .WithSummary("API keys that are valid, without their secrets");
        group.MapPost("", MakeAsync)
            .WithName("MakeKey")
            .WithSummary("Make an API key; its secret is shown this once")
            .AcceptsExample<KeyRequest>("key.json")
            .ProducesProblems(StatusCodes.Status400BadRequest, StatusCodes.Status415UnsupportedMediaType);
        group.MapDelete("/{id}", RevokeAsync)
            .WithName("RevokeKey")
            .WithSummary("Make an API key invalid at once")
            .ProducesProblems(StatusCodes.Status404NotFound, StatusCodes.Status409Conflict);
    }

    private static async Task<Created<MadeKey>> MakeAsync(
        HttpRequest request, IApiKeyStore keys, TimeProvider time, AuditLog audit, CancellationToken cancellationToken)
    {
        var body = await JsonBody.ReadAsync(request, AccessJson.Default.KeyRequest, MaxBodyBytes, cancellationToken);
        var violations = new Violations();
        if (body.Name is not { Length: > 0 and <= MaxName } name || name.Any(char.IsControl))
        {
            violations.Add("name", ProblemCodes.InvalidKey, "The key is not usable", $"\"name\" needs 1 to {MaxName} characters of one line.");
            name = string.Empty;
        }

        if (body.Owner is not { Length: > 0 and <= MaxName } owner || owner.Any(char.IsControl))
        {
            violations.Add("owner", ProblemCodes.InvalidKey, "The key is not usable", $"\"owner\" needs 1 to {MaxName} characters of one line.");
            owner = string.Empty;
        }

        IReadOnlyList<string> scopes = body.Scopes ?? [Scopes.Ask, Scopes.Read];
        if (scopes.Count == 0 || scopes.Any(static scope => !Scopes.All.Contains(scope)))
        {
            violations.Add("scopes", ProblemCodes.InvalidKey, "The key is not usable", $"\"scopes\" are some of {string.Join(", ", Scopes.All)}.");
        }

        violations.ThrowIfAny();
        var now = time.GetUtcNow();
        var secret = ApiKeySecret.New();
        var key = new ApiKey(Guid.CreateVersion7(now).ToString("N"), name, owner, [.. scopes.Distinct(StringComparer.Ordinal)], now);
        await keys.AddAsync(ApiKeySecret.HashOf(secret), key, cancellationToken);
        await audit.NoteAsync(
            Person.Of(request.HttpContext.User),
            $"made a key with the scopes {string.Join(' ', key.Scopes)}",
            $"{key.Id} of {key.Owner}",
            cancellationToken);
        return TypedResults.Created($"/keys/{key.Id}", new MadeKey(key, secret));
    }

    private static async Task<Results<NoContent, ProblemResult>> RevokeAsync(
        string id, IApiKeyStore keys, IOptions<AuthOptions> auth, CancellationToken cancellationToken)
    {
        // Nobody could make another one.
        if (auth.Value is { Mode: AuthMode.Keys, AdminKey: null }
            && (await keys.ListAsync(cancellationToken)).Where(static key => key.Scopes.Contains(Scopes.Admin)).ToList() is [var last]
            && last.Id == id)
        {
            return ProblemResult.Conflict(
                ProblemCodes.LastAdminKey,
                "It is the last key of an admin",
                "Without it nobody could make keys any more. Make another one with the scope admin first, or set Auth:AdminKey.");
        }

        return await keys.RevokeAsync(id, cancellationToken)
            ? TypedResults.NoContent()
            : ProblemResult.NotFound(ProblemCodes.KeyNotFound, "There is no such key", $"No key has the id '{KnownProblems.Shorten(id)}'.");
    }
}
