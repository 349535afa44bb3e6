using Microsoft.Extensions.Configuration;

namespace Mact.ServiceDefaults.Lifetime;

/// <summary>The agreement between the embedded AppHost and its children: standard input is a pipe that stays open while the AppHost lives.</summary>
public static class ParentPipe
{
    /// <summary>The environment variable by which the AppHost says that standard input is such a pipe; its value is <c>1</c>.</summary>
    public const string Variable = "MACT_PARENT_PIPE";

    internal static bool IsOffered(IConfiguration configuration) => string.Equals(configuration[Variable], "1", StringComparison.Ordinal);
}
