using System.Security.Claims;
using Mact.Api.Http;
using Mact.Client.Access;
using Mact.Core.Questions;
using Mact.Core.Queueing;
using Mact.Evaluation.Stored;
using Mact.ServiceDefaults.Access;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.JwtBearer;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Authorization.Policy;
using Microsoft.Extensions.Options;

namespace Mact.Api.Access;

/// <summary>Who may what: people, scopes, owners, limits. With <c>Auth:Mode=none</c> there is one person, who may everything.</summary>
internal static class ApiAccessExtensions
{
    private const string AnyScheme = "Any";
    // Header, content and signature.
    private const int TokenParts = 3;

    /// <summary>Comes after everything that registers a store.</summary>
    public static void AddAccess(this IHostApplicationBuilder builder)
    {
        var options = builder.AddAccessOptions();
        var services = builder.Services;
        services.AddHttpContextAccessor();
        services.ConfigureHttpJsonOptions(static json => json.SerializerOptions.TypeInfoResolverChain.Insert(0, AccessJson.Default));
        services.AddSingleton<CurrentPerson>();
        services.AddSingleton<AuditLog>();
        services.AddSingleton<Belongings>();
        services.AddSingleton<Room>();
        services.AddRateLimiter(limiter => RequestRates.Limit(limiter, options));
        if (options.Mode == AuthMode.None)
        {
            return;
        }

        Wrap<IQuestionStore>(services, static (inner, provider) => new OwnedQuestionStore(inner, provider.GetRequiredService<Belongings>()));
        Wrap<IQuestionQueue>(services, static (inner, provider) => new OwnedQuestionQueue(inner, provider.GetRequiredService<Belongings>()));
        Wrap<IEvaluationStore>(services, static (inner, provider) => new OwnedEvaluationStore(
            inner, provider.GetRequiredService<CurrentPerson>(), provider.GetRequiredService<Belongings>()));
        var authentication = services.AddAuthentication(AnyScheme)
            .AddPolicyScheme(AnyScheme, displayName: null, scheme => scheme.ForwardDefaultSelector = context =>
                options.Mode == AuthMode.Oidc && ApiKeyAuthentication.SecretOf(context.Request)?.Split('.').Length == TokenParts
                    ? JwtBearerDefaults.AuthenticationScheme
                    : ApiKeyAuthentication.SchemeName)
            .AddScheme<AuthenticationSchemeOptions, ApiKeyAuthentication>(ApiKeyAuthentication.SchemeName, static _ => { });
        if (options.Mode == AuthMode.Oidc)
        {
            authentication.AddJwtBearer(jwt =>
            {
                jwt.Authority = options.Authority;
                jwt.Audience = options.Audience;
                jwt.RequireHttpsMetadata = options.RequireHttps;
                jwt.MapInboundClaims = false;
                jwt.Events = new()
                {
                    OnTokenValidated = static context =>
                    {
                        AsPerson(context);
                        return Task.CompletedTask;
                    },
                };
            });
        }

        services.AddSingleton<IAuthorizationMiddlewareResultHandler, ScopeRefusal>();
        services.AddAuthorizationBuilder().SetFallbackPolicy(new AuthorizationPolicyBuilder()
            .RequireAuthenticatedUser()
            .RequireAssertion(static context =>
                context.Resource is HttpContext request
                    && Scopes.Of(request) is var scope && (scope == Scopes.None || context.User.HasClaim(Scopes.Claim, scope)))
            .Build());
    }

    /// <summary>Comes before everything that refuses a request, so that a refusal is noted with its status. Who is nobody is turned away, and could
    /// fill the log.</summary>
    public static void UseAudit(this WebApplication app) => app.Use(static async (context, next) =>
    {
        try
        {
            await next(context);
        }
        finally
        {
            if (Person.Of(context.User) is var person && person != Person.Nobody)
            {
                await context.RequestServices.GetRequiredService<AuditLog>().NoteAsync(person, context);
            }
        }
    });

    /// <summary>Comes before the endpoints.</summary>
    public static void UseAccess(this WebApplication app)
    {
        app.UseRouting();
        if (app.Services.GetRequiredService<IOptions<AuthOptions>>().Value.Mode != AuthMode.None)
        {
            app.UseAuthentication();
            app.UseAuthorization();
            app.UseEndOfAccess();
        }

        app.UseRateLimiter();
    }

    /// <summary>Marks what goes on for long, such as watching a run: it ends when the key is revoked or the token is over by which it was let in.
    /// </summary>
    public static TBuilder EndsWithAccess<TBuilder>(this TBuilder builder)
        where TBuilder : IEndpointConventionBuilder => builder.WithMetadata(EndsWithAccessMark.One);

    private static void UseEndOfAccess(this WebApplication app)
    {
        var rhythm = app.Services.GetRequiredService<IOptions<RequestLimits>>().Value.Heartbeat;
        var time = app.Services.GetRequiredService<TimeProvider>();
        app.Use(async (context, next) =>
        {
            if (context.GetEndpoint()?.Metadata.GetMetadata<EndsWithAccessMark>() is null)
            {
                await next(context);
                return;
            }

            using var timer = new PeriodicTimer(rhythm, time);
            var access = EndAsync(context, timer, time);
            try
            {
                await next(context);
            }
            finally
            {
                timer.Dispose();
                await access;
            }
        });
    }

    private static async Task EndAsync(HttpContext context, PeriodicTimer timer, TimeProvider time)
    {
        while (await timer.WaitForNextTickAsync())
        {
            try
            {
                if (!await ApiKeyAuthentication.IsStillValidAsync(context, time.GetUtcNow()))
                {
                    context.Abort();
                    return;
                }
            }
            catch (Exception exception) when (exception is StoreUnavailableException or OperationCanceledException)
            {
                // Asked again, unless whoever asked has left.
            }
        }
    }

    // Of an identity provider's claims: who it is, and what the person may. Without scopes of ours, all but admin.
    private static void AsPerson(TokenValidatedContext context)
    {
        var principal = context.Principal!;
        if (principal.FindFirstValue("sub") is not { Length: > 0 } subject || subject.Any(char.IsControl))
        {
            context.Fail("The token names no person.");
            return;
        }

        var identity = (ClaimsIdentity)principal.Identity!;
        var given = principal.FindAll("scope").Concat(principal.FindAll("scp")).SelectMany(static claim => claim.Value.Split(' '))
            .Where(Scopes.All.Contains).Distinct(StringComparer.Ordinal).ToList();
        identity.AddClaim(new(ClaimTypes.NameIdentifier, $"oidc:{principal.FindFirstValue("iss")}:{subject}"));
        identity.AddClaims((given.Count > 0 ? given : [Scopes.Ask, Scopes.Read, Scopes.Delete]).Select(
            static scope => new Claim(Scopes.Claim, scope)));
    }

    private static void Wrap<T>(IServiceCollection services, Func<T, IServiceProvider, T> wrap)
        where T : class
    {
        var known = services.Last(static service => service.ServiceType == typeof(T));
        services.Remove(known);
        services.AddSingleton(provider => wrap(
            (T)(known.ImplementationInstance ?? known.ImplementationFactory?.Invoke(provider)
                ?? ActivatorUtilities.CreateInstance(provider, known.ImplementationType!)),
            provider));
    }
}

/// <summary>The mark of <see cref="ApiAccessExtensions.EndsWithAccess"/>.</summary>
internal sealed class EndsWithAccessMark
{
    private EndsWithAccessMark()
    {
    }

    public static EndsWithAccessMark One { get; } = new();
}

/// <summary>Tells whoever is known, and may not do something, which scope it needs.</summary>
internal sealed class ScopeRefusal : IAuthorizationMiddlewareResultHandler
{
    private readonly AuthorizationMiddlewareResultHandler _usual = new();

    public Task HandleAsync(RequestDelegate next, HttpContext context, AuthorizationPolicy policy, PolicyAuthorizationResult authorizeResult) =>
        authorizeResult.Forbidden
            ? ProblemOf(Scopes.Of(context)).ExecuteAsync(context)
            : _usual.HandleAsync(next, context, policy, authorizeResult);

    /// <summary>What is told where a scope is lacking.</summary>
    public static ProblemResult ProblemOf(string scope) => new(
        StatusCodes.Status403Forbidden,
        ProblemCodes.NotAllowed,
        "You may not do this",
        $"It needs the scope {scope}, which your key or token does not have. Ask an admin for a key that has it.");
}
