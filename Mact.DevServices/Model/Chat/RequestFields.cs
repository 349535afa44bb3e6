using System.Text.Json;

namespace Mact.DevServices.Model.Chat;

/// <summary>Typed access to a request body's fields; a wrong type is the web framework's 400.</summary>
internal readonly struct RequestFields(JsonElement body)
{
    /// <summary>The field, or null when it is absent or null.</summary>
    public JsonElement? Find(string name) =>
        body.TryGetProperty(name, out var value) && value.ValueKind is not JsonValueKind.Null ? value : null;

    public string? Text(string name) => Find(name) switch
    {
        null => null,
        { ValueKind: JsonValueKind.String } value => TextOf(value, name),
        _ => throw Wrong("string_type", name, "Input should be a valid string"),
    };

    /// <summary>The text of a JSON string; a lone surrogate in it is no text.</summary>
    public static string TextOf(JsonElement value, string name)
    {
        try
        {
            return value.GetString()!;
        }
        catch (InvalidOperationException)
        {
            throw Wrong("string_unicode", name, "Input should be a valid string, unable to parse raw data as a unicode string");
        }
    }

    public bool Flag(string name, bool otherwise) => Find(name) switch
    {
        null => otherwise,
        { ValueKind: JsonValueKind.True } => true,
        { ValueKind: JsonValueKind.False } => false,
        _ => throw Wrong("bool_parsing", name, "Input should be a valid boolean, unable to interpret input"),
    };

    public long? Integer(string name) => Find(name) switch
    {
        null => null,
        { ValueKind: JsonValueKind.Number } value when value.TryGetInt64(out var number) => number,
        { ValueKind: JsonValueKind.Number } value when value.GetDouble() is var number && double.IsInteger(number) && Math.Abs(number) < long.MaxValue
            => (long)number,
        _ => throw Wrong("int_type", name, "Input should be a valid integer"),
    };

    public int? SmallInteger(string name) => Integer(name) switch
    {
        null => null,
        < int.MinValue or > int.MaxValue => throw Wrong("int_type", name, "Input should be a valid integer"),
        { } value => (int)value,
    };

    public double? Number(string name) => Find(name) switch
    {
        null => null,
        { ValueKind: JsonValueKind.Number } value when double.IsFinite(value.GetDouble()) => value.GetDouble(),
        _ => throw Wrong("float_type", name, "Input should be a valid number"),
    };

    public RequestFields? Object(string name) => Find(name) switch
    {
        null => null,
        { ValueKind: JsonValueKind.Object } value => new RequestFields(value),
        _ => throw Wrong("dict_type", name, "Input should be a valid dictionary"),
    };

    public IReadOnlyList<JsonElement>? List(string name) => Find(name) switch
    {
        null => null,
        { ValueKind: JsonValueKind.Array } value => [.. value.EnumerateArray()],
        _ => throw Wrong("list_type", name, "Input should be a valid list"),
    };

    public static ApiErrorException Wrong(string kind, string name, string message) => new(ApiError.Invalid(kind, name, message));
}
