using System.Text.Json;
using Mact.DevServices.Model.Chat;

namespace Mact.DevServices.Model.Http;

/// <summary>Reads JSON bodies, and refuses others in the web framework's words.</summary>
internal static class RequestBody
{
    /// <summary>Refuses a request that does not say its body is JSON.</summary>
    /// <exception cref="ApiErrorException">The content type is not JSON.</exception>
    public static void RequireJson(HttpRequest request)
    {
        var type = (request.ContentType ?? "").Split(';', 2)[0].Trim();
        if (!type.Equals("application/json", StringComparison.OrdinalIgnoreCase))
        {
            throw new ApiErrorException(new ApiError(400, "Bad Request", "Unsupported Media Type: Only 'application/json' is allowed", null));
        }
    }

    /// <summary>Reads the body.</summary>
    /// <exception cref="ApiErrorException">The body is not JSON.</exception>
    public static JsonDocument Parse(byte[] body)
    {
        try
        {
            return JsonDocument.Parse(body);
        }
        catch (JsonException failure)
        {
            throw new ApiErrorException(ApiError.Invalid("json_invalid", $"{failure.BytePositionInLine ?? 0}", "JSON decode error"));
        }
    }
}
