using System.Globalization;
using System.Text.Json;
using Mact.Core.Questions;
using Mact.Core.Runs;
using Mact.EndToEnd.Tests.Stack;

namespace Mact.EndToEnd.Tests.Dashboard;

/// <summary>The dashboard in front of the real stack.</summary>
[Collection(DashboardStackTests.Name)]
public sealed class DashboardTests(DashboardStack stack)
{
    private const string Csv = "city,population\nArdale,1200\nBrook,800\nCorin,1500\n";
    private const string Question = "Which city has the highest population?";
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_question_just_asked_is_one_trace_with_the_tokens_of_every_model_call_and_the_run_page_agrees()
    {
        using var dashboard = await DashboardDriver.OpenAsync(stack.Host, Cancellation);
        var api = stack.Api;
        var id = await AskAsync(api);
        var view = await api.WaitUntilTerminalAsync(id, Limit, Cancellation);
        view.Status.ShouldBe(QuestionStatus.Answered, view.Message);
        var calls = (await api.RecordsAsync(id, Cancellation)).Select(static stored => stored.Record).OfType<ModelCall>().ToList();

        var trace = await dashboard.TraceOfAsync(id, trace => Chats(trace).Count == calls.Count && Services(trace).Contains("api"), Limit, Cancellation);

        Services(trace).ShouldBe(["api", "worker", "model"], ignoreOrder: true);
        var summary = trace.GetProperty("summary");
        summary.GetProperty("modelCalls").GetInt32().ShouldBe(view.Usage.Requests);
        summary.GetProperty("inputTokens").GetInt64().ShouldBe(view.Usage.InputTokens);
        summary.GetProperty("outputTokens").GetInt64().ShouldBe(view.Usage.OutputTokens);
        foreach (var call in calls)
        {
            var chat = Chats(trace).Single(row => row.GetProperty("span").GetProperty("spanId").GetString() == call.SpanId);
            var attributes = chat.GetProperty("span").GetProperty("attributes");
            attributes.GetProperty("gen_ai.request.model").GetString().ShouldBe(call.Model);
            attributes.GetProperty("gen_ai.request.choice.count").GetString().ShouldBe(call.N.ToString(CultureInfo.InvariantCulture));
            attributes.GetProperty("gen_ai.usage.input_tokens").GetString().ShouldBe(call.Usage.InputTokens.ToString(CultureInfo.InvariantCulture));
            attributes.GetProperty("gen_ai.usage.output_tokens").GetString().ShouldBe(call.Usage.OutputTokens.ToString(CultureInfo.InvariantCulture));
            chat.GetProperty("depth").GetInt32().ShouldBeGreaterThan(2);
        }
    }

    [Fact]
    public async Task Every_resource_is_shown_running_and_healthy_with_its_log()
    {
        using var dashboard = await DashboardDriver.OpenAsync(stack.Host, Cancellation);

        foreach (var name in (string[])["redis", "model", "api", "worker", "web"])
        {
            var resource = await dashboard.ResourceAsync(name, Cancellation);
            resource.GetProperty("state").GetString().ShouldBe("running");
            resource.GetProperty("health").GetString().ShouldBe("Healthy", name);
            resource.GetProperty("environment").EnumerateArray().ShouldContain(static item => item.GetProperty("name").GetString() == "OTEL_EXPORTER_OTLP_HEADERS" && item.GetProperty("value").GetString() == "•••••");
        }

        (await dashboard.LogsAsync("worker", Cancellation)).GetProperty("lines").EnumerateArray()
            .ShouldContain(static line => line.GetProperty("text").GetString()!.Contains("takes questions", StringComparison.Ordinal));
    }

    private static async Task<string> AskAsync(ApiDriver api)
    {
        var table = await api.UploadAsync("cities", Csv, Cancellation);
        return await api.AskAsync(Question, [new(table, "cities")], Cancellation);
    }

    private static List<JsonElement> Chats(JsonElement trace) =>
        [.. trace.GetProperty("rows").EnumerateArray().Where(static row => row.GetProperty("span").GetProperty("isModelCall").GetBoolean())];

    private static List<string> Services(JsonElement trace) =>
        [.. trace.GetProperty("summary").GetProperty("services").EnumerateArray().Select(static service => service.GetString()!)];
}
