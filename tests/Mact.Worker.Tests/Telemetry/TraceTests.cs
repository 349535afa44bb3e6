using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Net.Sockets;
using System.Text;
using CsCheck;
using Mact.ServiceDefaults.Telemetry;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging;
using OpenTelemetry;
using OpenTelemetry.Trace;

namespace Mact.Worker.Tests.Telemetry;

/// <summary>Which traces a process leaves, with the instrumentation that all of them have, between a client and a service.</summary>
public sealed class TraceTests : IAsyncLifetime
{
    private const string Question = "Which librarian has the most loans?";

    // Other tests of this process are traced as well: what is asked here carries a mark of its own.
    private readonly string _mark = Guid.NewGuid().ToString("N");
    private readonly Spans _spans = new();
    private TracerProvider _provider = null!;
    private WebApplication _service = null!;
    private Uri _address = null!;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        // What Aspire gives every process: with it, even what a filter leaves out would have traced children.
        var configuration = new ConfigurationBuilder().AddInMemoryCollection([new("OTEL_TRACES_SAMPLER", "always_on")]).Build();
        _provider = Sdk.CreateTracerProviderBuilder().AddMactTracing(configuration).AddProcessor(_spans).Build();
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        _service = builder.Build();
        _service.MapPost("/questions", static () => QuestionTrace.NameRequest(Question));
        _service.MapGet("/{**path}", static () => "here");
        await _service.StartAsync(Token);
        _address = new Uri(_service.Urls.Single());
    }

    public async ValueTask DisposeAsync()
    {
        await _service.DisposeAsync();
        _provider.Dispose();
    }

    [Fact]
    public async Task A_question_asked_in_the_page_is_one_trace_that_begins_with_the_click()
    {
        using (new Activity("the circuit's connection").Start())
        using (QuestionTrace.Start(Question))
        {
            await SendAsync(HttpMethod.Post, "/questions");
        }

        var trace = await TraceAsync(3);
        trace.Select(static span => span.TraceId).Distinct().ShouldHaveSingleItem();
        var root = trace.Single(static span => span.ParentSpanId == default);
        root.DisplayName.ShouldBe($"ask \"{Question}\"");
        trace.Select(static span => span.Kind).ShouldBe([ActivityKind.Internal, ActivityKind.Client, ActivityKind.Server], ignoreOrder: true);
        trace.Single(static span => span.Kind == ActivityKind.Server).DisplayName.ShouldBe("POST /questions");
    }

    [Fact]
    public async Task A_question_asked_by_a_program_is_a_trace_with_the_name_of_the_question()
    {
        await SendUntracedAsync(HttpMethod.Post, "/questions");

        (await TraceAsync(1)).Single().DisplayName.ShouldBe($"ask \"{Question}\"");
    }

    [Fact]
    public async Task A_call_that_nobody_asked_for_begins_no_trace_on_either_side()
    {
        await SendAsync(HttpMethod.Get, "/questions/1/events");

        await NothingBeforeAsync();
    }

    [Theory]
    [InlineData("/health")]
    [InlineData("/alive")]
    [InlineData("/_blazor/negotiate")]
    [InlineData("/_framework/blazor.web.js")]
    [InlineData("/app.abc123.css")]
    public async Task Probes_circuits_and_assets_are_no_traces(string path)
    {
        await SendUntracedAsync(HttpMethod.Get, path);

        await NothingBeforeAsync();
    }

    [Theory]
    [InlineData("Microsoft.AspNetCore.Components")]
    [InlineData("Microsoft.AspNetCore.Components.Server.Circuits")]
    [InlineData("Microsoft.AspNetCore.SignalR.Server")]
    public void Clicks_and_messages_of_a_circuit_are_no_traces(string source)
    {
        using ActivitySource framework = new(source);

        framework.HasListeners().ShouldBeFalse();
    }

    [Theory]
    [InlineData("parentbased_traceidratio", "0", 0)]
    [InlineData("traceidratio", "0", 0)]
    [InlineData("traceidratio", "1", 1)]
    [InlineData("parentbased_always_on", "0", 1)]
    public void The_share_of_traces_is_what_the_variables_of_opentelemetry_say(string sampler, string share, int expected)
    {
        using var own = new ActivitySource($"Mact.Test.{_mark}");
        var configuration = new ConfigurationBuilder()
            .AddInMemoryCollection([new("OTEL_TRACES_SAMPLER", sampler), new("OTEL_TRACES_SAMPLER_ARG", share)]).Build();
        _provider.Dispose();
        Spans spans = new();
        using var provider = Sdk.CreateTracerProviderBuilder().AddMactTracing(configuration).AddProcessor(spans).Build();

        own.StartActivity("work")?.Dispose();

        spans.Ended.Count(span => span.Source.Name == own.Name).ShouldBe(expected);
    }

    [Fact]
    public void The_name_of_a_trace_is_one_short_line_whatever_is_asked() => Gen.String.Sample(static question =>
    {
        var name = QuestionTrace.Name(question);

        name.Length.ShouldBeLessThanOrEqualTo("ask \"\"".Length + 61);
        name.ShouldStartWith("ask \"");
        name.ShouldAllBe(static letter => !char.IsControl(letter) && char.GetUnicodeCategory(letter) != UnicodeCategory.Format);
        name.EnumerateRunes().ShouldNotContain(Rune.ReplacementChar);
    });

    [Theory]
    [InlineData("Which librarian has the most loans?", "ask \"Which librarian has the most loans?\"")]
    [InlineData("  one\r\n\ttwo\u001b[31m three\u202e four ", "ask \"one two [31m three four\"")]
    [InlineData("", "ask \"\"")]
    [InlineData(
        "How many of the ships that were built before 1900 and lost later had a second captain?",
        "ask \"How many of the ships that were built before 1900 and lost l…\"")]
    public void The_name_of_a_trace_is_what_was_asked(string question, string expected) => QuestionTrace.Name(question).ShouldBe(expected);

    private async Task SendAsync(HttpMethod method, string path)
    {
        using HttpClient client = new();
        using HttpRequestMessage request = new(method, new Uri(_address, path));
        using var response = await client.SendAsync(request, Token);
        response.EnsureSuccessStatusCode();
    }

    /// <summary>As curl does it, without a trace; this process has no other client whose calls are not traced.</summary>
    private async Task SendUntracedAsync(HttpMethod method, string path)
    {
        using TcpClient client = new();
        await client.ConnectAsync(_address.Host, _address.Port, Token);
        await client.GetStream().WriteAsync(
            Encoding.ASCII.GetBytes($"{method} {path} HTTP/1.1\r\nHost: {_address.Authority}\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"),
            Token);
        using StreamReader reply = new(client.GetStream());
        (await reply.ReadToEndAsync(Token)).ShouldStartWith("HTTP/1.1 200");
    }

    private bool IsMine(Activity span) =>
        Equals(span.GetTagItem("server.port"), _address.Port) || span.DisplayName.Contains(Question, StringComparison.Ordinal);

    /// <summary>A span of the server may end a moment after its response.</summary>
    private async Task<IReadOnlyList<Activity>> TraceAsync(int count)
    {
        await _spans.UntilAsync(() => _spans.Ended.Count(IsMine) >= count, Token);
        return [.. _spans.Ended.Where(IsMine)];
    }

    /// <summary>What comes after is seen, and nothing was before it.</summary>
    private async Task NothingBeforeAsync()
    {
        await SendUntracedAsync(HttpMethod.Get, "/marker");
        (await TraceAsync(1)).ShouldHaveSingleItem().GetTagItem("url.path").ShouldBe("/marker");
    }

    private sealed class Spans : BaseProcessor<Activity>
    {
        private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

        private readonly SemaphoreSlim _more = new(0);

        public ConcurrentQueue<Activity> Ended { get; } = new();

        public override void OnEnd(Activity data)
        {
            if (data.Recorded)
            {
                Ended.Enqueue(data);
            }

            _more.Release();
        }

        public async Task UntilAsync(Func<bool> condition, CancellationToken cancellationToken)
        {
            while (!condition())
            {
                (await _more.WaitAsync(Patience, cancellationToken)).ShouldBeTrue(
                    $"only {string.Join(", ", Ended.Select(static span => span.DisplayName))}");
            }
        }

        protected override void Dispose(bool disposing)
        {
            _more.Dispose();
            base.Dispose(disposing);
        }
    }
}
