using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace Mact.Worker.Models.Wire;

/// <summary>An error as a server described it, whatever form it had.</summary>
/// <param name="Message">All that it says in words, the outermost first; empty where there is nothing.</param>
/// <param name="Type">E.g. NotFoundError, invalid_request_error.</param>
/// <param name="Param">The field that is to blame; a path has dots ("body.n").</param>
/// <param name="Code">A number or word.</param>
/// <param name="Status">The HTTP status that it stands for, where it says so; differs from the response's behind a proxy or queue.</param>
internal sealed record ServerError(string Message, string? Type = null, string? Param = null, string? Code = null, int? Status = null)
{
    /// <summary>Tokens of the prompt, where a field of their own has them (llama.cpp).</summary>
    public int? PromptTokens { get; init; }

    /// <summary>Tokens of the context, where a field of their own has them (llama.cpp).</summary>
    public int? ContextTokens { get; init; }
}

/// <summary>
/// Reads an error in whatever form: its words, type, code and field are found by their names at any depth, in objects, lists and texts that
/// hold JSON or Python's text of a dictionary. So are OpenAI's and vLLM's errors read, FastAPI's, Google's and Mistral's lists of violations,
/// and what gateways (OpenRouter, LiteLLM, RunPod) put around the error of the server behind them.
/// </summary>
internal static partial class ServerErrorReader
{
    private const int MaxText = 4096;
    private const int MaxDepth = 8;

    private static readonly string[] MessageFields =
    [
        "error", "errors", "message", "msg", "detail", "details", "error_message", "error_description", "description", "title", "reason",
        "raw", "body", "cause", "metadata", "inner", "innererror", "fieldviolations", "field_violations", "response", "upstream", "fault",
    ];

    /// <summary>Null when the body says nothing of an error.</summary>
    /// <param name="root">The whole body.</param>
    /// <param name="isRefusal">The status tells already that it is an error.</param>
    public static ServerError? Read(JsonElement root, bool isRefusal)
    {
        if (root.ValueKind == JsonValueKind.Array && root.GetArrayLength() > 0 && root[0].ValueKind == JsonValueKind.Object)
        {
            // Google puts the object into a list.
            return Read(root[0], isRefusal);
        }

        if (root.ValueKind != JsonValueKind.Object)
        {
            return null;
        }

        if (!isRefusal && !HasError(root))
        {
            return null;
        }

        var parts = new Parts();
        parts.Walk(root, depth: 0);
        return parts.ToError();
    }

    /// <summary>An error from a plain text, which may hold a nested one.</summary>
    public static ServerError FromText(string text)
    {
        var parts = new Parts();
        parts.Add(text, depth: 0);
        return parts.ToError();
    }

    /// <summary>The visible words of a web page, on one line.</summary>
    public static string FromPage(string html) => Space().Replace(Tag().Replace(Hidden().Replace(html, " "), " "), " ").Trim();

    private static bool HasError(JsonElement root)
    {
        foreach (var property in root.EnumerateObject())
        {
            var value = property.Value;
            var isError = property.Name.ToLowerInvariant() switch
            {
                "error" or "errors" or "detail" or "error_message" or "message" or "msg" =>
                    value.ValueKind is not (JsonValueKind.Null or JsonValueKind.False or JsonValueKind.Undefined),
                "object" or "type" => value.ValueKind == JsonValueKind.String && value.ValueEquals("error"),
                "success" => value.ValueKind == JsonValueKind.False,
                _ => false,
            };
            if (isError)
            {
                return true;
            }
        }

        return false;
    }

    private static int? StatusOf(string? type, string? code) => (type, code) switch
    {
        (_, "model_not_found") or ("NotFoundError", _) => 404,
        ("BadRequestError" or "invalid_request_error" or "Bad Request", _) => 400,
        (_, "invalid_api_key") or ("AuthenticationError" or "authentication_error", _) => 401,
        ("InternalServerError" or "server_error", _) => 500,
        _ => null,
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

    [GeneratedRegex("""HTTP (?<status>[45]\d\d):(?<body>.*)$""", RegexOptions.Singleline | RegexOptions.CultureInvariant, 5000)]
    private static partial Regex ProxiedStatus();

    [GeneratedRegex("""(?:Error code|status(?: code)?|HTTP)\W{1,3}(?<status>[45]\d\d)\b""", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant, 5000)]
    private static partial Regex ToldStatus();

    [GeneratedRegex("""["'](?:message|msg)["']: (?:'(?<text>(?:[^'\\]|\\.)*)'|"(?<text>(?:[^"\\]|\\.)*)")""", RegexOptions.Singleline | RegexOptions.CultureInvariant, 5000)]
    private static partial Regex PythonMessage();

    [GeneratedRegex("""["']type["']: ["'](?<text>[^"']*)["']""", RegexOptions.CultureInvariant, 5000)]
    private static partial Regex PythonType();

    [GeneratedRegex("""["']param["']: ["'](?<text>[^"']*)["']|["']loc["']: [(\[]["']body["'], ["'](?<text>\w+)["']""", RegexOptions.CultureInvariant, 5000)]
    private static partial Regex PythonParam();

    [GeneratedRegex("""["']code["']: ["']?(?<text>\w+)""", RegexOptions.CultureInvariant, 5000)]
    private static partial Regex PythonCode();

    [GeneratedRegex("""\\(?<c>.)""", RegexOptions.Singleline | RegexOptions.CultureInvariant, 5000)]
    private static partial Regex PythonEscape();

    [GeneratedRegex("""<(?:script|style)\b.*?</(?:script|style)>|<!--.*?-->""", RegexOptions.Singleline | RegexOptions.IgnoreCase | RegexOptions.CultureInvariant, 5000)]
    private static partial Regex Hidden();

    [GeneratedRegex("""<[^>]{0,500}>""", RegexOptions.CultureInvariant, 5000)]
    private static partial Regex Tag();

    [GeneratedRegex("""\s+|&nbsp;""", RegexOptions.CultureInvariant, 5000)]
    private static partial Regex Space();

    /// <summary>What was found so far; of each part the innermost that there is, since that is the nearest to the cause.</summary>
    private sealed class Parts
    {
        private readonly List<string> _said = [];
        private string? _type;
        private string? _param;
        private string? _code;
        private int? _status;
        private int? _promptTokens;
        private int? _contextTokens;

        public ServerError ToError()
        {
            var text = string.Join(": ", _said);
            return new ServerError(text.Length <= MaxText ? text : text[..MaxText], _type, _param, _code, _status ?? StatusOf(_type, _code))
            {
                PromptTokens = _promptTokens,
                ContextTokens = _contextTokens,
            };
        }

        public void Walk(JsonElement element, int depth)
        {
            if (depth > MaxDepth)
            {
                return;
            }

            switch (element.ValueKind)
            {
                case JsonValueKind.Array:
                    foreach (var item in element.EnumerateArray().Take(16))
                    {
                        WalkOrSay(item, depth + 1);
                    }

                    break;
                case JsonValueKind.Object:
                    foreach (var property in element.EnumerateObject())
                    {
                        Take(property.Name.ToLowerInvariant(), property.Value, depth);
                    }

                    break;
                default:
                    break;
            }
        }

        /// <summary>A text, or what is in it.</summary>
        public void Add(string text, int depth)
        {
            var trimmed = text.Trim();
            if (depth <= MaxDepth && (Proxied(trimmed, depth) || Nested(trimmed, depth)))
            {
                return;
            }

            if (ToldStatus().Match(trimmed) is { Success: true } told)
            {
                _status ??= int.Parse(told.Groups["status"].Value);
            }

            _param ??= Group(PythonParam().Match(trimmed));
            if (trimmed.Length > 0 && !_said.Exists(said => said.Contains(trimmed, StringComparison.Ordinal)))
            {
                _said.Add(trimmed);
            }
        }

        private void Take(string name, JsonElement value, int depth)
        {
            switch (name)
            {
                case "n_prompt_tokens":
                    _promptTokens = Number(value) ?? _promptTokens;
                    break;
                case "n_ctx":
                    _contextTokens = Number(value) ?? _contextTokens;
                    break;
                case "type" or "error_type":
                    _type = Text(value) ?? _type;
                    break;
                case "param" or "field" or "parameter":
                    _param = Text(value) ?? _param;
                    break;
                case "loc" when value.ValueKind == JsonValueKind.Array:
                    _param = string.Join('.', value.EnumerateArray().Take(8).Select(static part => Text(part)));
                    break;
                case "code" or "status" or "status_code" or "http_status_code" or "statuscode":
                    var code = Text(value);
                    _status = int.TryParse(code, NumberStyles.None, CultureInfo.InvariantCulture, out var status) && status is >= 400 and <= 599
                        ? status
                        : _status;
                    _code = name == "code" ? code ?? _code : _code ?? code;
                    break;
                case var _ when MessageFields.Contains(name, StringComparer.Ordinal):
                    WalkOrSay(value, depth + 1);
                    break;
                default:
                    break;
            }
        }

        private void WalkOrSay(JsonElement value, int depth)
        {
            if (value.ValueKind == JsonValueKind.String)
            {
                Add(TextOf(value), depth);
            }
            else if (value.ValueKind is JsonValueKind.Number or JsonValueKind.True)
            {
                Add(value.GetRawText(), depth);
            }
            else
            {
                Walk(value, depth);
            }
        }

        private bool Proxied(string text, int depth)
        {
            if (ProxiedStatus().Match(text) is not { Success: true } proxied)
            {
                return false;
            }

            var status = int.Parse(proxied.Groups["status"].Value);
            if (!Nested(proxied.Groups["body"].Value.Trim(), depth + 1))
            {
                _said.Add(text);
            }

            // The error inside may say it more exactly.
            _status ??= status;
            return true;
        }

        /// <summary>A text that is or ends in an error, as JSON or as Python writes a dictionary.</summary>
        private bool Nested(string text, int depth)
        {
            var start = text.IndexOf('{', StringComparison.Ordinal);
            if (start < 0 || text.Length < 2)
            {
                return false;
            }

            start -= start > 0 && text[start - 1] == '[' ? 1 : 0;

            var before = text[..start].Trim(' ', '-', ':');
            var inner = text[start..];
            if (ReplyReader.Element(Encoding.UTF8.GetBytes(inner)) is { ValueKind: JsonValueKind.Object or JsonValueKind.Array } element)
            {
                var count = _said.Count;
                Walk(element, depth + 1);
                if (_said.Count > count && before.Length > 0)
                {
                    _said.Insert(count, before);
                }

                return _said.Count > count;
            }

            // Not JSON: Python's form, or words with a bracket in them.
            if (PythonMessage().Match(inner) is not { Success: true } message)
            {
                return false;
            }

            _type = Group(PythonType().Match(inner)) ?? _type;
            _param = Group(PythonParam().Match(inner)) ?? _param;
            if (Group(PythonCode().Match(inner)) is { } code and not "None")
            {
                _code = code;
                _status = int.TryParse(code, NumberStyles.None, CultureInfo.InvariantCulture, out var status) && status is >= 400 and <= 599
                    ? status
                    : _status;
            }

            if (before.Length > 0)
            {
                _said.Add(before);
            }

            Add(Unescape(message.Groups["text"].Value), depth + 1);
            return true;
        }

        private static int? Number(JsonElement value) =>
            value.ValueKind == JsonValueKind.Number && value.TryGetInt32(out var number) ? number : null;

        private static string? Text(JsonElement value) => value.ValueKind switch
        {
            JsonValueKind.String => TextOf(value),
            JsonValueKind.Number => value.GetRawText(),
            _ => null,
        };
    }
}
