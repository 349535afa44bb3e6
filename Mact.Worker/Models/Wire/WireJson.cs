using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using System.Text.RegularExpressions;

namespace Mact.Worker.Models.Wire;

/// <summary>The JSON of OpenAI's protocol: snake_case names, nulls left out, numbers also as text.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    AllowTrailingCommas = true,
    ReadCommentHandling = System.Text.Json.JsonCommentHandling.Skip)]
[JsonSerializable(typeof(ChatRequestBody))]
[JsonSerializable(typeof(TokenizeRequestBody))]
[JsonSerializable(typeof(TokenizeReplyBody))]
[JsonSerializable(typeof(ChatReplyBody))]
[JsonSerializable(typeof(ModelListBody))]
[JsonSerializable(typeof(ModelBody))]
[JsonSerializable(typeof(ChoiceBody))]
[JsonSerializable(typeof(MessageBody))]
[JsonSerializable(typeof(LogprobsBody))]
[JsonSerializable(typeof(TokenLogprobBody))]
[JsonSerializable(typeof(UsageBody))]
[JsonSerializable(typeof(MetricsBody))]
[JsonSerializable(typeof(PromptTokensDetailsBody))]
[JsonSerializable(typeof(CompletionTokensDetailsBody))]
[JsonSerializable(typeof(ModelMetaBody))]
[JsonSerializable(typeof(TokenizeTextBody))]
[JsonSerializable(typeof(List<ModelBody>))]
[JsonSerializable(typeof(ModelNameBody))]
internal sealed partial class WireJson : JsonSerializerContext;

/// <summary>Reads a member of a reply, whatever stands there.</summary>
internal abstract class LenientConverter<T> : JsonConverter<T>
{
    /// <inheritdoc/>
    public override bool HandleNull => true;

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer, T value, JsonSerializerOptions options) =>
        throw new NotSupportedException("Replies are only read.");
}

/// <summary>Reads a finite number; anything else is null.</summary>
internal sealed class LenientDoubleConverter : LenientConverter<double?>
{
    public override double? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        if (reader.TokenType == JsonTokenType.Number)
        {
            var value = reader.GetDouble();
            return double.IsFinite(value) ? value : null;
        }

        reader.Skip();
        return null;
    }
}

/// <summary>Reads a whole number, also one written as text or with a fraction of zero; anything else is null.</summary>
internal sealed class LenientInt64Converter : LenientConverter<long?>
{
    public override long? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        switch (reader.TokenType)
        {
            case JsonTokenType.Number:
                return reader.TryGetInt64(out var whole) ? whole : Whole(reader.GetDouble());
            case JsonTokenType.String:
                return long.TryParse(reader.GetString(), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var text) ? text : null;
            default:
                reader.Skip();
                return null;
        }
    }

    private static long? Whole(double value) => Math.Abs(value) < 1e15 ? (long)value : null;
}

/// <summary>Reads the objects of an array and leaves out its other items; anything but an array is null.</summary>
internal sealed class LenientListConverter<T> : LenientConverter<IReadOnlyList<T>?>
    where T : class
{
    public override IReadOnlyList<T>? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        if (reader.TokenType != JsonTokenType.StartArray)
        {
            reader.Skip();
            return null;
        }

        var info = (JsonTypeInfo<T>)options.GetTypeInfo(typeof(T));
        var items = new List<T>();
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            if (reader.TokenType == JsonTokenType.StartObject && JsonSerializer.Deserialize(ref reader, info) is { } item)
            {
                items.Add(item);
            }
            else
            {
                reader.Skip();
            }
        }

        return items;
    }
}

/// <summary>Reads an object; anything else is null.</summary>
internal sealed class LenientObjectConverter<T> : LenientConverter<T?>
    where T : class
{
    public override T? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        if (reader.TokenType == JsonTokenType.StartObject)
        {
            return JsonSerializer.Deserialize(ref reader, (JsonTypeInfo<T>)options.GetTypeInfo(typeof(T)));
        }

        reader.Skip();
        return null;
    }
}

/// <summary>Reads a string, or a number or truth value as text; anything else is null.</summary>
internal sealed class LenientStringConverter : LenientConverter<string?>
{
    public override string? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        switch (reader.TokenType)
        {
            case JsonTokenType.String:
                return reader.GetString();
            case JsonTokenType.Number:
                return reader.TryGetInt64(out var whole)
                    ? whole.ToString()
                    : reader.GetDouble().ToString();
            case JsonTokenType.True:
                return "true";
            case JsonTokenType.False:
                return "false";
            default:
                reader.Skip();
                return null;
        }
    }
}

/// <summary>
/// Reads the text of a message: a string, or the texts in a list of parts or an object, thinking left out; anything else is null.
/// </summary>
internal sealed class LenientTextConverter : LenientConverter<string?>
{
    private const int MaxDepth = 4;

    private static readonly string[] Members = ["text", "content", "parts", "value", "output_text"];

    public override string? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        if (reader.TokenType == JsonTokenType.String)
        {
            return reader.GetString();
        }

        if (reader.TokenType is not (JsonTokenType.StartArray or JsonTokenType.StartObject))
        {
            reader.Skip();
            return null;
        }

        using var parts = JsonDocument.ParseValue(ref reader);
        var text = new StringBuilder();
        Collect(parts.RootElement, text, depth: 0);
        return text.Length == 0 ? null : text.ToString();
    }

    private static void Collect(JsonElement element, StringBuilder text, int depth)
    {
        switch (element.ValueKind)
        {
            case JsonValueKind.String:
                text.Append(element.GetString());
                break;
            case JsonValueKind.Array when depth < MaxDepth:
                foreach (var item in element.EnumerateArray())
                {
                    Collect(item, text, depth + 1);
                }

                break;
            case JsonValueKind.Object when depth < MaxDepth && !IsThinking(element):
                foreach (var member in Members)
                {
                    if (element.TryGetProperty(member, out var value))
                    {
                        Collect(value, text, depth + 1);
                        break;
                    }
                }

                break;
            default:
                break;
        }
    }

    private static bool IsThinking(JsonElement part) => part.TryGetProperty("type", out var type)
        && type.ValueKind == JsonValueKind.String
        && (type.ValueEquals("thinking") || type.ValueEquals("reasoning"));
}

/// <summary>
/// What some servers write and System.Text.Json refuses: half a character as <c>\ud83d</c> becomes U+FFFD, a bare NaN or Infinity null.
/// </summary>
internal static partial class LenientJson
{
    /// <summary>Null when there is nothing to replace.</summary>
    public static byte[]? Repair(ReadOnlySpan<byte> json)
    {
        if (json.IndexOf("\\ud"u8) < 0 && json.IndexOf("\\uD"u8) < 0 && json.IndexOf("NaN"u8) < 0 && json.IndexOf("Infinity"u8) < 0)
        {
            return null;
        }

        var text = Encoding.UTF8.GetString(json);
        var repaired = Odd().Replace(text, static match => match.Groups["number"].Success
            ? "null"
            : match.Groups["text"].Success ? Escape().Replace(match.Value, static escape => escape.Groups["lone"].Success ? @"\ufffd" : escape.Value)
            : match.Value);
        return ReferenceEquals(text, repaired) || text == repaired ? null : Encoding.UTF8.GetBytes(repaired);
    }

    // A whole string (which may be cut at the end of the text), or a number that JSON does not know outside of one.
    [GeneratedRegex("""(?<text>"(?:[^"\\]|\\.)*"?)|(?<number>-?\b(?:NaN|Infinity)\b)""", RegexOptions.Singleline | RegexOptions.CultureInvariant, 5000)]
    private static partial Regex Odd();

    // An escaped backslash is consumed whole, so that "\\ud83d" (a backslash and letters) stays as it is.
    [GeneratedRegex(
        @"\\\\|\\u[dD][89abAB][0-9a-fA-F]{2}\\u[dD][c-fC-F][0-9a-fA-F]{2}|(?<lone>\\u[dD][89a-fA-F][0-9a-fA-F]{2})",
        RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture,
        5000)]
    private static partial Regex Escape();
}
