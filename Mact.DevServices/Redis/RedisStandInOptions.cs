using System.ComponentModel.DataAnnotations;

namespace Mact.DevServices.Redis;

/// <summary>The stand-in for Redis; section "Redis".</summary>
public sealed class RedisStandInOptions
{
    public const string Section = "Redis";

    /// <summary>Loopback port; 0 = a free one.</summary>
    [Range(0, 65535)]
    public int Port { get; set; }

    /// <summary>Where data is kept over stops and crashes; null or empty: it lives in memory until the process stops.</summary>
    public string? DataDirectory { get; set; }
}
