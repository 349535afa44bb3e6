using System.Text.Json;
using System.Text.Json.Serialization;

namespace Mact.Web.Uploads;

/// <summary>The JSON between the upload script and this process.</summary>
[JsonSourceGenerationOptions(JsonSerializerDefaults.Web)]
[JsonSerializable(typeof(UploadReply))]
internal sealed partial class UploadJson : JsonSerializerContext;
