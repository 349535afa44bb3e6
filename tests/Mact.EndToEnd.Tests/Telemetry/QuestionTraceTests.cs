using Mact.EndToEnd.Tests.Stack;
using Mact.Testing;

namespace Mact.EndToEnd.Tests.Telemetry;

/// <summary>One question is one trace over all processes, and it says the same as the run's records.</summary>
public sealed class QuestionTraceTests
{
    private const string Csv = "city,population\nArdale,1200\nBrook,800\nCorin,1500\n";
    private const string Question = "Which city has the highest population?";
    private const int Server = 2;
    private const int Consumer = 5;
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);

    /// <summary>Record and span take their times a few statements apart, between which a busy machine does other things.</summary>
    private static readonly TimeSpan Apart = TimeSpan.FromMilliseconds(250);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_question_is_one_tree_of_spans_from_the_request_to_the_model_and_agrees_with_its_records()
    {
        await using var host = await AppHostProcess.StartAsync([], Token, Dashboard.Environment);
        using var dashboard = Dashboard.Of(host);
        using var api = new ApiDriver(host.Api);
        var table = await api.UploadAsync("cities", Csv, Token);
        var id = await api.AskAsync(Question, [new(table, "cities")], Token);
        var view = await api.WaitUntilTerminalAsync(id, Limit, Token);
        view.Status.ShouldBe(QuestionStatus.Answered, view.Message);
        var calls = (await api.RecordsAsync(id, Token)).Select(static stored => stored.Record).OfType<ModelCall>().ToList();
        calls.ShouldNotBeEmpty();

        var trace = await Eventually.FitsAsync(() => TraceAsync(dashboard, id), spans => IsComplete(spans, calls.Count));

        var root = trace.Where(static span => span.ParentSpanId is null).ShouldHaveSingleItem();
        (root.Service, root.Kind, root.Name).ShouldBe(("api", Server, $"ask \"{Question}\""));
        var process = trace.Where(static span => span.Name == "questions process").ShouldHaveSingleItem();
        (process.Service, process.Kind).ShouldBe(("worker", Consumer));
        Ancestors(trace, process).ShouldContain(root);
        var agent = trace.Where(static span => span["gen_ai.operation.name"] == "invoke_agent").ShouldHaveSingleItem();
        agent.ParentSpanId.ShouldBe(process.SpanId);
        trace.ShouldContain(static span => span.Name == "plan");
        trace.ShouldContain(static span => span.Name.StartsWith("execute_tool", StringComparison.Ordinal));
        trace.ShouldContain(static span => span.Name.StartsWith("vote", StringComparison.Ordinal));
        trace.ShouldAllBe(static span => !span.IsError);

        // A command of Redis is a span only where it was slow.
        trace.Where(static span => span["db.system.name"] is not null).ShouldAllBe(static span => span.Duration > TimeSpan.FromMilliseconds(50));

        trace.Count(static span => span.IsModelCall).ShouldBe(calls.Count);
        foreach (var call in calls)
        {
            var chat = trace.Single(span => span.SpanId == call.Reply.SpanId);
            Ancestors(trace, chat).ShouldContain(agent);
            Agrees(chat, call);
            trace.Count(span => span.Service == "model-stand-in" && Ancestors(trace, span).Contains(chat)).ShouldBe(call.Reply.Tries.Count);
        }

        calls.Sum(static call => call.Reply.Usage.InputTokens).ShouldBe(view.Usage.InputTokens);
        calls.Sum(static call => call.Reply.Usage.OutputTokens).ShouldBe(view.Usage.OutputTokens);

        // Cells are on a span only as messages of the model, which the AppHost has captured in development.
        var all = await dashboard.SpansAsync(Token);
        all.SelectMany(static span => span.Attributes).Where(static attribute => attribute.Value.Contains("Ardale", StringComparison.Ordinal))
            .Select(static attribute => attribute.Key).Distinct(StringComparer.Ordinal).Except(["gen_ai.input.messages", "gen_ai.output.messages"])
            .ShouldBeEmpty();

        // What else is in the dashboard are the requests that this test made of the Api: nothing that a process does by itself.
        all.Where(static span => span.ParentSpanId is null).ShouldAllBe(static span => span.Service == "api" && span.Kind == Server);
    }

    private static void Agrees(DashboardSpan chat, ModelCall call)
    {
        chat["gen_ai.request.model"].ShouldBe(call.Reply.Model);
        chat["gen_ai.response.id"].ShouldBe(call.Reply.ResponseId);
        Number(chat, "gen_ai.request.choice.count", 1).ShouldBe(call.N);
        Number(chat, "gen_ai.usage.input_tokens").ShouldBe(call.Reply.Usage.InputTokens);
        Number(chat, "gen_ai.usage.output_tokens").ShouldBe(call.Reply.Usage.OutputTokens);
        Number(chat, "gen_ai.usage.cache_read.input_tokens").ShouldBe(call.Reply.Usage.CachedTokens);
        Number(chat, "gen_ai.usage.reasoning.output_tokens").ShouldBe(call.Reply.Usage.ReasoningTokens);
        chat["gen_ai.request.temperature"].ShouldNotBeNull();
        chat["gen_ai.response.finish_reasons"].ShouldNotBeNull();
        chat["mact.model.wait"].ShouldNotBeNull();
        chat["gen_ai.input.messages"].ShouldNotBeNull().ShouldContain(Question);
        chat.Duration.ShouldBeGreaterThan(TimeSpan.Zero);
        if (LongForm.IsOn)
        {
            chat.Duration.TotalMilliseconds.ShouldBe(call.Reply.DurationMs, Apart.TotalMilliseconds);
        }
    }

    private static bool IsComplete(IReadOnlyList<DashboardSpan> trace, int calls) =>
        trace.Count(static span => span.IsModelCall) == calls
        && trace.Any(static span => span.ParentSpanId is null)
        && trace.Any(static span => span.Name == "questions process")
        && trace.All(span => span.ParentSpanId is null || trace.Any(parent => parent.SpanId == span.ParentSpanId))
        && trace.Count(static span => span.Service == "model-stand-in") >= calls;

    private static async Task<IReadOnlyList<DashboardSpan>> TraceAsync(Dashboard dashboard, string question)
    {
        var spans = await dashboard.SpansAsync(Token);
        var id = spans.FirstOrDefault(span => span["mact.question.id"] == question)?.TraceId;
        return [.. spans.Where(span => span.TraceId == id)];
    }

    private static List<DashboardSpan> Ancestors(IReadOnlyList<DashboardSpan> trace, DashboardSpan span)
    {
        List<DashboardSpan> ancestors = [];
        for (var parent = Parent(span); parent is not null; parent = Parent(parent))
        {
            ancestors.Add(parent);
        }

        return ancestors;

        DashboardSpan? Parent(DashboardSpan child) => trace.FirstOrDefault(item => item.SpanId == child.ParentSpanId);
    }

    private static long Number(DashboardSpan span, string name, long missing = 0) =>
        span[name] is { } text ? long.Parse(text) : missing;
}
