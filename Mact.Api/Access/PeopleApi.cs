using System.Security.Claims;
using System.Text;
using Mact.Api.Http;
using Mact.Client.Access;
using Mact.Core.Access;
using Mact.ServiceDefaults.Access;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Extensions.Options;

namespace Mact.Api.Access;

/// <summary><c>/me</c> and <c>/audit</c>, and <c>/page-keys</c>, where the page alone keeps the keys of its cookies.</summary>
internal static class PeopleApi
{
    private const int MaxPageKey = 16 * 1024;

    public static void MapPeople(this IEndpointRouteBuilder app)
    {
        var group = app.MapGroup("").WithTags("People");
        group.MapGet("/me", static (ClaimsPrincipal user, IOptions<AuthOptions> auth) => TypedResults.Ok(auth.Value.Mode == AuthMode.None
                ? new SignedInPerson(Name: null, Scopes.All)
                : new SignedInPerson(user.Identity?.Name, [.. user.FindAll(Scopes.Claim).Select(static claim => claim.Value)])))
            .WithName("ReadMe")
            .WithSummary("Who the sender is taken for, and what that person may")
            .WithMetadata(new RequiredScope(Scopes.None));
        group.MapGet("/audit", static async (IAuditStore audit, CancellationToken cancellationToken) =>
                TypedResults.Ok(await audit.ListAsync(cancellationToken)))
            .WithName("ReadAudit")
            .WithSummary("What people did lately, newest first: asked, deleted, took away, made keys, looked at what is another's")
            .WithMetadata(new RequiredScope(Scopes.Admin))
            .ProducesProblems(StatusCodes.Status503ServiceUnavailable);

        var page = app.MapGroup("/page-keys").ExcludeFromDescription().AllowAnonymous().AddEndpointFilter(RequirePage);
        page.MapGet("", static async (IPageKeyStore keys, CancellationToken cancellationToken) =>
            TypedResults.Ok(await keys.ListAsync(cancellationToken)));
        page.MapPost("", AddPageKeyAsync);
    }

    // To whoever does not show the page's key, there is no such path.
    private static async ValueTask<object?> RequirePage(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        var known = context.HttpContext.RequestServices.GetRequiredService<IOptions<AuthOptions>>().Value.PageKey;
        return known is not null && ApiKeyAuthentication.SecretOf(context.HttpContext.Request) is { } given && ApiKeySecret.IsSame(known, given)
            ? await next(context)
            : KnownProblems.OfStatus(StatusCodes.Status404NotFound);
    }

    private static async Task<Results<NoContent, ProblemResult>> AddPageKeyAsync(
        HttpRequest request, IPageKeyStore keys, CancellationToken cancellationToken)
    {
        using var reader = new StreamReader(request.Body, Encoding.UTF8);
        var xml = new char[MaxPageKey + 1];
        var length = await reader.ReadBlockAsync(xml, cancellationToken);
        if (length is 0 or > MaxPageKey)
        {
            return KnownProblems.OfStatus(StatusCodes.Status400BadRequest);
        }

        await keys.AddAsync(new string(xml, 0, length), cancellationToken);
        return TypedResults.NoContent();
    }
}
