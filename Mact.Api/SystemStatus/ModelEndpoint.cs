using System.Data.Common;

namespace Mact.Api.SystemStatus;

/// <summary>A configured model endpoint. Only <see cref="Roles"/>, <see cref="Server"/> and <see cref="Model"/> may be shown.</summary>
/// <param name="Roles">planner, coder: who uses it.</param>
/// <param name="Address">Base address without a slash at its end; null where the connection string has no usable one.</param>
/// <param name="Key">Bearer token; never shown, logged or put into a message.</param>
/// <param name="Model">The configured name; null = the single model that is served.</param>
internal sealed record ModelEndpoint(IReadOnlyList<string> Roles, Uri? Address, string? Key, string? Model)
{
    private const string DefaultName = "model";

    private static readonly string[] AllRoles = ["planner", "coder"];

    /// <summary>host:port, without path, user or key; null where there is no usable address.</summary>
    public string? Server => Address?.Authority;

    /// <summary>The endpoints in use; roles that share a connection string share an endpoint. The connection <c>model</c> is the default of both.</summary>
    public static IReadOnlyList<ModelEndpoint> FromConfiguration(IConfiguration configuration) =>
    [
        .. AllRoles
            .Select(role => (Role: role, Text: FirstFilled(configuration.GetConnectionString(role), configuration.GetConnectionString(DefaultName))))
            .Where(static role => role.Text is not null)
            .GroupBy(static role => role.Text!, static role => role.Role, StringComparer.Ordinal)
            .Select(static shared => Parse([.. shared], shared.Key)),
    ];

    /// <inheritdoc/>
    public override string ToString() => $"{string.Join(", ", Roles)}: {Model ?? "auto"} at {Server ?? "no usable address"}";

    private static ModelEndpoint Parse(IReadOnlyList<string> roles, string text)
    {
        DbConnectionStringBuilder parts;
        try
        {
            parts = new DbConnectionStringBuilder { ConnectionString = text };
        }
        catch (ArgumentException)
        {
            return new(roles, null, null, null);
        }

        var model = Value(parts, "Model");
        var usable = Uri.TryCreate(Value(parts, "Endpoint"), UriKind.Absolute, out var address)
            && address is { Scheme: "http" or "https" or "https+http", UserInfo.Length: 0, Query.Length: 0 };
        return new(
            roles,
            usable ? new Uri(address!.AbsoluteUri.TrimEnd('/')) : null,
            Value(parts, "Key"),
            string.Equals(model, "auto", StringComparison.OrdinalIgnoreCase) ? null : model);
    }

    private static string? Value(DbConnectionStringBuilder parts, string key) =>
        parts.TryGetValue(key, out var value) && value is string text ? FirstFilled(text.Trim(), null) : null;

    private static string? FirstFilled(string? first, string? second) =>
        !string.IsNullOrWhiteSpace(first) ? first : string.IsNullOrWhiteSpace(second) ? null : second;
}
