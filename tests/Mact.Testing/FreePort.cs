using Mact.DevServices.Redis;

namespace Mact.Testing;

/// <summary>Loopback ports that nothing listens on.</summary>
public static class FreePort
{
    /// <summary>A port that was free a moment ago.</summary>
    public static int Find() => GarnetServerHost.FreePort();
}
