using Google.Protobuf;

namespace Mact.AppHost.Embedded.Dashboard.Otlp;

/// <summary>
/// Reads the body of OTLP/HTTP <c>POST /v1/traces</c>: <c>ExportTraceServiceRequest</c> of opentelemetry/proto/collector/trace/v1 in protobuf.
/// Only the fields that are shown are read; every other one is skipped.
/// </summary>
internal static class OtlpTraceReader
{
    /// <summary>The spans in order of the body.</summary>
    /// <exception cref="InvalidProtocolBufferException">It is no such message.</exception>
    public static IReadOnlyList<OtlpSpan> Read(byte[] body)
    {
        List<OtlpSpan> spans = [];
        var message = new CodedInputStream(body);
        while (message.ReadTag() is var tag and not 0)
        {
            if (WireFormat.GetTagFieldNumber(tag) == 1)
            {
                ReadResourceSpans(message.ReadBytes(), spans);
            }
            else
            {
                message.SkipLastField();
            }
        }

        return spans;
    }

    /// <summary>The resource (field 1) may follow its spans (field 2), so the message is read twice.</summary>
    private static void ReadResourceSpans(ByteString bytes, List<OtlpSpan> spans)
    {
        Dictionary<string, string> resource = new(StringComparer.Ordinal);
        foreach (var message in Fields(bytes, 1))
        {
            foreach (var attribute in Fields(message, 1))
            {
                OtlpValueReader.ReadAttribute(attribute.CreateCodedInput(), resource);
            }
        }

        foreach (var span in Fields(bytes, 2).SelectMany(static scope => Fields(scope, 2)))
        {
            spans.Add(ReadSpan(span.CreateCodedInput(), resource));
        }
    }

    private static OtlpSpan ReadSpan(CodedInputStream message, Dictionary<string, string> resource)
    {
        Dictionary<string, string> attributes = new(StringComparer.Ordinal);
        var (trace, id, parent, name, kind, start, end, isError, statusMessage) = ("", "", (string?)null, "", 0, 0UL, 0UL, false, (string?)null);
        while (message.ReadTag() is var tag and not 0)
        {
            switch (WireFormat.GetTagFieldNumber(tag))
            {
                case 1:
                    trace = Hexadecimal(message.ReadBytes());
                    break;
                case 2:
                    id = Hexadecimal(message.ReadBytes());
                    break;
                case 4:
                    parent = message.ReadBytes() is { Length: > 0 } bytes ? Hexadecimal(bytes) : null;
                    break;
                case 5:
                    name = message.ReadString();
                    break;
                case 6:
                    kind = message.ReadEnum();
                    break;
                case 7:
                    start = message.ReadFixed64();
                    break;
                case 8:
                    end = message.ReadFixed64();
                    break;
                case 9:
                    OtlpValueReader.ReadAttribute(message.ReadBytes().CreateCodedInput(), attributes);
                    break;
                case 15:
                    (isError, statusMessage) = ReadStatus(message.ReadBytes().CreateCodedInput());
                    break;
                default:
                    message.SkipLastField();
                    break;
            }
        }

        var service = resource.GetValueOrDefault("service.name", "unknown");
        return new(trace, id, parent, service, name, Kind(kind), Time(start), Time(end), attributes, isError, statusMessage)
        {
            Instance = resource.GetValueOrDefault("service.instance.id"),
        };
    }

    private static (bool IsError, string? Message) ReadStatus(CodedInputStream message)
    {
        const int Error = 2;
        var (code, words) = (0, (string?)null);
        while (message.ReadTag() is var tag and not 0)
        {
            switch (WireFormat.GetTagFieldNumber(tag))
            {
                case 2:
                    words = message.ReadString();
                    break;
                case 3:
                    code = message.ReadEnum();
                    break;
                default:
                    message.SkipLastField();
                    break;
            }
        }

        return (code == Error, string.IsNullOrEmpty(words) ? null : words);
    }

    private static IEnumerable<ByteString> Fields(ByteString bytes, int number)
    {
        var message = bytes.CreateCodedInput();
        while (message.ReadTag() is var tag and not 0)
        {
            if (WireFormat.GetTagFieldNumber(tag) == number)
            {
                yield return message.ReadBytes();
            }
            else
            {
                message.SkipLastField();
            }
        }
    }

    private static string Hexadecimal(ByteString bytes) => Convert.ToHexStringLower(bytes.Span);

    private static string Kind(int kind) => kind switch
    {
        2 => "server",
        3 => "client",
        4 => "producer",
        5 => "consumer",
        _ => "internal",
    };

    private static DateTimeOffset Time(ulong nanoseconds) =>
        DateTimeOffset.UnixEpoch.AddTicks((long)Math.Min(nanoseconds / 100, (ulong)(DateTimeOffset.MaxValue - DateTimeOffset.UnixEpoch).Ticks));
}
