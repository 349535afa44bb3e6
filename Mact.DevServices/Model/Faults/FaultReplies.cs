using System.Globalization;
using Mact.DevServices.Model.Chat;
using Mact.DevServices.Model.Http;

namespace Mact.DevServices.Model.Faults;

/// <summary>The replies that faults put in place of the real one.</summary>
internal static class FaultReplies
{
    /// <summary>The message vLLM gives for a dead engine.</summary>
    public static ApiError EngineDead { get; } =
        ApiError.Internal("EngineCore encountered an issue. See stack trace (above) for the root cause.");

    private const string Head = "\"id\":\"chatcmpl-fault\",\"object\":\"chat.completion\",\"created\":0,\"model\":\"fault\"";
    private const string Usage = "\"usage\":{\"prompt_tokens\":1,\"total_tokens\":1,\"completion_tokens\":0}";
    private const string HtmlPage = "<!DOCTYPE html><html><head><title>Sign in</title></head><body><h1>Sign in to this network</h1></body></html>";
    private const string BadGatewayPage = "<html>\r\n<head><title>502 Bad Gateway</title></head>\r\n<body>\r\n<center><h1>502 Bad Gateway</h1></center>\r\n</body>\r\n</html>\r\n";

    /// <summary>The reply of a fault that replaces the whole one; null for the other faults.</summary>
    public static HttpReply? For(Fault fault, bool flatErrors) => fault.Kind switch
    {
        FaultKind.FlatError => HttpReply.Json(ApiErrorJson.Write(Missing(fault), flat: true)),
        FaultKind.ErrorObject => HttpReply.Json(ApiErrorJson.Write(Missing(fault), flat: false)),
        FaultKind.ErrorText => HttpReply.Json("{\"error\":\"Backend connection failed\"}"),
        FaultKind.ChoicesNull => HttpReply.Json($"{{{Head},\"choices\":null,{Usage}}}"),
        FaultKind.ChoicesEmpty => HttpReply.Json($"{{{Head},\"choices\":[],{Usage}}}"),
        FaultKind.ChoicesMissing => HttpReply.Json($"{{{Head},{Usage}}}"),
        FaultKind.EmptyBody => HttpReply.Json(""),
        FaultKind.ArrayBody => HttpReply.Json($"[{{{Head}}}]"),
        FaultKind.NotJson => HttpReply.Json("upstream connect error or disconnect/reset before headers"),
        FaultKind.Html => HttpReply.Text(HtmlPage, "text/html; charset=utf-8"),
        FaultKind.HtmlBadGateway => HttpReply.Text(BadGatewayPage, "text/html", 502),
        FaultKind.InQueue => HttpReply.Json("{\"id\":\"fault-job\",\"status\":\"IN_QUEUE\"}"),
        FaultKind.InProgress => HttpReply.Json("{\"delayTime\":1000,\"id\":\"fault-job\",\"status\":\"IN_PROGRESS\"}"),
        FaultKind.Status => Status(fault),
        FaultKind.RejectsN => HttpReply.Json(
            "{\"error\":{\"message\":\"Only n=1 is supported.\",\"type\":\"invalid_request_error\",\"param\":\"n\",\"code\":\"invalid_request_error\"}}", 400),
        FaultKind.UnknownArgument => HttpReply.Json(
            $"{{\"error\":{{\"message\":\"Unrecognized request argument supplied: {fault.Argument ?? "top_k"}\",\"type\":\"invalid_request_error\",\"param\":null,\"code\":null}}}}", 400),
        FaultKind.ContextExceeded => Error(ContextWindow.Exceeded(5000, 512, 4096), flatErrors),
        FaultKind.ModelNotFound => Error(Missing(fault), flatErrors),
        FaultKind.Unauthorized => HttpReply.Json("{\"error\":\"Unauthorized\"}", 401),
        FaultKind.EngineDeath => Error(EngineDead, flatErrors),
        _ => null,
    };

    /// <summary>An error as a reply.</summary>
    public static HttpReply Error(ApiError error, bool flat) => HttpReply.Json(ApiErrorJson.Write(error, flat), error.Status);

    private static ApiError Missing(Fault fault) =>
        new(404, "NotFoundError", $"The model `{fault.Argument ?? "gpt-3.5-turbo"}` does not exist.", null);

    private static HttpReply Status(Fault fault)
    {
        var parts = (fault.Argument ?? "503").Split(',', 2, StringSplitOptions.TrimEntries);
        var status = int.TryParse(parts[0], NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number is >= 200 and <= 599 ? number : 503;
        return HttpReply.Json($"{{\"error\":\"status {status}\"}}", status) with { RetryAfter = parts.Length > 1 ? parts[1] : null };
    }
}
