using System.Net.Http.Headers;
using System.Security.Claims;
using Mact.ServiceDefaults.Access;
using Microsoft.AspNetCore.Components.Authorization;
using Microsoft.Extensions.Options;

namespace Mact.Web.Access;

/// <summary>
/// Who looks at a page, in the scope of a request or of a circuit. What the Api is shown for the person (a key, or an access token) is a claim of the
/// cookie, so that a circuit, which has no request, knows it too. With <c>Auth:Mode=none</c> there is nobody in particular.
/// </summary>
public sealed class Visitor(IOptions<AuthOptions> options, IServiceProvider services)
{
    /// <summary>The kind of claim that carries what the Api is shown.</summary>
    public const string SecretClaim = "mact:secret";

    /// <summary>The kind of claim that carries what the person may.</summary>
    public const string ScopeClaim = "mact:scope";

    private ClaimsPrincipal? _user;

    /// <summary>Whether people are told apart here.</summary>
    public bool SignsIn => options.Value.Mode != AuthMode.None;

    /// <summary>Whose request this is; a circuit knows by itself.</summary>
    public void Is(ClaimsPrincipal user) => _user = user;

    /// <summary>The person; null where people are not told apart.</summary>
    public async ValueTask<ClaimsPrincipal?> FindAsync() => !SignsIn
        ? null
        : _user ??= (await services.GetRequiredService<AuthenticationStateProvider>().GetAuthenticationStateAsync()).User;

    /// <summary>What the Api is shown; null: nothing.</summary>
    public async ValueTask<string?> FindSecretAsync() => (await FindAsync())?.FindFirstValue(SecretClaim);

    /// <summary>Whether the person sees everything.</summary>
    public async ValueTask<bool> IsAdminAsync() => (await FindAsync())?.HasClaim(ScopeClaim, "admin") == true;
}

/// <summary>Makes the clients through which the Api is asked as the person who looks at the page.</summary>
public sealed class VisitorClients(IHttpMessageHandlerFactory handlers, Visitor visitor)
{
    /// <summary>The name that service discovery resolves.</summary>
    public static Uri Api { get; } = new("https+http://api");

    /// <summary>A client over the handlers that were registered under a name.</summary>
    public HttpClient Create(string name, TimeSpan timeout) =>
        new(new AsVisitor(visitor, handlers.CreateHandler(name)), disposeHandler: false) { BaseAddress = Api, Timeout = timeout };

    private sealed class AsVisitor(Visitor visitor, HttpMessageHandler inner) : DelegatingHandler(inner)
    {
        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            if (await visitor.FindSecretAsync() is { } secret)
            {
                request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", secret);
            }

            return await base.SendAsync(request, cancellationToken);
        }
    }
}
