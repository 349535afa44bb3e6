using System.Security.Cryptography;
using System.Text;

namespace Mact.Api.Questions;

/// <summary>Whom the per-client limit counts: a hash of the remote address, so that no address is stored with a question.</summary>
/// <remarks>Behind a proxy, set ASPNETCORE_FORWARDEDHEADERS_ENABLED=true, or all its clients count as one.</remarks>
internal static class ClientKey
{
    private const int Length = 16;

    public static string Of(HttpContext context)
    {
        var address = context.Connection.RemoteIpAddress;
        var text = address is { IsIPv4MappedToIPv6: true } ? address.MapToIPv4().ToString() : address?.ToString() ?? "unknown";
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)))[..Length];
    }
}
