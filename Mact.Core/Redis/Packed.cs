using System.IO.Compression;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace Mact.Core.Redis;

/// <summary>Bytes as they are stored: a tag, then plain for what is small and Brotli for what is not.</summary>
internal static class Packed
{
    private const byte Plain = 0;
    private const byte Brotli = 1;

    // Below this, compression costs more than it saves.
    private const int PlainUpTo = 200;

    public static byte[] Json<T>(T value, JsonTypeInfo<T> type) => Of(JsonSerializer.SerializeToUtf8Bytes(value, type));

    public static byte[] Text(string text) => Of(Encoding.UTF8.GetBytes(text));

    public static byte[] Of(ReadOnlySpan<byte> content)
    {
        if (content.Length <= PlainUpTo)
        {
            return [Plain, .. content];
        }

        using var packed = new MemoryStream();
        packed.WriteByte(Brotli);
        using (var brotli = new BrotliStream(packed, CompressionLevel.Fastest, leaveOpen: true))
        {
            brotli.Write(content);
        }

        return packed.ToArray();
    }

    public static T ReadJson<T>(byte[] packed, JsonTypeInfo<T> type) =>
        JsonSerializer.Deserialize(Read(packed), type) ?? throw new InvalidDataException("A stored JSON value is null.");

    public static string ReadText(byte[] packed) => Encoding.UTF8.GetString(Read(packed));

    /// <summary>The content of packed bytes.</summary>
    /// <exception cref="InvalidDataException">The bytes were not written by <see cref="Of"/>.</exception>
    public static byte[] Read(byte[] packed)
    {
        switch (packed.Length == 0 ? byte.MaxValue : packed[0])
        {
            case Plain:
                return packed[1..];
            case Brotli:
                using (var source = new MemoryStream(packed, 1, packed.Length - 1))
                using (var brotli = new BrotliStream(source, CompressionMode.Decompress))
                using (var content = new MemoryStream())
                {
                    brotli.CopyTo(content);
                    return content.ToArray();
                }

            default:
                throw new InvalidDataException("A stored value is not in the form that this version writes.");
        }
    }
}
