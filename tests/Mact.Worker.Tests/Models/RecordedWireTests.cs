using System.Text;
using System.Text.Json;
using Mact.Worker.Models.Wire;

namespace Mact.Worker.Tests.Models;

/// <summary>What real servers really replied to right and wrong requests.</summary>
public sealed class RecordedWireTests
{
    private static readonly RequestFacts Facts = new(
        100_000, ["max_tokens", "n", "temperature", "seed", "thinking_token_budget", "continue_final_message"], HasVersion: true)
    { MaxTokens = 64 };

    [Theory]
    [InlineData("vllm-0.32-cpu/prompt-too-long", "ContextExceeded 8192 8193")]
    [InlineData("vllm-0.32-cpu/n-too-large", "BatchRefused 16384")]
    [InlineData("vllm-0.32-cpu/n5-greedy", "BatchRefused 1")]
    [InlineData("vllm-0.32-cpu/thinking-budget", "FieldRefused thinking_token_budget")]
    [InlineData("vllm-0.32-cpu/seed-2-63", "FieldRefused seed")]
    [InlineData("vllm-0.32-cpu/seed-float", "FieldRefused seed")]
    [InlineData("vllm-0.32-cpu/wrong-model", "ModelMissing")]
    [InlineData("vllm-0.32-cpu/max-tokens-too-large", "ContextExceeded")]
    [InlineData("vllm-0.32-cpu/image", "RequestRefused")]
    [InlineData("vllm-0.32-cpu/structured-bad", "RequestRefused")]
    [InlineData("vllm-0.32-cpu/bad-json", "RequestRefused")]
    [InlineData("vllm-0.32-cpu/temperature-3", "RequestRefused")]
    [InlineData("vllm-0.32-cpu/n5", "Completed")]
    [InlineData("vllm-0.32-cpu/continue-final", "Completed")]
    [InlineData("llama-server/prompt-too-long", "ContextExceeded 4096 12030")]
    [InlineData("llama-server/n-too-large", "BatchRefused 8")]
    [InlineData("llama-server/bad-json", "RequestRefused")]
    [InlineData("llama-server/lone-surrogate", "RequestRefused")]
    [InlineData("llama-server/image", "RequestRefused")]
    [InlineData("llama-server/n5", "Completed")]
    public async Task What_was_replied_is_understood(string file, string meaning)
    {
        var data = Environment.GetEnvironmentVariable("MACT_DATA");
        Assert.SkipWhen(string.IsNullOrEmpty(data), "MACT_DATA is not set: it names the folder with what real servers sent.");
        var path = Path.Combine(data!, "real", "wire", $"{file}.json");
        using var recorded = JsonDocument.Parse(await File.ReadAllTextAsync(path, TestContext.Current.CancellationToken));
        var body = recorded.RootElement.GetProperty("body");
        var text = body.ValueKind == JsonValueKind.String ? body.GetString()! : body.GetRawText();

        var reply = ReplyReader.Read(
            new HttpReply(recorded.RootElement.GetProperty("status").GetInt32(), "application/json", Encoding.UTF8.GetBytes(text)), Facts);

        var read = reply switch
        {
            Reply.ContextExceeded exceeded => $"ContextExceeded {exceeded.ContextTokens} {exceeded.PromptTokens}",
            Reply.BatchRefused refused => $"BatchRefused {refused.Largest}",
            Reply.FieldRefused refused => $"FieldRefused {refused.Field}",
            _ => reply.GetType().Name,
        };
        read.ShouldStartWith(meaning, Case.Sensitive, text[..Math.Min(300, text.Length)]);
    }
}
