using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace Mact.Worker.Models.Wire;

/// <summary>An error as a server described it, whatever form it had.</summary>
/// <param name="Message">Its text; empty where there is none.</param>
/// <param name="Type">E.g. NotFoundError, invalid_request_error.</param>
/// <param name="Param">The field that is to blame.</param>
/// <param name="Code">A number or word.</param>
/// <param name="Status">The HTTP status that it stands for, where it says so; differs from the response's behind a proxy or queue.</param>
internal sealed record ServerError(string Message, string? Type = null, string? Param = null, string? Code = null, int? Status = null)
{
    /// <summary>llama.cpp's tokens of the prompt.</summary>
    public int? PromptTokens { get; init; }

    /// <summary>llama.cpp's context.</summary>
    public int? ContextTokens { get; init; }
}

/// <summary>
/// Reads an error in any of its forms: an object or a string under <c>error</c>, vLLM's flat form before 0.10.1, FastAPI's <c>detail</c>,
/// and those that RunPod wraps: Python's text of a dictionary, and "vLLM returned HTTP 404: {…}" inside a message.
/// </summary>
internal static partial class ServerErrorReader
{
    private const int MaxText = 4096;
    private const int MaxDepth = 4;

    /// <summary>Null when the body says nothing of an error.</summary>
    public static ServerError? Read(ChatReplyBody body)
    {
        if (body.Error is { } error)
        {
            return FromElement(error, depth: 0);
        }

        if (string.Equals(body.Object, "error", StringComparison.Ordinal) || (body.Message is not null && body.Choices is null))
        {
            return Unwrap(Make(body.Message, body.Type, body.Param, body.Code), depth: 0);
        }

        return body.Detail is { } detail ? FromElement(detail, depth: 0) : null;
    }

    /// <summary>An error from a plain text, which may hold a nested one.</summary>
    public static ServerError FromText(string text) => Unwrap(new ServerError(Shorten(text)), depth: 0);

    private static ServerError? FromElement(JsonElement element, int depth) => element.ValueKind switch
    {
        JsonValueKind.String => Unwrap(new ServerError(Shorten(TextOf(element))), depth),
        JsonValueKind.Object => Unwrap(
            Make(Text(element, "message") ?? Text(element, "detail"), Text(element, "type"), Text(element, "param"), Text(element, "code")) with
            {
                PromptTokens = Number(element, "n_prompt_tokens"),
                ContextTokens = Number(element, "n_ctx"),
            },
            depth),
        JsonValueKind.Null or JsonValueKind.Undefined or JsonValueKind.False => null,
        _ => new ServerError(Shorten(element.GetRawText())),
    };

    private static ServerError Unwrap(ServerError error, int depth)
    {
        if (depth >= MaxDepth)
        {
            return error;
        }

        if (ProxiedStatus().Match(error.Message) is { Success: true } proxied)
        {
            var status = int.Parse(proxied.Groups["status"].Value, CultureInfo.InvariantCulture);
            var inner = Nested(proxied.Groups["body"].Value.Trim(), depth + 1);
            return inner is null
                ? error with { Status = status }
                : inner with { Status = inner.Status ?? status };
        }

        return Nested(error.Message.Trim(), depth + 1) ?? error;
    }

    /// <summary>A text that is itself an error, as JSON or as Python writes a dictionary.</summary>
    private static ServerError? Nested(string text, int depth)
    {
        if (text.Length < 2 || text[0] != '{')
        {
            return null;
        }

        if (ReplyReader.Parse(Encoding.UTF8.GetBytes(text)) is { } body)
        {
            return body.Error is { } error
                ? FromElement(error, depth)
                : body.Message is null ? null : Unwrap(Make(body.Message, body.Type, body.Param, body.Code), depth);
        }

        // Not JSON: Python's form.
        var message = PythonMessage().Match(text);
        return message.Success
            ? Unwrap(
                Make(
                    Unescape(message.Groups["text"].Value),
                    Group(PythonType().Match(text)),
                    Group(PythonParam().Match(text)),
                    Group(PythonCode().Match(text))),
                depth)
            : null;
    }

    private static ServerError Make(string? message, string? type, string? param, string? code) => new(
        Shorten(message ?? ""),
        type,
        param,
        code,
        int.TryParse(code, NumberStyles.None, CultureInfo.InvariantCulture, out var status)
            && status is >= 400 and <= 599 ? status : StatusOf(type, code));

    private static int? StatusOf(string? type, string? code) => (type, code) switch
    {
        (_, "model_not_found") or ("NotFoundError", _) => 404,
        ("BadRequestError" or "invalid_request_error" or "Bad Request", _) => 400,
        (_, "invalid_api_key") or ("AuthenticationError" or "authentication_error", _) => 401,
        ("InternalServerError" or "server_error", _) => 500,
        _ => null,
    };

    private static int? Number(JsonElement element, string name) =>
        element.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.Number && value.TryGetInt32(out var number) ? number : null;

    private static string? Text(JsonElement element, string name) =>
        !element.TryGetProperty(name, out var value)
            ? null
            : value.ValueKind switch
            {
                JsonValueKind.String => TextOf(value),
                JsonValueKind.Null => null,
                _ => value.GetRawText(),
            };

    private static string TextOf(JsonElement element)
    {
        try
        {
            return element.GetString() ?? "";
        }
        catch (InvalidOperationException)
        {
            // Half a character in it: shown as it was written.
            return element.GetRawText();
        }
    }

    private static string? Group(Match match) => match.Success ? match.Groups["text"].Value : null;

    private static string Unescape(string text) => PythonEscape().Replace(
        text,
        static match => match.Groups["c"].Value switch { "n" => "\n", "t" => "\t", var c => c });

    private static string Shorten(string text) => text.Length <= MaxText ? text : text[..MaxText];

    [GeneratedRegex("""HTTP (?<status>[45]\d\d):(?<body>.*)$""", RegexOptions.Singleline | RegexOptions.CultureInvariant, 1000)]
    private static partial Regex ProxiedStatus();

    [GeneratedRegex("""["']message["']: (?:'(?<text>(?:[^'\\]|\\.)*)'|"(?<text>(?:[^"\\]|\\.)*)")""", RegexOptions.Singleline | RegexOptions.CultureInvariant, 1000)]
    private static partial Regex PythonMessage();

    [GeneratedRegex("""["']type["']: ["'](?<text>[^"']*)["']""", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex PythonType();

    [GeneratedRegex("""["']param["']: ["'](?<text>[^"']*)["']""", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex PythonParam();

    [GeneratedRegex("""["']code["']: ["']?(?<text>\w+)""", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex PythonCode();

    [GeneratedRegex("""\\(?<c>.)""", RegexOptions.Singleline | RegexOptions.CultureInvariant, 1000)]
    private static partial Regex PythonEscape();
}
