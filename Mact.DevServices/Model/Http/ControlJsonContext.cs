using System.Text.Json.Serialization;
using Mact.DevServices.Model.Configuration;

namespace Mact.DevServices.Model.Http;

/// <summary>Source-generated JSON of the <c>/stand-in</c> routes.</summary>
[JsonSourceGenerationOptions(System.Text.Json.JsonSerializerDefaults.Web, UseStringEnumConverter = true)]
[JsonSerializable(typeof(RequestReport))]
[JsonSerializable(typeof(FaultRule[]))]
internal sealed partial class ControlJsonContext : JsonSerializerContext;
