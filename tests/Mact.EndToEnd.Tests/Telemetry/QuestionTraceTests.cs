using System.Globalization;
using Mact.AppHost.Embedded.Dashboard.Otlp;
using Mact.Core.Questions;
using Mact.Core.Runs;
using Mact.EndToEnd.Tests.Stack;

namespace Mact.EndToEnd.Tests.Telemetry;

/// <summary>One question is one trace across three processes, and it says the same as the run's records.</summary>
public sealed class QuestionTraceTests
{
    private const string Csv = "city,population\nArdale,1200\nBrook,800\nCorin,1500\n";
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);

    /// <summary>Record and span take their times a few statements apart.</summary>
    private static readonly TimeSpan Apart = TimeSpan.FromMilliseconds(250);

    [Fact]
    public async Task A_question_is_one_tree_of_spans_from_the_request_to_the_model_and_agrees_with_its_records()
    {
        await using var receiver = new OtlpReceiver();
        await using var host = await AppHostProcess.StartAsync([], TestContext.Current.CancellationToken, receiver.Environment);
        using var api = new ApiDriver(host.Api);
        var table = await api.UploadAsync("cities", Csv, TestContext.Current.CancellationToken);
        var id = await api.AskAsync("Which city has the highest population?", [new(table, "cities")], TestContext.Current.CancellationToken);
        var view = await api.WaitUntilTerminalAsync(id, Limit, TestContext.Current.CancellationToken);
        view.Status.ShouldBe(QuestionStatus.Answered, view.Message);
        var calls = (await api.RecordsAsync(id, TestContext.Current.CancellationToken)).Select(static stored => stored.Record).OfType<ModelCall>().ToList();

        await AppHostProcess.UntilAsync(() => IsComplete(Trace(receiver, id), calls.Count), Limit);

        var trace = Trace(receiver, id);
        var root = trace.Where(static span => span.ParentSpanId is null).ShouldHaveSingleItem();
        root.Service.ShouldBe("api");
        root.Kind.ShouldBe("server");
        root.Name.ShouldStartWith("POST ");
        var process = trace.Where(static span => span.Name == "questions process").ShouldHaveSingleItem();
        process.Service.ShouldBe("worker");
        process.Kind.ShouldBe("consumer");
        Ancestors(trace, process).ShouldContain(root);
        var agent = trace.Where(static span => Attribute(span, "gen_ai.operation.name") == "invoke_agent").ShouldHaveSingleItem();
        agent.ParentSpanId.ShouldBe(process.SpanId);
        trace.Where(static span => span.Name == "plan").ShouldNotBeEmpty();
        trace.Where(static span => span.Name.StartsWith("execute_tool", StringComparison.Ordinal)).ShouldNotBeEmpty();
        trace.Where(static span => span.Name.StartsWith("vote", StringComparison.Ordinal)).ShouldNotBeEmpty();
        trace.ShouldAllBe(static span => !span.IsError);
        trace.Where(span => span.ParentSpanId is not null).ShouldAllBe(span => trace.Any(parent => parent.SpanId == span.ParentSpanId));

        calls.ShouldNotBeEmpty();
        trace.Count(static span => span.IsModelCall).ShouldBe(calls.Count);
        foreach (var call in calls)
        {
            var chat = trace.Single(span => span.SpanId == call.SpanId);
            Ancestors(trace, chat).ShouldContain(agent);
            Agrees(chat, call);
            trace.Where(span => span.Service == "model" && Ancestors(trace, span).Contains(chat)).Count().ShouldBe(call.Tries.Count);
        }

        calls.Sum(static call => call.Usage.InputTokens).ShouldBe(view.Usage.InputTokens);
        calls.Sum(static call => call.Usage.OutputTokens).ShouldBe(view.Usage.OutputTokens);

        // Nothing of the table is on any span unless content capture is switched on.
        receiver.Spans.SelectMany(static span => span.Attributes.Values).ShouldNotContain(static value => value.Contains("Ardale", StringComparison.Ordinal));
    }

    private static void Agrees(OtlpSpan chat, ModelCall call)
    {
        Attribute(chat, "gen_ai.request.model").ShouldBe(call.Model);
        Attribute(chat, "gen_ai.response.id").ShouldBe(call.ResponseId);
        Number(chat, "gen_ai.request.choice.count").ShouldBe(call.N);
        Number(chat, "gen_ai.usage.input_tokens").ShouldBe(call.Usage.InputTokens);
        Number(chat, "gen_ai.usage.output_tokens").ShouldBe(call.Usage.OutputTokens);
        Number(chat, "gen_ai.usage.cache_read.input_tokens").ShouldBe(call.Usage.CachedTokens);
        chat.Duration.TotalMilliseconds.ShouldBe(call.DurationMs, Apart.TotalMilliseconds);
    }

    private static bool IsComplete(IReadOnlyList<OtlpSpan> trace, int calls) =>
        trace.Count(static span => span.IsModelCall) == calls
        && trace.Any(static span => span.ParentSpanId is null)
        && trace.Any(static span => span.Name == "questions process")
        && trace.All(span => span.ParentSpanId is null || trace.Any(parent => parent.SpanId == span.ParentSpanId))
        && trace.Count(static span => span.Service == "model") >= calls;

    private static IReadOnlyList<OtlpSpan> Trace(OtlpReceiver receiver, string question)
    {
        var id = receiver.Spans.FirstOrDefault(span => Attribute(span, "mact.question.id") == question)?.TraceId;
        return [.. receiver.Spans.Where(span => span.TraceId == id)];
    }

    private static List<OtlpSpan> Ancestors(IReadOnlyList<OtlpSpan> trace, OtlpSpan span)
    {
        List<OtlpSpan> ancestors = [];
        for (var parent = Parent(span); parent is not null; parent = Parent(parent))
        {
            ancestors.Add(parent);
        }

        return ancestors;

        OtlpSpan? Parent(OtlpSpan child) => trace.FirstOrDefault(item => item.SpanId == child.ParentSpanId);
    }

    private static string? Attribute(OtlpSpan span, string name) => span.Attributes.GetValueOrDefault(name);

    private static long Number(OtlpSpan span, string name) => long.Parse(Attribute(span, name) ?? "0", CultureInfo.InvariantCulture);
}
