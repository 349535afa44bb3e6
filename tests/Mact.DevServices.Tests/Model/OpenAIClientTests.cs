using System.ClientModel;
using System.ClientModel.Primitives;
using System.Text.Json;
using OpenAI;
using OpenAI.Chat;

namespace Mact.DevServices.Tests.Model;

public sealed class OpenAIClientTests
{
    [Fact]
    public async Task The_openai_package_gets_all_choices_through_its_protocol_method()
    {
        await using var endpoint = await Endpoint.StartAsync(configure: static options => options.ApiKey = "key");
        var client = Client(endpoint);

        using var content = BinaryContent.Create(BinaryData.FromString(Requests.With("\"n\":3,\"seed\":2")));
        var result = await client.CompleteChatAsync(content, new RequestOptions { CancellationToken = TestContext.Current.CancellationToken });

        using var reply = JsonDocument.Parse(result.GetRawResponse().Content);
        reply.RootElement.GetProperty("choices").GetArrayLength().ShouldBe(3);
    }

    [Fact]
    public async Task The_openai_package_reads_the_error_object_and_the_typed_reply()
    {
        await using var endpoint = await Endpoint.StartAsync(configure: static options => options.ApiKey = "key");

        var typed = await Client(endpoint).CompleteChatAsync([new UserChatMessage("How many?")], cancellationToken: TestContext.Current.CancellationToken);
        var refused = await Should.ThrowAsync<ClientResultException>(() =>
            Client(endpoint, "gpt-3.5-turbo").CompleteChatAsync([new UserChatMessage("q")], cancellationToken: TestContext.Current.CancellationToken));

        typed.Value.Content[0].Text.ShouldStartWith("answer ");
        typed.Value.FinishReason.ShouldBe(ChatFinishReason.Stop);
        refused.Status.ShouldBe(404);
        refused.Message.ShouldContain("The model `gpt-3.5-turbo` does not exist.");
    }

    private static ChatClient Client(Endpoint endpoint, string model = "Qwen/Qwen3-8B") => new(
        model,
        new ApiKeyCredential("key"),
        new OpenAIClientOptions { Endpoint = endpoint.Host.ApiAddress, RetryPolicy = new ClientRetryPolicy(0) });
}
