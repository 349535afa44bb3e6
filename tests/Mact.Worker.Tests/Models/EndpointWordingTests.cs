using System.Text;
using System.Text.Json;
using Mact.Worker.Models.Wire;

namespace Mact.Worker.Tests.Models;

/// <summary>What servers and gateways say, in whose words and forms ever, and what is made of it.</summary>
public sealed class EndpointWordingTests
{
    private static readonly RequestFacts Facts = new(
        5,
        ["max_tokens", "n", "stream", "stream_options", "temperature", "top_p", "seed", "stop", "priority", "chat_template_kwargs",
            "thinking_token_budget", "reasoning_effort", "continue_final_message", "response_format"],
        HasVersion: true)
    {
        MaxTokens = 500,
    };

    /// <summary>Server, message, the limit and the prompt's tokens as far as they are said.</summary>
    public static TheoryData<string, string, int?, int?> Overflows { get; } = new()
    {
        { "llama.cpp", "request (7905 tokens) exceeds the available context size (4096 tokens), try increasing it", 4096, 7905 },
        { "llama.cpp before", "the request exceeds the available context size. try increasing the context size or enable context shift", null, null },
        { "llama.cpp 500", "Context size has been exceeded.", null, null },
        { "llama.cpp batch", "input is too large to process. increase the physical batch size", null, null },
        { "LM Studio", """Trying to keep the first 7905 tokens when context the overflows. However, the model is loaded with context length of only 4096 tokens, which is not enough.""", 4096, 7905 },
        { "LM Studio n_keep", """The number of tokens to keep from the initial prompt is greater than the context length (n_keep: 13055>= n_ctx: 4096). Try to load the model with a larger context length, or provide a shorter input.""", 4096, 13055 },
        { "LM Studio plain", "tokens to keep from the initial prompt is greater than the context length", null, null },
        { "LM Studio policy", """Reached context length of 4096 tokens with model (arch: qwen3) that does not currently support mid-generation context overflow. Try reloading with a larger context length or shortening the prompt/chat.""", 4096, null },
        { "Ollama", "the prompt is longer than the context length currently available to the model", null, null },
        { "Ollama by", "prompt too long; exceeded max context length by 1234 tokens", null, null },
        { "Ollama input", "the input length exceeds the context length", null, null },
        { "SGLang", "The input (7905 tokens) is longer than the model's context length (4096 tokens).", 4096, 7905 },
        { "SGLang total", """Requested token count exceeds the model's maximum context length of 4096 tokens. You requested a total of 5000 tokens: 4500 tokens from the input messages and 500 tokens for the completion. Please reduce the number of tokens in the input messages or the completion to fit within the limit.""", 4096, 4500 },
        { "SGLang input", """Input length (5000 tokens) exceeds the maximum allowed length (4095 tokens). Use a shorter input or enable --allow-auto-truncate.""", 4095, 5000 },
        { "vLLM", """This model's maximum context length is 8192 tokens. However, you requested 512 output tokens and your prompt contains 7905 input tokens, for a total of 8417 tokens. Please reduce the length of the input prompt or the number of requested output tokens.""", 8192, 7905 },
        { "vLLM 0.16", """You passed 7905 input tokens and requested 1500 output tokens. However, the model's context length is only 8192 tokens, resulting in a maximum input length of 6692 tokens.""", 8192, 7905 },
        { "vLLM 0.11", """This model's maximum context length is 8192 tokens. However, your request has 9000 input tokens. Please reduce the length of the input messages.""", 8192, 9000 },
        { "vLLM 0.11 max_tokens", """'max_tokens' or 'max_completion_tokens' is too large: 2000. This model's maximum context length is 4096 tokens and your request has 2104 input tokens (2000 > 4096 - 2104).""", 4096, 2104 },
        { "vLLM old", """The decoder prompt (length 5000) is longer than the maximum model length of 4096. Make sure that `max_model_len` is no smaller than the number of text tokens.""", 4096, 5000 },
        { "OpenAI old", """This model's maximum context length is 4097 tokens. However, you requested 4120 tokens (3120 in the messages, 1000 in the completion). Please reduce the length of the messages or completion.""", 4097, 3120 },
        { "OpenAI", """This model's maximum context length is 8192 tokens. However, your messages resulted in 8545 tokens. Please reduce the length of the messages.""", 8192, 8545 },
        { "OpenAI new", "Your input exceeds the context window of this model. Please adjust your input and try again.", null, null },
        { "OpenAI configured", """Input tokens exceed the configured limit of 272000 tokens. Your messages resulted in 509178 tokens. Please reduce the length of the messages.""", 272000, 509178 },
        { "OpenRouter", """This endpoint's maximum context length is 32768 tokens. However, you requested about 42832 tokens (42332 of text input, 500 in the output). Please reduce the length of either one, or use the "middle-out" transform to compress your prompt automatically.""", 32768, 42332 },
        { "TGI", """Input validation error: `inputs` tokens + `max_new_tokens` must be <= 4096. Given: 5000 `inputs` tokens and 512 `max_new_tokens`""", 4096, 5000 },
        { "TGI inputs", "Input validation error: `inputs` must have less than 4095 tokens. Given: 5000", null, 5000 },
        { "Mistral", "Prompt contains 40000 tokens and 0 draft tokens, too large for model with 32768 maximum context length", 32768, 40000 },
        { "xAI", "This model's maximum prompt length is 131072 but the request contains 140000 tokens.", 131072, 140000 },
        { "Gemini", "The input token count (1200000) exceeds the maximum number of tokens allowed (1048576).", 1048576, 1200000 },
        { "Gemini plain", "The input token count exceeds the maximum number of tokens allowed 1048576.", 1048576, null },
        { "Anthropic", "prompt is too long: 208310 tokens > 200000 maximum", 200000, 208310 },
        { "Anthropic sum", """input length and `max_tokens` exceed context limit: 188240 + 21333 > 200000, decrease input length or `max_tokens` and try again""", 200000, 188240 },
        { "Groq", "Please reduce the length of the messages or completion.", null, null },
        { "Groq TPM", """Request too large for model `llama-3.1-8b-instant` in organization `org_01` service tier `on_demand` on tokens per minute (TPM): Limit 6000, Requested 9000, please reduce your message size and try again.""", 6000, 8500 },
        { "Kimi", "Your request exceeded model token limit: 8192 (requested: 9000)", 8192, 8500 },
        { "Copilot", "prompt token count of 9000 exceeds the limit of 8192", 8192, 9000 },
        { "Fireworks", "The prompt is too long: 9000, model maximum context length: 8192", 8192, 9000 },
        { "llama-cpp-python", "Requested tokens (7905) exceed context window of 4096", 4096, 7405 },
        { "MiniMax", "invalid params, context window exceeds limit", null, null },
        { "Bedrock", "Input is too long for requested model.", null, null },
        { "TensorRT-LLM", """Prompt length (9000) exceeds maximum input length (8192). Set log level to info and check TRTGPT logs for how max input length is set""", 8192, 9000 },
        { "DashScope", "Range of input length should be [1, 30720]", 30720, null },
        { "LiteLLM", """litellm.ContextWindowExceededError: litellm.BadRequestError: ContextWindowExceededError: OpenAIException - This model's maximum context length is 16384 tokens. However, your request has 19427 input tokens. Please reduce the length of the input messages. (parameter=input_tokens, value=19427)""", 16384, 19427 },
        { "with thousands", "This model's maximum context length is 8,192 tokens, but your prompt has 9,000 tokens.", 8192, 9000 },
    };

    [Theory]
    [MemberData(nameof(Overflows))]
    public void An_overflow_is_recognised_in_the_words_of_each_server_in_every_form(string server, string message, int? limit, int? prompt)
    {
        foreach (var (status, body) in Forms(message, [400, 422, 500, 200, 413, 503]))
        {
            var exceeded = Read(status, body).ShouldBeOfType<Reply.ContextExceeded>($"{server}: {status} {body}");

            exceeded.PromptTokens.ShouldBe(prompt, $"{server}: {body}");
            if (limit is not null)
            {
                exceeded.ContextTokens.ShouldBe(limit, $"{server}: {body}");
            }
        }
    }

    [Fact]
    public void Fields_with_numbers_count_as_words_with_numbers_do()
    {
        var exceeded = Read(
            400,
            """{"error":{"code":400,"message":"the request is too long","type":"exceed_context_size_error","n_prompt_tokens":7905,"n_ctx":4096}}""")
            .ShouldBeOfType<Reply.ContextExceeded>();

        (exceeded.ContextTokens, exceeded.PromptTokens).ShouldBe((4096, 7905));
        Read(400, """{"error":{"message":"too long","code":"context_length_exceeded"}}""").ShouldBeOfType<Reply.ContextExceeded>();
        Read(413, "").ShouldBeOfType<Reply.ContextExceeded>();
        Read(413, "<html><head><title>413 Request Entity Too Large</title></head></html>").ShouldBeOfType<Reply.ContextExceeded>();
        Read(429, Error("""Request too large for gpt-4o in organization org-1 on tokens per min (TPM): Limit 30000, Requested 42000. The input or output tokens must be reduced in order to run successfully."""))
            .ShouldBeOfType<Reply.ContextExceeded>().IsForNow.ShouldBeTrue();
    }

    [Theory]
    [InlineData("max_tokens is too large: 32768. This model supports at most 16384 completion tokens, whereas you provided 32768.", 16384)]
    [InlineData("Invalid max_tokens value, the valid range of max_tokens is [1, 8192]", 8192)]
    [InlineData("<400> InternalError.Algo.InvalidParameter: Range of max_tokens should be [1, 8192]", 8192)]
    [InlineData("""`max_tokens` must be less than or equal to `8192`, the maximum value for `max_tokens` is less than the `context_window` for this model""", 8192)]
    [InlineData("max_tokens for `llama-3.1-8b-instant` must be less than or equal to 8000", 8000)]
    [InlineData("max_tokens: 100000 > 64000, which is the maximum allowed number of output tokens for claude-sonnet-4", 64000)]
    [InlineData("""The parameter max_tokens specified in the request is not valid: integer above maximum value, expected a value <= 32768, but got 64000 instead.""", 32768)]
    public void A_max_tokens_above_what_the_model_may_write_names_what_it_may(string message, int largest)
    {
        foreach (var (status, body) in Forms(message, [400, 422, 500, 200]))
        {
            Read(status, body).ShouldBeOfType<Reply.ContextExceeded>(body).LargestOutput.ShouldBe(largest, body);
        }
    }

    [Theory]
    [InlineData("System role not supported")]
    [InlineData("Conversation roles must alternate user/assistant/user/assistant/...")]
    [InlineData("""After the optional system message, conversation roles must alternate user and assistant roles except for tool calls and results. at row 189, column 164""")]
    [InlineData("Only user and assistant roles are supported!")]
    [InlineData("Only user, assistant and tool roles are supported, got system")]
    [InlineData("Unsupported value: 'messages[0].role' does not support 'system' with this model.")]
    [InlineData("Unknown role: system")]
    [InlineData("System message must be at the beginning.")]
    [InlineData("messages.67: role 'system' must precede an 'assistant' message or end the array")]
    [InlineData("Input should be 'user' or 'assistant'")]
    [InlineData("This model does not support system messages.")]
    [InlineData("Developer instruction is not supported: 'developer' role is not allowed for this model")]
    [InlineData("Error rendering prompt with jinja template: \"Only user and assistant roles are supported!\"")]
    [InlineData("invalid operation: Conversation roles must alternate user/assistant/user/assistant/... (in chat_template:1)")]
    public void A_template_without_a_system_role_is_recognised(string message)
    {
        foreach (var (status, body) in Forms(message, [400, 422, 500, 200]))
        {
            Read(status, body).ShouldBeOfType<Reply.RolesRefused>(body);
        }
    }

    [Theory]
    [InlineData("Field 'n': Value must be between 1 <= value <= 4, but got 5", 4)]
    [InlineData("n must be at most 2, got 5. To increase this limit, set the VLLM_MAX_N_SEQUENCES environment variable.", 2)]
    [InlineData("n must be between 1 and 4", 4)]
    [InlineData("'n' must be less than or equal to 3", 3)]
    [InlineData("Number of choices exceeds the maximum of 4", 4)]
    [InlineData("Only one completion choice is allowed", 1)]
    [InlineData("Only n=1 is supported.", 1)]
    [InlineData("n must equal 1 (multi-choice is not supported)", 1)]
    [InlineData("n must be 1 when using greedy sampling, got 5.", 1)]
    [InlineData("Argument not supported on this model: n", 1)]
    [InlineData("'n' : number must be at most 1", 1)]
    [InlineData("This model does not support the n parameter for multiple choices. Send n separate requests instead.", 1)]
    [InlineData("""litellm.UnsupportedParamsError: ollama does not support parameters: ['n'], for model=qwen3. To drop these, set `litellm.drop_params=True`.""", 1)]
    [InlineData("Unsupported parameter(s): `n`", 1)]
    [InlineData("Unrecognized request argument supplied: n", 1)]
    [InlineData("Only one candidate can be specified in the current model", 1)]
    [InlineData("Multiple candidates is not enabled for this model", 1)]
    [InlineData("Value error, n > 1 is not supported", 1)]
    public void A_refused_n_says_which_n_to_go_on_with(string message, int largest)
    {
        foreach (var (status, body) in Forms(message, [400, 422, 500, 501, 200]))
        {
            Read(status, body).ShouldBe(new Reply.BatchRefused(largest), body);
        }
    }

    [Theory]
    [InlineData(422, """{"detail":[{"type":"less_than_equal","loc":["body","n"],"msg":"Input should be less than or equal to 1","input":5,"ctx":{"le":1}}]}""", 1)]
    [InlineData(422, """{"object":"error","message":{"detail":[{"type":"extra_forbidden","loc":["body","n"],"msg":"Extra inputs are not permitted","input":5}]},"type":"invalid_request_error"}""", 1)]
    [InlineData(400, """{"object":"error","message":"[{'type': 'less_than_equal', 'loc': ('body', 'n'), 'msg': 'Input should be less than or equal to 4', 'input': 5}]","type":"Bad Request","param":null,"code":400}""", 4)]
    [InlineData(400, """{"code":"Client specified an invalid argument","error":"Argument not supported on this model: n"}""", 1)]
    [InlineData(400, """[{"error":{"code":400,"message":"Invalid value","status":"INVALID_ARGUMENT","details":[{"@type":"type.googleapis.com/google.rpc.BadRequest","fieldViolations":[{"field":"n","description":"Only one candidate can be specified"}]}]}}]""", 1)]
    public void A_refused_n_is_found_by_the_member_that_names_it(int status, string body, int largest) =>
        Read(status, body).ShouldBe(new Reply.BatchRefused(largest));

    [Theory]
    [InlineData("chat_template is not supported for Mistral tokenizers.", "chat_template_kwargs")]
    [InlineData("Chat template kwargs are not supported", "chat_template_kwargs")]
    [InlineData("Unrecognized request argument supplied: chat_template_kwargs", "chat_template_kwargs")]
    [InlineData("temperature and top_p cannot both be specified for this model. Please use only one.", "top_p")]
    [InlineData("`temperature` and `top_p` cannot both be specified", "top_p")]
    [InlineData("Got priority 1 but Priority scheduling is not enabled", "priority")]
    [InlineData("thinking_token_budget is set but reasoning_config is not configured", "thinking_token_budget")]
    [InlineData("Invalid 'seed': integer above maximum value. Expected a value <= 2147483647, but got 3000000000 instead.", "seed")]
    [InlineData("Invalid value at 'seed' (TYPE_INT32), 3000000000", "seed")]
    [InlineData("json: cannot unmarshal number 9223372036854774784 into Go struct field ChatCompletionRequest.seed of type int", "seed")]
    [InlineData("1710180280865.0 is not of type 'integer' - 'seed'", "seed")]
    [InlineData("parameters.seed must be [0,4294967290]", "seed")]
    [InlineData("\"qwen2.5:7b\" does not support thinking", "reasoning_effort")]
    [InlineData("""Unsupported value: 'reasoning_effort' does not support 'none' with this model. Supported values are: 'low', 'medium', and 'high'.""", "reasoning_effort")]
    [InlineData("Unsupported parameter: 'max_tokens' is not supported with this model. Use 'max_completion_tokens' instead.", "max_tokens")]
    [InlineData("Unsupported value: 'temperature' does not support 0.6 with this model. Only the default (1) value is supported.", "temperature")]
    [InlineData("Unsupported parameter: 'stop' is not supported with this model.", "stop")]
    [InlineData("stream_options is not supported", "stream_options")]
    [InlineData("Streaming is not supported: parameter `stream` is not allowed", "stream")]
    [InlineData("This model does not support assistant message prefill. The conversation must end with a user message.", "continue_final_message")]
    [InlineData("Expected last role User or Tool (or Assistant with prefix True) for serving but got assistant", "continue_final_message")]
    [InlineData("Argument not supported on this model: stop", "stop")]
    [InlineData("litellm.UnsupportedParamsError: xai does not support parameters: ['seed'], for model=grok", "seed")]
    public void A_refused_field_is_named(string message, string field)
    {
        foreach (var (status, body) in Forms(message, [400, 422, 500, 501, 200]))
        {
            Read(status, body).ShouldBeOfType<Reply.FieldRefused>(body).Field.ShouldBe(field, body);
        }
    }

    [Theory]
    [InlineData(422, """{"object":"error","message":{"detail":[{"type":"extra_forbidden","loc":["body","seed"],"msg":"Extra inputs are not permitted","input":5}]},"type":"invalid_request_error","param":null,"code":null}""", "seed")]
    [InlineData(422, """{"detail":[{"type":"extra_forbidden","loc":["body","chat_template_kwargs"],"msg":"Extra inputs are not permitted"}]}""", "chat_template_kwargs")]
    [InlineData(422, """{"detail":[{"type":"extra_forbidden","loc":["body","stream_options","include_usage"],"msg":"Extra inputs are not permitted"}]}""", "stream_options")]
    [InlineData(400, """{"error":{"message":"bad value","type":"invalid_request_error","param":"seed","code":"integer_above_max_value"}}""", "seed")]
    [InlineData(400, """[{"error":{"code":400,"message":"Invalid JSON payload received. Unknown name \"seed\": Cannot find field.","status":"INVALID_ARGUMENT"}}]""", "seed")]
    [InlineData(400, """{"error":{"message":"Provider returned error","code":400,"metadata":{"raw":"{\"error\":{\"message\":\"Unsupported parameter: 'seed'\",\"param\":\"seed\"}}","provider_name":"X"}}}""", "seed")]
    [InlineData(400, """{"error":"'min_p' is not supported"}""", null)]
    public void A_refused_field_is_found_in_any_form_of_error(int status, string body, string? field) =>
        (Read(status, body) as Reply.FieldRefused)?.Field.ShouldBe(field);

    [Theory]
    [InlineData(400, "The model `x` does not exist.")]
    [InlineData(404, "model \"x\" not found, try pulling it first")]
    [InlineData(400, "foo/bar is not a valid model ID")]
    [InlineData(400, "Invalid model name passed in model=foo. Call `/v1/models` to view available models for your key.")]
    [InlineData(404, "The model `x` does not exist or you do not have access to it.")]
    [InlineData(404, "models/foo is not found for API version v1main, or is not supported for generateContent.")]
    [InlineData(404, "Unable to access model foo. Please visit the list of models")]
    [InlineData(404, "No endpoints found for foo/bar.")]
    [InlineData(400, "Invalid model: foo")]
    [InlineData(404, "The API deployment for this resource does not exist.")]
    [InlineData(500, "model 'x' not found")]
    public void A_model_that_is_not_there_is_recognised(int status, string message) =>
        Read(status, Error(message)).ShouldBeOfType<Reply.ModelMissing>();

    [Theory]
    [InlineData(429, """{"error":{"message":"You exceeded your current quota, please check your plan and billing details.","type":"insufficient_quota","code":"insufficient_quota"}}""")]
    [InlineData(402, """{"error":{"message":"Insufficient Balance","code":402}}""")]
    [InlineData(400, """{"type":"error","error":{"type":"invalid_request_error","message":"Your credit balance is too low to access the API. Please go to Plans & Billing."}}""")]
    [InlineData(403, """{"error":"Your team has used all available credits or reached its monthly spending limit. Purchase more credits."}""")]
    [InlineData(404, """{"error":{"message":"This model is only supported in v1/responses and not in v1/chat/completions."}}""")]
    [InlineData(404, """{"error":{"message":"This is not a chat model and thus not supported in the v1/chat/completions endpoint."}}""")]
    [InlineData(500, """{"error":{"message":"[json.exception.parse_error.101] parse error at line 1","code":500}}""")]
    [InlineData(500, """{"error":{"message":"model requires more system memory (8.0 GiB) than is available (4.0 GiB)"}}""")]
    [InlineData(500, """{"error":{"message":"unsupported content[].type","code":500}}""")]
    [InlineData(501, """{"error":{"message":"not implemented"}}""")]
    public void What_waiting_cannot_mend_fails_at_once_with_the_words_of_the_server(int status, string body)
    {
        var refused = Read(status, body).ShouldBeOfType<Reply.RequestRefused>();

        using var json = JsonDocument.Parse(body);
        var error = json.RootElement.GetProperty("error");
        refused.Message.ToString()
            .ShouldContain(error.ValueKind == JsonValueKind.String ? error.GetString()! : error.GetProperty("message").GetString()!);
    }

    [Theory]
    [InlineData(400, """{"error":"no workers available"}""")]
    [InlineData(500, """{"error":"No available workers"}""")]
    [InlineData(429, """{"error":{"message":"slow down"}}""")]
    [InlineData(429, """{"error":{"message":"Rate limit reached for gpt-4o on tokens per min (TPM): Limit 30000, Used 29000, Requested 3000. Please try again in 4s. Visit the billing page to raise it.","code":"rate_limit_exceeded"}}""")]
    [InlineData(429, """[{"error":{"code":429,"message":"You exceeded your current quota, please check your plan and billing details. Please retry in 43.5s.","status":"RESOURCE_EXHAUSTED"}}]""")]
    [InlineData(408, """{"error":"slow down"}""")]
    [InlineData(425, """{"error":"slow down"}""")]
    [InlineData(503, """{"error":{"message":"Loading model","type":"unavailable_error","code":503}}""")]
    [InlineData(400, """{"error":"Model x is currently loading","estimated_time":20.0}""")]
    [InlineData(529, """{"type":"error","error":{"type":"overloaded_error","message":"Overloaded"}}""")]
    [InlineData(200, """{"error":{"message":"Rate limit exceeded","code":429}}""")]
    public void What_passes_is_waited_for_with_the_words_of_the_server(int status, string body) =>
        Read(status, body).ShouldBeOfType<Reply.NotReady>();

    [Theory]
    [InlineData(500, "Internal server error")]
    [InlineData(500, "upstream connect error or disconnect/reset before headers: connection termination")]
    [InlineData(500, "CUDA error: an illegal memory access was encountered; connection lost")]
    [InlineData(500, "request timed out, must be retried")]
    public void A_fault_that_may_pass_is_tried_again(int status, string message) => Read(status, Error(message)).ShouldBeOfType<Reply.ServerFailed>();

    [Theory]
    [InlineData("temperature must be in [0, 2], got 3.0. (parameter=temperature, value=3.0)")]
    [InlineData("top_p must be in (0, 1], got 2")]
    [InlineData("Input should be a valid number")]
    [InlineData("messages: at least one message is required")]
    [InlineData("The response was filtered due to the prompt triggering the content management policy.")]
    public void Other_refusals_are_taken_for_nothing_else(string message) => Read(400, Error(message)).ShouldBeOfType<Reply.RequestRefused>();

    [Theory]
    [InlineData(400, """<html><head><title>400 The plain HTTP request was sent to HTTPS port</title></head><body><h1>400 Bad Request</h1></body></html>""")]
    [InlineData(400, "Client sent an HTTP request to an HTTPS server.\n")]
    public void A_wrong_scheme_is_said(int status, string body) =>
        Read(status, body).ShouldBeOfType<Reply.EndpointWrong>().Message.ToString().ShouldContain("https");

    [Fact]
    public void A_dead_engine_is_recognised() => Read(500, Error("EngineCore encountered an issue.")).ShouldBeOfType<Reply.EngineDied>();

    /// <summary>The same words in the forms that servers and gateways put them into.</summary>
    private static IEnumerable<(int Status, string Body)> Forms(string message, int[] statuses)
    {
        foreach (var status in statuses)
        {
            yield return (status, Error(message));
            yield return (status, JsonSerializer.Serialize(new { error = message }));
        }

        var refusal = statuses[0];
        yield return (refusal, Replies.FlatError(400, message, "BadRequestError"));
        yield return (refusal, JsonSerializer.Serialize(new { detail = message }));
        yield return (refusal, JsonSerializer.Serialize(new { message }));
        yield return (refusal, JsonSerializer.Serialize(new[] { new { error = new { code = 400, message, status = "INVALID_ARGUMENT" } } }));
        yield return (refusal, JsonSerializer.Serialize(new
        {
            error = new { message = "Provider returned error", code = 400, metadata = new { raw = Error(message), provider_name = "X" } },
        }));
        yield return (500, Error($"vLLM returned HTTP 400: {Error(message)}"));
        yield return (500, JsonSerializer.Serialize(new
        {
            error = new { message = $"litellm.BadRequestError: OpenAIException - {Error(message)}", code = "400" },
        }));
        yield return (refusal, message);
    }

    private static string Error(string message) => JsonSerializer.Serialize(new { error = new { message } });

    private static Reply Read(int status, string body) =>
        ReplyReader.Read(new HttpReply(status, "application/json", Encoding.UTF8.GetBytes(body)), Facts);
}
