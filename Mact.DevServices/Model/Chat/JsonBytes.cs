using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Mact.DevServices.Model.Chat;

/// <summary>Writes JSON bodies field by field, so that their order and their nulls are exactly vLLM's.</summary>
internal static class JsonBytes
{
    // Python's web frameworks leave everything but quotes, backslashes and controls as it is.
    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static byte[] Write(Action<Utf8JsonWriter> write)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer, Options))
        {
            write(json);
        }

        return buffer.WrittenSpan.ToArray();
    }
}
