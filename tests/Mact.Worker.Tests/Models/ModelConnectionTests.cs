using System.Net;
using System.Text;
using System.Text.Json;
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
    [InlineData("8f3a<b>&c9d2e4\"f6a7b8")]
    public void A_key_is_taken_out_however_it_is_written(string key)
    {
        var connection = ModelConnection.Parse("planner", $"Endpoint=http://host/v1;Key='{key}'")
            .ShouldBeOfType<ModelConnectionReading.Read>().Connection;
        foreach (var form in WrittenKeys.FormsOf(key))
        {
            var told = connection.Redact($"Wrong: {form}.");
            foreach (var shown in new[] { connection.Redact("Wrong: " + form + "."), told.ToString(), told.Values[0] })
            {
                shown.ShouldContain("***", Case.Sensitive, form);
                WrittenKeys.ShouldHaveNoPiece(shown, form);
            }
        }
    }

    [Theory]
    [InlineData("The largest max_tokens is 4096...8192 for this model.")]
    [InlineData("Waiting... the model is loading ** soon **")]
    [InlineData("Send {\"a\": [1, 2, …]} to https://host/v1/models.")]
    [InlineData("plain text of a key")]
    public void What_is_no_key_stays_as_it_is(string text) => ModelConnection.Parse("planner", "Endpoint=http://host/v1;Key=plain-key-12345678")
        .ShouldBeOfType<ModelConnectionReading.Read>().Connection.Redact(text).ShouldBe(text);
}

/// <summary>A key as servers repeat it: encoded, cut, or with its ends alone.</summary>
internal static class WrittenKeys
{
    public static IReadOnlyList<string> FormsOf(string key)
    {
        var bytes = Encoding.UTF8.GetBytes(key);
        return
        [
            key, key.ToUpperInvariant(), Uri.EscapeDataString(key), Uri.EscapeDataString(Uri.EscapeDataString(key)), WebUtility.HtmlEncode(key),
            Convert.ToBase64String(bytes), Convert.ToBase64String(bytes).Replace('+', '-').Replace('/', '_').TrimEnd('='),
            Convert.ToBase64String([.. "Bearer "u8, .. bytes]), Convert.ToBase64String([.. "x:"u8, .. bytes, .. ":y"u8]),
            Convert.ToHexString(bytes), Convert.ToHexStringLower(bytes), JsonEncodedText.Encode(key).ToString(), key[..8] + "****",
            "..." + key[^8..], $"{key[..7]}***{key[^6..]}", $"{key[..4]}...{key[^4..]}", $"{key[..3]}…{key[^4..]}", $"{key[..5]}••••••{key[^3..]}",
            $"{key[..6]}[...]{key[^4..]}", $"****{key[^4..]}",
        ];
    }

    /// <summary>No six characters of it are left, nor three at an end that stood beside dots.</summary>
    public static void ShouldHaveNoPiece(string shown, string form)
    {
        var pieces = form.Split(['.', '*', '…', '•', '[', ']'], StringSplitOptions.RemoveEmptyEntries);
        foreach (var piece in pieces)
        {
            var size = pieces.Length > 1 || piece.Length < 6 ? Math.Min(3, piece.Length) : 6;

            // Of base64, what stands before and behind the key is no secret.
            for (var at = size == 6 ? 9 : 0; at + size <= piece.Length - (size == 6 ? 4 : 0); at++)
            {
                shown.ShouldNotContain(piece.Substring(at, size), Case.Sensitive, form);
            }
        }
    }
}
