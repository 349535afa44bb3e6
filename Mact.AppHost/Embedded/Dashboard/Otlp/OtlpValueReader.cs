using System.Globalization;
using Google.Protobuf;

namespace Mact.AppHost.Embedded.Dashboard.Otlp;

/// <summary>Reads <c>KeyValue</c> and <c>AnyValue</c> of opentelemetry/proto/common/v1/common.proto into text.</summary>
internal static class OtlpValueReader
{
    /// <summary>Longer values are shortened to this many characters: prompts may hold whole tables.</summary>
    public const int MaxValueLength = 200_000;

    private const int MaxDepth = 8;

    /// <summary>Adds one attribute; a later one of the same name wins.</summary>
    public static void ReadAttribute(CodedInputStream message, Dictionary<string, string> attributes)
    {
        var key = string.Empty;
        var value = string.Empty;
        while (message.ReadTag() is var tag and not 0)
        {
            switch (WireFormat.GetTagFieldNumber(tag))
            {
                case 1:
                    key = message.ReadString();
                    break;
                case 2:
                    value = ReadValue(message.ReadBytes().CreateCodedInput(), depth: 0);
                    break;
                default:
                    message.SkipLastField();
                    break;
            }
        }

        attributes[key] = value.Length > MaxValueLength ? value[..MaxValueLength] : value;
    }

    private static string ReadValue(CodedInputStream message, int depth)
    {
        var value = string.Empty;
        while (message.ReadTag() is var tag and not 0)
        {
            switch (WireFormat.GetTagFieldNumber(tag))
            {
                case 1:
                    value = message.ReadString();
                    break;
                case 2:
                    value = message.ReadBool() ? "true" : "false";
                    break;
                case 3:
                    value = message.ReadInt64().ToString(CultureInfo.InvariantCulture);
                    break;
                case 4:
                    value = message.ReadDouble().ToString("R", CultureInfo.InvariantCulture);
                    break;
                case 5 when depth < MaxDepth:
                    value = ReadArray(message.ReadBytes().CreateCodedInput(), depth + 1);
                    break;
                default:
                    // Nested maps and bytes: nothing of ours sends them.
                    message.SkipLastField();
                    break;
            }
        }

        return value;
    }

    private static string ReadArray(CodedInputStream message, int depth)
    {
        List<string> values = [];
        while (message.ReadTag() is var tag and not 0)
        {
            if (WireFormat.GetTagFieldNumber(tag) == 1)
            {
                values.Add(ReadValue(message.ReadBytes().CreateCodedInput(), depth));
            }
            else
            {
                message.SkipLastField();
            }
        }

        return string.Join(", ", values);
    }
}
