using System.Text;
using Mact.Worker.Models.Wire;

namespace Mact.Worker.Tests.Models;

/// <summary>The rows of docs/endpoints.md: what servers say, and what is made of it.</summary>
public sealed class EndpointFamilyTests
{
    private static readonly RequestFacts Facts = new(
        5, ["max_tokens", "n", "temperature", "top_p", "seed", "priority", "chat_template_kwargs", "thinking_token_budget"], HasVersion: true);

    [Theory]
    [InlineData(400, """{"error":{"code":400,"message":"request (7905 tokens) exceeds the available context size (4096 tokens), try increasing it","type":"exceed_context_size_error","n_prompt_tokens":7905,"n_ctx":4096}}""", 4096, 7905)]
    [InlineData(500, """{"error":{"code":500,"message":"Context size has been exceeded.","type":"server_error"}}""", null, null)]
    [InlineData(200, """{"error":"Trying to keep the first 7905 tokens when context the overflows. However, the model is loaded with context length of only 4096 tokens"}""", 4096, 7905)]
    [InlineData(400, """{"error":{"message":"The input (7905 tokens) is longer than the model's context length (4096 tokens).","code":400}}""", 4096, 7905)]
    [InlineData(400, """{"error":{"message":"You passed 7905 input tokens and requested 1500 output tokens. However, the model's context length is only 8192 tokens","code":400}}""", 8192, 7905)]
    [InlineData(400, """{"error":{"message":"the prompt is longer than the context length currently available to the model","code":400}}""", null, null)]
    [InlineData(413, """{"error":{"message":"Request too large for model","type":"tokens"}}""", null, null)]
    public void Context_overflow_is_recognised_in_the_words_of_each_server(int status, string body, int? context, int? prompt)
    {
        var exceeded = Read(status, body).ShouldBeOfType<Reply.ContextExceeded>();

        exceeded.ContextTokens.ShouldBe(context);
        exceeded.PromptTokens.ShouldBe(prompt);
    }

    [Theory]
    [InlineData(400, "System role not supported")]
    [InlineData(400, "Conversation roles must alternate user/assistant/user/assistant/...")]
    [InlineData(400, "Only user and assistant roles are supported!")]
    [InlineData(500, "System role not supported")]
    public void A_template_without_a_system_role_is_recognised(int status, string message) =>
        Read(status, Error(message)).ShouldBeOfType<Reply.RolesRefused>();

    [Theory]
    [InlineData(400, "Field 'n': Value must be between 1 <= value <= 4, but got 5", 4)]
    [InlineData(400, "Only one completion choice is allowed", 1)]
    [InlineData(400, "Argument not supported on this model: n", 1)]
    [InlineData(400, "'n' : number must be at most 1", 1)]
    [InlineData(501, "Argument not supported on this model: n", 1)]
    public void A_refused_n_says_which_n_to_go_on_with(int status, string message, int largest) =>
        Read(status, Error(message)).ShouldBe(new Reply.BatchRefused(largest));

    [Theory]
    [InlineData("chat_template is not supported for Mistral tokenizers.", "chat_template_kwargs")]
    [InlineData("temperature and top_p cannot both be specified for this model", "top_p")]
    [InlineData("Got priority 1 but Priority scheduling is not enabled", "priority")]
    [InlineData("thinking_token_budget is set but reasoning_config is not configured", "thinking_token_budget")]
    [InlineData("Invalid 'seed': integer above maximum value", "seed")]
    [InlineData("Invalid value at 'seed' (TYPE_INT32)", "seed")]
    public void A_refused_field_is_named(string message, string field) =>
        Read(400, Error(message)).ShouldBeOfType<Reply.FieldRefused>().Field.ShouldBe(field);

    [Fact]
    public void What_waiting_cannot_mend_fails_at_once_and_what_it_can_waits()
    {
        Read(429, """{"error":{"message":"You exceeded your current quota","code":"insufficient_quota"}}""").ShouldBeOfType<Reply.RequestRefused>();
        Read(404, Error("This model is only supported in v1/responses and not in v1/chat/completions.")).ShouldBeOfType<Reply.RequestRefused>();
        Read(404, """{"error":{"code":"DeploymentNotFound","message":"The API deployment for this resource does not exist."}}""").ShouldBeOfType<Reply.ModelMissing>();
        Read(500, Error("[json.exception.parse_error.101] parse error at line 1")).ShouldBeOfType<Reply.RequestRefused>();
        Read(400, """{"error":"no workers available"}""").ShouldBeOfType<Reply.NotReady>();
        Read(429, Error("slow down")).ShouldBeOfType<Reply.NotReady>().Message.ShouldContain("slow down");
        Read(500, Error("EngineCore encountered an issue.")).ShouldBeOfType<Reply.EngineDied>();
    }

    private static string Error(string message) => System.Text.Json.JsonSerializer.Serialize(new { error = new { message } });

    private static Reply Read(int status, string body) =>
        ReplyReader.Read(new HttpReply(status, "application/json", Encoding.UTF8.GetBytes(body)), Facts);
}
