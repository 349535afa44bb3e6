using Microsoft.Extensions.Configuration;

namespace Mact.AppHost.Embedded.Options;

/// <summary>Where the model endpoint's key comes from.</summary>
internal static class ModelKey
{
    /// <summary>The environment variable, and the name of the user secret.</summary>
    public const string Name = "MACT_API_KEY";

    /// <summary>The key, or null. The environment wins over user secrets.</summary>
    public static string? Read()
    {
        var configuration = new ConfigurationBuilder()
            .AddUserSecrets(typeof(ModelKey).Assembly, optional: true)
            .AddEnvironmentVariables()
            .Build();
        return string.IsNullOrWhiteSpace(configuration[Name]) ? null : configuration[Name];
    }
}
