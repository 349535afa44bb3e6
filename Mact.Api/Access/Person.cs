using System.Security.Claims;
using Mact.ServiceDefaults.Access;
using Microsoft.Extensions.Options;

namespace Mact.Api.Access;

/// <summary>What a person may do.</summary>
internal static class Scopes
{
    public const string Ask = "ask";
    public const string Read = "read";
    public const string Delete = "delete";
    public const string Admin = "admin";

    /// <summary>What every person may: no scope at all is needed.</summary>
    public const string None = "";

    /// <summary>The kind of claim that carries one.</summary>
    public const string Claim = "mact:scope";

    /// <summary>All of them; whoever signs in at an identity provider has all but the last.</summary>
    public static IReadOnlyList<string> All { get; } = [Ask, Read, Delete, Admin];

    /// <summary>What an endpoint needs where it does not say.</summary>
    public static string Of(HttpContext context) => context.GetEndpoint()?.Metadata.GetMetadata<RequiredScope>()?.Scope
        ?? (HttpMethods.IsDelete(context.Request.Method) ? Delete
            : HttpMethods.IsGet(context.Request.Method) || HttpMethods.IsHead(context.Request.Method) ? Read
            : Ask);
}

/// <summary>What an endpoint needs, where its method does not tell.</summary>
internal sealed record RequiredScope(string Scope);

/// <summary>Who asks.</summary>
/// <param name="Id">Names the person among all; never shown to others.</param>
/// <param name="IsAdmin">Sees everything.</param>
internal sealed record Person(string Id, bool IsAdmin)
{
    /// <summary>Whoever has the link to a run: nothing belongs to a link, and the run behind it is read whosever it is.</summary>
    public static Person Link { get; } = new(string.Empty, IsAdmin: true);

    /// <summary>Nobody in particular, to whom nothing belongs.</summary>
    public static Person Nobody { get; } = new(string.Empty, IsAdmin: false);

    public static Person Of(ClaimsPrincipal user) => user.Identity is { IsAuthenticated: true }
        && user.FindFirstValue(ClaimTypes.NameIdentifier) is { } id
        ? new(id, user.HasClaim(Scopes.Claim, Scopes.Admin))
        : Nobody;
}

/// <summary>Who asks at this moment; null where the service itself acts, and where people are not told apart.</summary>
internal sealed class CurrentPerson(IHttpContextAccessor contexts, IOptions<AuthOptions> options)
{
    private static readonly AsyncLocal<Person?> Acting = new();

    public Person? Now => options.Value.Mode == AuthMode.None ? null
        : Acting.Value ?? (contexts.HttpContext is { } context ? Person.Of(context.User) : null);

    /// <summary>The person whose things alone are seen; null where all are.</summary>
    public Person? Limited => Now is { IsAdmin: false } person ? person : null;

    /// <summary>Whether the sender of the request may do something; where people are not told apart, everyone may all.</summary>
    public bool May(string scope) => options.Value.Mode == AuthMode.None || contexts.HttpContext?.User.HasClaim(Scopes.Claim, scope) == true;

    /// <summary>Whether something is said for the first time in this request.</summary>
    public bool IsFirst(string said) => contexts.HttpContext?.Items.TryAdd((typeof(CurrentPerson), said), value: null) ?? true;

    /// <summary>From here on, in this flow of work, the service acts for a person: what it makes is that person's.</summary>
    public static void ActFor(Person person) => Acting.Value = person;

    /// <inheritdoc cref="ActFor(Person)"/>
    public static void ActFor(string? owner) => Acting.Value = owner is null ? null : new(owner, IsAdmin: false);
}
