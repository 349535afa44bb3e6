using System.Text.Json;
using Microsoft.AspNetCore.Http;

namespace Mact.Testing;

/// <summary>The kinds of servers that people run, with their own words.</summary>
public static class ServerFamilies
{
    private const string Strict =
        "model messages n temperature top_p seed max_tokens max_completion_tokens stop stream stream_options presence_penalty response_format "
        + "reasoning_effort logprobs";

    /// <summary>All of them, by name.</summary>
    public static IReadOnlyList<ServerFamily> All { get; } =
    [
        new("vLLM")
        {
            List = Replies.ModelList(["qwen3-8b"], 16_384),
            Context = 16_384,
            Overflow = static (prompt, context) => (400, Body(
                $"This model's maximum context length is {context} tokens. However, your request has {prompt} input tokens. Please reduce the "
                + "length of the input messages.")),
        },
        new("vLLM, a thinking model")
        {
            List = Replies.ModelList(["qwen3-8b"]), Thinking = ThinkingPlace.Member, SwitchesOff = TemplateSwitchesOff,
        },
        new("vLLM, a thinking model whose parser takes the answer for thinking")
        {
            List = Replies.ModelList(["qwen3-8b"]), ThinkingMember = "reasoning", AnswersInMember = true,
        },
        new("vLLM, a model that thinks whatever the template says")
        {
            List = Replies.ModelList(["gpt-oss-20b"]),
            Model = "gpt-oss-20b",
            Thinking = ThinkingPlace.Member,
            SwitchesOff = static request => Is(request, "low"),
            Refusals = [Refuse(
                static request => Is(request, "none"),
                400,
                Body("Unsupported value: 'reasoning_effort' does not support 'none' with this model. Supported values are: 'low', 'medium', "
                    + "and 'high'."))],
        },
        new("vLLM, a distilled model without a parser")
        {
            List = Replies.ModelList(["deepseek-r1-distill"]), Model = "deepseek-r1-distill", Thinking = ThinkingPlace.EndMark,
        },
        new("vLLM, Mistral tokenizer")
        {
            List = Replies.ModelList(["mistral-small"]), Model = "mistral-small",
            Refusals = [Refuse(
                static request => request.Has("chat_template_kwargs"), 400, Body("chat_template is not supported for Mistral tokenizers."))],
        },
        new("vLLM, Gemma")
        {
            List = Replies.ModelList(["gemma-2-9b"]), Model = "gemma-2-9b",
            Refusals = [Refuse(static request => HasRole(request, "system"), 400, Body("System role not supported"))],
        },
        new("vLLM, Mistral 7B")
        {
            List = Replies.ModelList(["mistral-7b"]), Model = "mistral-7b",
            Refusals = [Refuse(
                static request => HasRole(request, "system"), 400, Body("Conversation roles must alternate user/assistant/user/assistant/..."))],
        },
        new("RunPod")
        {
            Path = "/v2/abc123/openai/v1",
            List = Replies.ModelList(["Qwen/Qwen3-8B"]),
            Model = "Qwen/Qwen3-8B",
            Thinking = ThinkingPlace.Member,
            SwitchesOff = TemplateSwitchesOff,
            Cold = [(200, """{"id":"job-1","status":"IN_QUEUE"}"""), (200, """{"id":"job-2","status":"IN_PROGRESS"}""")],
        },
        new("RunPod, load balancer")
        {
            List = Replies.ModelList(["Qwen/Qwen3-8B"]),
            Model = "Qwen/Qwen3-8B",
            Cold = [(400, """{"error":"no workers available"}""")],
        },
        new("llama.cpp")
        {
            List = """{"object":"list","data":[{"id":"/models/qwen.gguf","object":"model","owned_by":"llamacpp","meta":{"n_ctx":16384}}]}""",
            Model = "auto",
            Context = 16_384,
            CountsOneChoice = true,
            Overflow = static (prompt, context) => (400, JsonSerializer.Serialize(new
            {
                error = new
                {
                    code = 400,
                    message = $"request ({prompt} tokens) exceeds the available context size ({context} tokens), try increasing it",
                    type = "exceed_context_size_error",
                    n_prompt_tokens = prompt,
                    n_ctx = context,
                },
            })),
            Refusals = [Refuse(
                static request => request.N > 4, 400, Body("Field 'n': Value must be between 1 <= value <= 4, but got 5"))],
        },
        new("llama.cpp, a template without a system role")
        {
            List = """{"object":"list","data":[{"id":"gemma","object":"model","owned_by":"llamacpp","meta":{"n_ctx":16384}}]}""",
            Model = "gemma",
            Refusals = [Refuse(static request => HasRole(request, "system"), 500, Body("System role not supported"))],
        },
        new("Ollama, a thinking model")
        {
            List = """{"object":"list","data":[{"id":"qwen3:8b","object":"model","created":1,"owned_by":"library"}]}""",
            Model = "qwen3:8b",
            MaxChoices = 1,
            Thinking = ThinkingPlace.Member,
            SwitchesOff = static request => Is(request, "none"),
        },
        new("Ollama, a name without its tag")
        {
            List = """{"object":"list","data":[{"id":"qwen3:latest","object":"model","created":1,"owned_by":"library"}]}""",
            Model = "qwen3",
            MaxChoices = 1,
        },
        new("LM Studio")
        {
            List = """{"object":"list","data":[{"id":"qwen3-8b","object":"model","owned_by":"organization_owner"}]}""",
            Beside = new Dictionary<string, string>(StringComparer.Ordinal)
            {
                ["/api/v1/models"] = """{"models":[{"key":"qwen3-8b","loaded_instances":[{"id":"qwen3-8b","config":{"context_length":16384}}]}]}""",
            },
            Context = 16_384,
            MaxChoices = 1,
            Overflow = static (prompt, context) => (200, JsonSerializer.Serialize(new
            {
                error = $"Trying to keep the first {prompt} tokens when context the overflows. However, the model is loaded with context length of "
                    + $"only {context} tokens, which is not enough.",
            })),
        },
        new("LM Studio, a thinking model")
        {
            List = """{"object":"list","data":[{"id":"qwen3-8b","object":"model","owned_by":"organization_owner"}]}""",
            MaxChoices = 1,
            Thinking = ThinkingPlace.Marks,
        },
        new("SGLang")
        {
            List = """{"object":"list","data":[{"id":"qwen3-8b","object":"model","owned_by":"sglang","max_model_len":16384}]}""",
            Context = 16_384,
            Overflow = static (prompt, context) => (
                400, Body($"The input ({prompt} tokens) is longer than the model's context length ({context} tokens).")),
            Thinking = ThinkingPlace.Member,
            ThinkingMember = "reasoning_content",
            SwitchesOff = TemplateSwitchesOff,
        },
        new("OpenAI")
        {
            List = """{"object":"list","data":[{"id":"gpt-4.1-mini","object":"model","owned_by":"system"},{"id":"o4-mini","object":"model","owned_by":"system"}]}""",
            Model = "gpt-4.1-mini",
            Refusals = [RefuseUnknown(Strict)],
        },
        new("OpenAI, a reasoning model")
        {
            List = """{"object":"list","data":[{"id":"gpt-4.1-mini","object":"model","owned_by":"system"},{"id":"o4-mini","object":"model","owned_by":"system"}]}""",
            Model = "o4-mini",
            Thinking = ThinkingPlace.Hidden,
            Refusals =
            [
                RefuseUnknown(Strict),
                Refuse(
                    static request => request.Has("max_tokens"),
                    400,
                    Body("Unsupported parameter: 'max_tokens' is not supported with this model. Use 'max_completion_tokens' instead.", "max_tokens")),
                Refuse(
                    static request => request.Has("temperature"),
                    400,
                    Body(
                        "Unsupported value: 'temperature' does not support 0.6 with this model. Only the default (1) value is supported.",
                        "temperature")),
                Refuse(
                    static request => request.Has("stop"), 400, Body("Unsupported parameter: 'stop' is not supported with this model.", "stop")),
                Refuse(
                    static request => Is(request, "none"),
                    400,
                    Body("Unsupported value: 'reasoning_effort' does not support 'none' with this model.", "reasoning_effort")),
            ],
            SwitchesOff = static request => Is(request, "low"),
        },
        new("Azure")
        {
            Path = "/openai/v1?api-version=preview",
            List = """{"data":[{"id":"gpt-4.1-mini-2025-04-14","object":"model"}]}""",
            Model = "my-deployment",
            Refusals =
            [
                static (context, request) => request.Headers.ContainsKey("Authorization") || !request.Headers.ContainsKey("api-key")
                    ? (401, """{"error":{"code":"401","message":"Access denied due to invalid subscription key."}}""")
                    : null,
                static (context, request) => context.Request.QueryString.Value == "?api-version=preview"
                    ? null
                    : (404, """{"error":{"code":"404","message":"Resource not found"}}"""),
                RefuseUnknown(Strict),
            ],
        },
        new("Mistral")
        {
            List = """{"object":"list","data":[{"id":"mistral-small-latest","object":"model","owned_by":"mistralai","max_context_length":32768}]}""",
            Model = "mistral-small-latest",
            Refusals =
            [
                static (_, request) => request.Has("seed") || request.Has("stream_options")
                    ? (422, JsonSerializer.Serialize(new
                    {
                        @object = "error",
                        message = new
                        {
                            detail = new[]
                            {
                                new
                                {
                                    type = "extra_forbidden",
                                    loc = new[] { "body", request.Has("seed") ? "seed" : "stream_options" },
                                    msg = "Extra inputs are not permitted",
                                },
                            },
                        },
                        type = "invalid_request_error",
                    }))
                    : null,
            ],
        },
        new("xAI")
        {
            List = """{"object":"list","data":[{"id":"grok-4","object":"model","owned_by":"xai"}]}""",
            Model = "grok-4",
            Refusals = [Refuse(
                static request => request.N > 1,
                501,
                """{"code":"Client specified an invalid argument","error":"Argument not supported on this model: n"}""")],
        },
        new("Groq")
        {
            List = """{"object":"list","data":[{"id":"llama-3.1-8b-instant","object":"model","owned_by":"Meta","context_window":131072}]}""",
            Model = "llama-3.1-8b-instant",
            Refusals = [Refuse(static request => request.N > 1, 400, Body("'n' : number must be at most 1"))],
        },
        new("OpenRouter")
        {
            List = """{"data":[{"id":"qwen/qwen3-8b","name":"Qwen3 8B","context_length":40960}]}""",
            Model = "qwen/qwen3-8b:nitro",
            MaxChoices = 1,
            Noise = ": OPENROUTER PROCESSING\n\n",
            Thinking = ThinkingPlace.Member,
            SwitchesOff = static request => Is(request, "none"),
        },
        new("LiteLLM")
        {
            List = """{"data":[{"id":"*","object":"model","created":1,"owned_by":"openai"}],"object":"list"}""",
            Model = "ollama/qwen3",
            Refusals = [Refuse(
                static request => request.N > 1,
                400,
                Body("litellm.UnsupportedParamsError: ollama does not support parameters: ['n'], for model=qwen3. To drop these, set "
                    + "`litellm.drop_params=True`."))],
        },
        new("Together")
        {
            List = """[{"id":"Qwen/Qwen3-8B","object":"model","type":"chat","context_length":40960},{"id":"other","object":"model"}]""",
            Model = "Qwen/Qwen3-8B",
            FinishReason = "eos",
        },
        new("Gemini")
        {
            List = """{"object":"list","data":[{"id":"models/gemini-2.5-flash","object":"model","owned_by":"google"}]}""",
            Model = "gemini-2.5-flash",
            FinishReason = "STOP",
            Refusals = [Refuse(
                static request => request.Has("seed") && request.Seed > int.MaxValue,
                400,
                """[{"error":{"code":400,"message":"Invalid value at 'seed' (TYPE_INT32)","status":"INVALID_ARGUMENT"}}]""")],
        },
        new("Anthropic")
        {
            Model = "claude-sonnet-4",
            MaxChoices = 1,
            FinishReason = "end_turn",
            SendsUsage = false,
            Refusals = [Refuse(
                static request => request.Has("temperature") && request.Has("top_p"),
                400,
                Body("`temperature` and `top_p` cannot both be specified for this model. Please use only one."))],
        },
        new("TGI")
        {
            List = """{"object":"list","data":[{"id":"tgi","object":"model","owned_by":"tgi"}]}""",
            Model = "auto",
            MaxChoices = 1,
            FinishReason = "eos_token",
            Streams = false,
            Context = 16_384,
            Overflow = static (prompt, context) => (422, JsonSerializer.Serialize(new
            {
                error = $"Input validation error: `inputs` must have less than {context} tokens. Given: {prompt}",
                error_type = "validation",
            })),
        },
    ];

    /// <summary>One of them.</summary>
    public static ServerFamily Of(string name) => All.Single(family => family.Name == name);

    /// <summary>An error in OpenAI's form.</summary>
    public static string Body(string message, string? param = null) =>
        JsonSerializer.Serialize(new { error = new { message, type = "invalid_request_error", param, code = (string?)null } });

    private static Func<HttpContext, ReceivedRequest, (int Status, string Body)?> Refuse(
        Func<ReceivedRequest, bool> holds, int status, string body) =>
        (_, request) => holds(request) ? (status, body) : null;

    private static Func<HttpContext, ReceivedRequest, (int Status, string Body)?> RefuseUnknown(string known) =>
        (_, request) => request.Json.EnumerateObject().Select(static field => field.Name).FirstOrDefault(field => !known.Split(' ').Contains(field))
            is { } name
                ? (400, Body($"Unrecognized request argument supplied: {name}"))
                : null;

    private static bool TemplateSwitchesOff(ReceivedRequest request) => request.Json.TryGetProperty("chat_template_kwargs", out var arguments)
        && arguments.TryGetProperty("enable_thinking", out var thinks)
        && thinks.ValueKind == JsonValueKind.False;

    private static bool Is(ReceivedRequest request, string effort) =>
        request.Json.TryGetProperty("reasoning_effort", out var value) && value.ValueEquals(effort);

    private static bool HasRole(ReceivedRequest request, string role) =>
        request.Json.GetProperty("messages").EnumerateArray().Any(message => message.GetProperty("role").ValueEquals(role));
}
