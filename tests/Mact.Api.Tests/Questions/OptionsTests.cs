using System.Net;
using System.Text.Json;
using Mact.Api.Tests.Support;

namespace Mact.Api.Tests.Questions;

public sealed class OptionsTests
{
    [Theory]
    [InlineData("planSamples", 1, 64)]
    [InlineData("codeSamples", 1, 64)]
    [InlineData("maxSteps", 1, 20)]
    [InlineData("maxAttempts", 1, 40)]
    public async Task A_count_is_taken_up_to_its_ends_and_refused_beyond(string name, int least, int most)
    {
        await using var factory = new ApiFactory();
        using var client = factory.CreateClient();

        foreach (var (value, taken) in new[] { (least, true), (most, true), (least - 1, false), (most + 1, false) })
        {
            await AssertAsync(client, name, value.ToString(), taken);
        }

        await AssertAsync(client, name, "2.5", taken: false);
        await AssertAsync(client, name, "\"3\"", taken: false);
        await AssertAsync(client, name, "null", taken: false);
    }

    [Theory]
    [InlineData("temperature", "0.01", true)]
    [InlineData("temperature", "2", true)]
    [InlineData("temperature", "2.01", false)]
    [InlineData("topP", "0", false)]
    [InlineData("topP", "1", true)]
    [InlineData("alpha", "0", false)]
    [InlineData("alpha", "1", true)]
    [InlineData("executedWeight", "10.5", false)]
    [InlineData("guessWeight", "0", true)]
    [InlineData("minAgreement", "1.1", false)]
    [InlineData("minAgreement", "-0.1", false)]
    [InlineData("minAgreement", "1e999", false)]
    [InlineData("adaptiveSampling", "true", true)]
    [InlineData("adaptiveSampling", "\"yes\"", false)]
    [InlineData("search", "1", false)]
    [InlineData("samplesPerRequest", "64", true)]
    [InlineData("samplesPerRequest", "65", false)]
    [InlineData("samplesPerRequest", "-1", false)]
    [InlineData("replayOf", "null", true)]
    [InlineData("replayOf", "\"\"", false)]
    [InlineData("seed", "9223372036854775807", true)]
    [InlineData("seed", "9223372036854775808", false)]
    [InlineData("model", "\"some-model\"", true)]
    [InlineData("model", "\"\"", false)]
    [InlineData("strategy", "\"direct\"", true)]
    [InlineData("strategy", "\"Direct\"", false)]
    [InlineData("strategy", "1", false)]
    [InlineData("shortcut", "\"trust\"", true)]
    [InlineData("priority", "\"evaluation\"", true)]
    [InlineData("budget", "{\"seconds\":1.5,\"tokens\":null}", true)]
    [InlineData("budget", "{\"tokens\":0}", false)]
    [InlineData("budget", "{\"cost\":-1}", false)]
    [InlineData("budget", "7", false)]
    public async Task An_option_is_taken_within_its_range_only(string name, string value, bool taken)
    {
        await using var factory = new ApiFactory();
        using var client = factory.CreateClient();

        await AssertAsync(client, name, value, taken);
    }

    [Fact]
    public async Task A_temperature_of_zero_is_refused_with_the_reason()
    {
        await using var factory = new ApiFactory();
        using var client = factory.CreateClient();

        var reply = await client.PostAsync("/questions", Requests.Question(more: ""","options":{"temperature":0}"""));

        reply.ShouldBeProblem(HttpStatusCode.BadRequest, "invalidOption").Detail.ShouldContain("greedy");
    }

    [Theory]
    [InlineData("""{"plansamples":3}""", "planSamples")]
    [InlineData("""{"budget":{"token":3}}""", "tokens")]
    [InlineData("""{"x":1}""", "temperature")]
    public async Task An_unknown_option_is_refused_with_those_that_exist(string options, string named)
    {
        await using var factory = new ApiFactory();
        using var client = factory.CreateClient();

        var reply = await client.PostAsync("/questions", Requests.Question(more: $",\"options\":{options}"));

        reply.ShouldBeProblem(HttpStatusCode.BadRequest, "unknownOption").Detail.ShouldContain(named);
    }

    [Fact]
    public async Task Every_option_that_Core_has_is_known()
    {
        await using var factory = new ApiFactory();
        using var client = factory.CreateClient();
        var defaults = JsonSerializer.Serialize(
            new QuestionOptions { Seed = 5, TopP = 0.9, Model = "m", ReplayOf = "q", Budget = new(1, 2, 3, 4) }, MactJson.Default.QuestionOptions);

        var reply = await client.PostAsync("/questions", Requests.Question(more: $",\"options\":{defaults}"));

        reply.Status.ShouldBe(HttpStatusCode.Accepted, reply.Text);
        factory.Queue.Last!.Options.ShouldBe(new QuestionOptions { Seed = 5, TopP = 0.9, Model = "m", ReplayOf = "q", Budget = new(1, 2, 3, 4) });
        JsonDocument.Parse(defaults).RootElement.EnumerateObject().Count().ShouldBe(typeof(QuestionOptions).GetProperties().Length);
    }

    private static async Task AssertAsync(HttpClient client, string name, string value, bool taken)
    {
        var reply = await client.PostAsync("/questions", Requests.Question(more: $",\"options\":{{\"{name}\":{value}}}"));
        if (taken)
        {
            reply.Status.ShouldBe(HttpStatusCode.Accepted, reply.Text);
            return;
        }

        reply.ShouldBeProblem(HttpStatusCode.BadRequest, "invalidOption");
        reply.Body["errors"]!.AsObject().ShouldHaveSingleItem().Key.ShouldStartWith($"options.{name}");
    }
}
