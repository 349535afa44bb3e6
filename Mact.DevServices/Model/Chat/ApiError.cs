using System.Globalization;

namespace Mact.DevServices.Model.Chat;

/// <summary>An error as vLLM reports it.</summary>
/// <param name="Status">The HTTP status, which is also the body's <c>code</c>.</param>
/// <param name="Type">The error's class or, for errors of the web framework, the status phrase.</param>
/// <param name="Message">What is wrong.</param>
/// <param name="Param">The request field at fault, when one is named.</param>
internal sealed record ApiError(int Status, string Type, string Message, string? Param)
{
    public static ApiError BadRequest(string message, string? param = null) => new(400, "BadRequestError", message, param);

    /// <summary>A sampling value out of range; vLLM ends such messages with the parameter and its value.</summary>
    public static ApiError OutOfRange(string message, string param, object value) =>
        BadRequest(string.Create(CultureInfo.InvariantCulture, $"{message} (parameter={param}, value={value})"), param);

    /// <summary>A body that does not have the declared shape, reported by the web framework.</summary>
    public static ApiError Invalid(string kind, string field, string message) => new(
        400,
        "Bad Request",
        $"1 validation error:\n  {{'type': '{kind}', 'loc': ('body', '{field}'), 'msg': '{message}'}}",
        $"body.{field}");

    public static ApiError NotFound() => new(404, "Not Found", "Not Found", null);

    public static ApiError MethodNotAllowed() => new(405, "Method Not Allowed", "Method Not Allowed", null);

    public static ApiError Internal(string message) => new(500, "InternalServerError", message, null);
}
