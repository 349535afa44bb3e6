using Mact.Core.Models;
using Mact.Worker.Models;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Mact.Worker.Tests.Models;

public sealed class ModelConnectionTests
{
    [Theory]
    [InlineData("Endpoint=http://h:8000/v1;Key=k1234;Model=m", "http://h:8000/v1", "k1234", "m")]
    [InlineData("endpoint = https://h/v1/ ; model = auto", "https://h/v1", null, null)]
    [InlineData("Endpoint=http://model/v1", "http://model/v1", null, null)]
    [InlineData(
        "Endpoint=https://api.runpod.ai/v2/abc/openai/v1;Key=\"a;b=c\";Model=org/name",
        "https://api.runpod.ai/v2/abc/openai/v1",
        "a;b=c",
        "org/name")]
    [InlineData("Endpoint=https+http://model/v1", "https+http://model/v1", null, null)]
    [InlineData(
        "Endpoint=https://x.openai.azure.com/openai/deployments/d?api-version=2024-10-21;Key=k1234",
        "https://x.openai.azure.com/openai/deployments/d",
        "k1234",
        null)]
    public void A_connection_string_is_read(string text, string endpoint, string? key, string? model)
    {
        var connection = ModelConnection.Parse("planner", text).ShouldBeOfType<ModelConnectionReading.Read>().Connection;

        connection.Endpoint.ShouldBe(new Uri(endpoint));
        connection.Key.ShouldBe(key);
        connection.Model.ShouldBe(model);
    }

    [Theory]
    [InlineData("Key=secret1;Model=m", "has no Endpoint")]
    [InlineData("Endpoint=localhost:8000;Key=secret1", "not an http or https address")]
    [InlineData("Endpoint=file:///etc/passwd;Key=secret1", "not an http or https address")]
    [InlineData("Endpoint=http://user:secret1@h/v1", "a user, query or fragment")]
    [InlineData("Endpoint=http://h/v1?key=secret1", "a user, query or fragment")]
    [InlineData("Endpoint=http://h/v1;Key=secret1;Modell=m", "a part other than")]
    [InlineData("http://h/v1 secret1", "not a list of Name=Value pairs")]
    [InlineData("Endpoint=http://h/v1;Key=secret1\u00e9", "a space or a character outside ASCII")]
    public void What_cannot_be_read_is_refused_in_words_without_the_key(string text, string words)
    {
        var message = ModelConnection.Parse("planner", text).ShouldBeOfType<ModelConnectionReading.Refused>().Message;

        message.ShouldContain("'planner'");
        message.ShouldContain(words);
        message.ShouldNotContain("secret1");
    }

    [Fact]
    public void The_key_is_never_printed()
    {
        var connection = ModelConnection.Parse(
            "planner", "Endpoint=http://h/v1;Key=secret1").ShouldBeOfType<ModelConnectionReading.Read>().Connection;

        connection.ToString().ShouldBe("Endpoint=http://h/v1;Key=***;Model=auto");
        new ModelConnectionReading.Read(connection).ToString().ShouldNotContain("secret1");
    }

    [Theory]
    [InlineData("Models:ProbeTimeout", "00:00:00", "ProbeTimeout must be between")]
    [InlineData("Models:MaxBackoff", "00:00:00.5", "MaxBackoff must not be below")]
    [InlineData("Models:MaxInFlight", "0", "MaxInFlight must be between 1")]
    [InlineData("Models:Prices:*:Input", "-1", "Prices must not be negative")]
    [InlineData("ConnectionStrings:coder", "Key=secret1", "'coder' has no Endpoint")]
    public void A_configuration_that_cannot_work_is_refused_at_start(string key, string value, string words)
    {
        var services = new ServiceCollection();
        services.AddModels(new ConfigurationBuilder().AddInMemoryCollection([new(key, value)]).Build());
        using var provider = services.BuildServiceProvider();

        var exception = Should.Throw<OptionsValidationException>(() => provider.GetRequiredService<IStartupValidator>().Validate());

        exception.Message.ShouldContain(words);
        exception.Message.ShouldNotContain("secret1");
    }

    [Fact]
    public async Task A_call_costs_what_the_configured_prices_say()
    {
        await using var fixture = await ModelFixture.StartAsync(
            ("Models:Prices:Qwen/Qwen3-8B:Input", "2"),
            ("Models:Prices:Qwen/Qwen3-8B:CachedInput", "0.5"),
            ("Models:Prices:Qwen/Qwen3-8B:Output", "10"));

        // 40 tokens at 2, 960 cached at 0.5, 60 at 10, per million.
        (await fixture.SampleAsync()).Cost.ShouldBe(0.00116m);
    }

    [Fact]
    public async Task Without_prices_there_is_no_cost()
    {
        await using var fixture = await ModelFixture.StartAsync();

        (await fixture.SampleAsync()).Cost.ShouldBeNull();
    }

    [Theory]
    [InlineData("sk-proj-Abc1+Def/2345678")]
    [InlineData("plain-key-12345678")]
    public void A_key_is_taken_out_however_it_is_written(string key)
    {
        var connection = ModelConnection.Parse("planner", $"Endpoint=http://host/v1;Key={key}")
            .ShouldBeOfType<ModelConnectionReading.Read>().Connection;
        var bytes = System.Text.Encoding.UTF8.GetBytes(key);
        string[] forms =
        [
            key, key.ToUpperInvariant(), Uri.EscapeDataString(key), Convert.ToBase64String(bytes), Convert.ToHexString(bytes),
            System.Text.Json.JsonEncodedText.Encode(key).ToString(), key[..8] + "****", "..." + key[^8..], $"{key[..7]}***{key[^6..]}",
        ];

        foreach (var form in forms)
        {
            var shown = connection.Redact($"Incorrect API key provided: {form}.");
            shown.ShouldContain("***", Case.Sensitive, form);
            for (var at = 0; at + 6 <= form.Length; at++)
            {
                if (!form.AsSpan(at, 6).Contains('*') && !form.AsSpan(at, 6).Contains('.'))
                {
                    shown.ShouldNotContain(form.Substring(at, 6), Case.Sensitive, form);
                }
            }
        }
    }
}
