using Microsoft.Extensions.Configuration;

namespace Mact.AppHost.Topology;

/// <summary>Parameters that may stay empty.</summary>
internal static class ParameterExtensions
{
    /// <summary>
    /// A parameter whose value is <c>Parameters:NAME</c>, else one of the given settings, else the standard. It always has a value, if only an
    /// empty one: a run would otherwise stop to ask for it, and publishing for Kubernetes would wait for it without end.
    /// </summary>
    /// <param name="builder">The application.</param>
    /// <param name="name">The parameter's name.</param>
    /// <param name="settings">Settings that hold the value as well, the first one first.</param>
    /// <param name="standard">Without any of them.</param>
    public static IResourceBuilder<ParameterResource> AddOptionalParameter(
        this IDistributedApplicationBuilder builder,
        string name,
        IReadOnlyList<string> settings,
        string standard = "") =>
        builder.AddParameter(name, () => Read(builder.Configuration, name, settings) ?? standard, publishValueAsDefault: true);

    /// <summary>The same for a secret: what is published has its name only, never its value.</summary>
    /// <param name="builder">The application.</param>
    /// <param name="name">The parameter's name.</param>
    /// <param name="settings">Settings that hold the value as well, the first one first.</param>
    public static IResourceBuilder<ParameterResource> AddOptionalSecret(
        this IDistributedApplicationBuilder builder,
        string name,
        params IReadOnlyList<string> settings) =>
        builder.AddParameter(name, () => Read(builder.Configuration, name, settings) ?? string.Empty, secret: true);

    private static string? Read(IConfiguration configuration, string name, IReadOnlyList<string> settings) =>
        settings.Prepend($"Parameters:{name}").Prepend($"Parameters:{name.Replace('-', '_')}").Select(key => configuration[key]).FirstOrDefault(static value => !string.IsNullOrEmpty(value));
}
