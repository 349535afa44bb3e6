using System.Buffers;
using Mact.Api.Problems;

namespace Mact.Api.Http;

/// <summary>Reads a stream into memory up to a limit, whatever the headers promise.</summary>
internal static class BoundedBody
{
    private const int BufferSize = 81_920;

    /// <summary>All bytes of the stream.</summary>
    /// <exception cref="RequestRefusedException">There are more than <paramref name="most"/> bytes (413).</exception>
    public static async Task<byte[]> ReadAsync(Stream stream, long? announced, int most, CancellationToken cancellationToken)
    {
        if (announced > most)
        {
            throw TooLarge(most);
        }

        using var content = new MemoryStream((int)(announced ?? 0));
        var buffer = ArrayPool<byte>.Shared.Rent(BufferSize);
        try
        {
            int read;
            while ((read = await stream.ReadAsync(buffer, cancellationToken)) > 0)
            {
                if (content.Length + read > most)
                {
                    throw TooLarge(most);
                }

                content.Write(buffer, 0, read);
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }

        return content.Length == content.Capacity ? content.GetBuffer() : content.ToArray();
    }

    private static RequestRefusedException TooLarge(int most) => new(ProblemResult.TooLarge(
        ProblemCodes.TooManyBytes,
        "That is too large",
        $"The limit here is {most:N0} bytes. Leave out columns or rows that the question does not need, or split the source."));
}
