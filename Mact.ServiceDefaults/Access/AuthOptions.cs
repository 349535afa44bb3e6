using System.ComponentModel.DataAnnotations;

namespace Mact.ServiceDefaults.Access;

/// <summary>How a service tells who asks.</summary>
public enum AuthMode
{
    /// <summary>It does not: everyone who reaches it is the same person. Only where none but that person does, on loopback.</summary>
    None,

    /// <summary>By API keys.</summary>
    Keys,

    /// <summary>By an identity provider (OpenID Connect), and by API keys.</summary>
    Oidc,
}

/// <summary>Who may what. Bound from section <c>Auth</c>.</summary>
public sealed class AuthOptions : IValidatableObject
{
    /// <summary>The configuration section.</summary>
    public const string SectionName = "Auth";

    /// <summary>Said where the page is to sign people in at an identity provider that does not know it.</summary>
    public const string NeedsClientId = "Auth:Mode=oidc needs Auth:ClientId for the page.";

    /// <summary>How people are told apart.</summary>
    public AuthMode Mode { get; set; }

    /// <summary>Allows <see cref="AuthMode.None"/> on addresses that others reach: everyone there reads, asks and deletes everything.</summary>
    public bool AllowAnonymous { get; set; }

    /// <summary>A key that is always valid, has every scope and sees everything: the one to make others with. At least 32 characters.</summary>
    [MinLength(32)]
    public string? AdminKey { get; set => field = OrNull(value); }

    /// <summary>
    /// What the page shows the Api in order to keep the keys of its cookies there, at least 32 characters and the same for both: replicas of the page
    /// then know each other's cookies, and a restart keeps them. Without it each page keeps its own.
    /// </summary>
    [MinLength(32)]
    public string? PageKey { get; set => field = OrNull(value); }

    /// <summary>The identity provider's address; its metadata stand at /.well-known/openid-configuration.</summary>
    public string? Authority { get; set; }

    /// <summary>Whom its access tokens are for.</summary>
    public string? Audience { get; set; }

    /// <summary>As what the page is known to the identity provider.</summary>
    public string? ClientId { get; set; }

    /// <summary>The page's secret at the identity provider; none where it is a public client.</summary>
    public string? ClientSecret { get; set; }

    /// <summary>What the page asks the identity provider for, separated by spaces; it must make access tokens for the audience come.</summary>
    public string RequestedScopes { get; set; } = "openid profile";

    /// <summary>Whether the identity provider must be asked over https; false is for tests on loopback.</summary>
    public bool RequireHttps { get; set; } = true;

    /// <summary>Requests of one person in a minute, by all keys together; each second gives back its share.</summary>
    [Range(1, 1_000_000)]
    public int RequestsPerMinute { get; set; } = 1_200;

    /// <summary>Requests by one key in a minute, so that a program that asks without end leaves something to the other keys of its owner.</summary>
    [Range(1, 1_000_000)]
    public int RequestsPerMinutePerKey { get; set; } = 600;

    /// <summary>Bytes of what is one person's (tables, questions with their records, evaluations with their results) as it is stored, packed; once
    /// they are reached, nothing more is taken.</summary>
    [Range(1d, 1_000_000_000_000d)]
    public long StoredBytesPerPerson { get; set; } = 500_000_000;

    /// <summary>Looks at the model endpoints in a minute, of all together: on a serverless endpoint each may be billed.</summary>
    [Range(1, 1_000)]
    public int ModelChecksPerMinute { get; set; } = 6;

    // A variable that a deployment leaves empty sets nothing.
    private static string? OrNull(string? value) => string.IsNullOrEmpty(value) ? null : value;

    /// <inheritdoc/>
    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (Mode == AuthMode.Oidc && (string.IsNullOrWhiteSpace(Authority) || string.IsNullOrWhiteSpace(Audience)))
        {
            yield return new("Auth:Mode=oidc needs Auth:Authority and Auth:Audience.", [nameof(Authority), nameof(Audience)]);
        }
    }
}
