using Google.Protobuf;

namespace Mact.AppHost.Tests.Embedded.Dashboard;

/// <summary>Writes OTLP bodies field by field, as opentelemetry/proto describes them.</summary>
internal static class OtlpBody
{
    public static byte[] Traces(string service, params byte[][] spans) =>
        Message(1, Join(Message(2, Join([.. spans.Select(static span => Message(2, span))])), Message(1, Attribute(1, "service.name", Text(1, service)))));

    public static byte[] Span(byte id, string name, byte? parent = null, params byte[][] more) => Join(
        [
            Message(1, [.. Enumerable.Repeat((byte)0xab, 16)]),
            Message(2, Id(id)),
            parent is { } value ? Message(4, Id(value)) : [],
            Text(5, name),
            Number(6, 3),
            Fixed(7, 1_700_000_000_000_000_000),
            Fixed(8, 1_700_000_000_250_000_000),
            .. more,
        ]);

    /// <summary>A KeyValue in field 9 of a span (or another), whose AnyValue has the given field.</summary>
    public static byte[] Attribute(int field, string key, byte[] value) => Message(field, Join(Text(1, key), Message(2, value)));

    public static byte[] Text(int field, string value) => Write(output => { output.WriteTag(field, WireFormat.WireType.LengthDelimited); output.WriteString(value); });

    public static byte[] Number(int field, long value) => Write(output => { output.WriteTag(field, WireFormat.WireType.Varint); output.WriteInt64(value); });

    public static byte[] Message(int field, byte[] value) => Write(output => { output.WriteTag(field, WireFormat.WireType.LengthDelimited); output.WriteBytes(ByteString.CopyFrom(value)); });

    public static byte[] Join(params byte[][] parts) => [.. parts.SelectMany(static part => part)];

    private static byte[] Fixed(int field, ulong value) => Write(output => { output.WriteTag(field, WireFormat.WireType.Fixed64); output.WriteFixed64(value); });

    private static byte[] Id(byte id) => [0, 0, 0, 0, 0, 0, 0, id];

    private static byte[] Write(Action<CodedOutputStream> write)
    {
        using var stream = new MemoryStream();
        using (var output = new CodedOutputStream(stream, leaveOpen: true))
        {
            write(output);
        }

        return stream.ToArray();
    }
}
