using System.Security.Cryptography;
using System.Text;

namespace Mact.AppHost.Embedded.Dashboard;

/// <summary>The two secrets of one run: what a person logs in with, and what the children send their telemetry with.</summary>
internal sealed class DashboardKeys
{
    private const int Bytes = 24;

    /// <summary>In the printed address.</summary>
    public string Login { get; } = RandomNumberGenerator.GetHexString(Bytes * 2, lowercase: true);

    /// <summary>In the header <c>x-otlp-api-key</c>.</summary>
    public string Telemetry { get; } = RandomNumberGenerator.GetHexString(Bytes * 2, lowercase: true);

    /// <summary>Compares in constant time.</summary>
    public static bool Equal(string? given, string expected) =>
        given is not null && CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(given), Encoding.UTF8.GetBytes(expected));
}
