using System.Globalization;
using System.Net.Sockets;
using System.Text;
using Microsoft.AspNetCore.Connections.Features;

namespace Mact.DevServices.Model.Http;

/// <summary>Sends the beginning of a reply straight through the connection's socket.</summary>
/// <remarks>The server writes in the background, so a reset after an ordinary write may overtake the bytes before it.</remarks>
internal static class RawSender
{
    public static async Task SendAsync(HttpContext context, HttpReply reply, ReadOnlyMemory<byte> part, CancellationToken cancellationToken)
    {
        var socket = context.Features.Get<IConnectionSocketFeature>()?.Socket
            ?? throw new InvalidOperationException("Only a connection over a socket can be reset after some bytes.");
        var head = string.Create(
            CultureInfo.InvariantCulture,
            $"HTTP/1.1 {reply.Status} OK\r\nContent-Type: {reply.ContentType}\r\nContent-Length: {reply.Body.Length}\r\n\r\n");
        byte[] bytes = [.. Encoding.ASCII.GetBytes(head), .. part.Span];
        var sent = 0;
        while (sent < bytes.Length)
        {
            sent += await socket.SendAsync(bytes.AsMemory(sent), SocketFlags.None, cancellationToken);
        }
    }
}
