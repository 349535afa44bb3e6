using System.Text.RegularExpressions;

namespace Mact.AppHost.Embedded.Dashboard.Resources;

/// <summary>Takes secrets out of environment variables before anybody sees them.</summary>
internal static partial class SecretMask
{
    /// <summary>Stands for what was taken out.</summary>
    public const string Mask = "•••••";

    /// <summary>The value with its secrets masked: whole where the name says that it is one, else the parts that are.</summary>
    public static string Apply(string name, string value) => SecretName().IsMatch(name)
        ? Mask
        : UserInfo().Replace(SecretPart().Replace(value, "${name}=" + Mask), "${scheme}" + Mask + "@");

    [GeneratedRegex("key|token|secret|password|passwd|credential|headers|authorization", RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex SecretName();

    /// <summary>In connection strings (Key=…; password=…,) and in query strings.</summary>
    [GeneratedRegex("(?<name>\\b(api[-_]?key|accountkey|key|token|secret|password|pwd|user))\\s*=\\s*[^;,&]+", RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex SecretPart();

    /// <summary>user:password@ of an address.</summary>
    [GeneratedRegex("(?<scheme>[a-z][a-z0-9+.-]*://)[^/@\\s]+@", RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex UserInfo();
}
