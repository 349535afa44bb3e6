using System.Text.Json;
using System.Text.Json.Serialization;

namespace Mact.Core;

/// <summary>Enum values as camelCase strings; numbers are refused, so that a stray 7 is an error and not a value.</summary>
public sealed class CamelCaseEnumConverter<T>() : JsonStringEnumConverter<T>(JsonNamingPolicy.CamelCase, allowIntegerValues: false)
    where T : struct, Enum;
