using System.Net;
using System.Net.Http.Json;
using Mact.Cli.Evaluating;
using Spectre.Console;

namespace Mact.Cli.Tests;

/// <summary>An evaluation as a person follows it: interrupted, out of time, and what is said in the end.</summary>
[Collection("the console")]
public sealed class EvaluationRunTests
{
    private static readonly EvaluationRequest Request = new()
    {
        Data = "{}",
        Arms = [new("auto", new QuestionOptions())],
    };

    [Fact]
    public async Task Followed_to_its_end_nothing_is_cancelled()
    {
        var stack = new FakeStack(total: 3);
        var (view, isInterrupted) = await RunAsync(stack, limit: null, TestContext.Current.CancellationToken);
        (view.Done, isInterrupted).ShouldBe((3, false));
        stack.Cancels.ShouldBe(0);
    }

    [Fact]
    public async Task An_interrupt_cancels_what_was_handed_in_and_waits_until_it_has_ended()
    {
        var stack = new FakeStack(total: 1000);
        using var interrupt = new CancellationTokenSource();
        stack.At(5, interrupt.Cancel);
        var (view, isInterrupted) = await RunAsync(stack, limit: null, interrupt.Token);
        isInterrupted.ShouldBeTrue();
        stack.Cancels.ShouldBe(1);
        view.Status.ShouldBe(EvaluationStatus.Cancelled);
        view.Done.ShouldBeLessThan(10, "what has come by then is kept");
    }

    [Fact]
    public async Task After_its_time_it_is_cancelled()
    {
        var stack = new FakeStack(total: 1000);
        var (view, isInterrupted) = await RunAsync(stack, TimeSpan.FromMinutes(2), TestContext.Current.CancellationToken);
        isInterrupted.ShouldBeTrue();
        stack.Cancels.ShouldBe(1);
        view.Done.ShouldBeInRange(100, 140, "one a second");
    }

    [Fact]
    public void At_the_end_a_table_says_how_questions_ended_and_why()
    {
        ItemResult[] results =
        [
            new("a/0/0", "auto", 0, 0, "q0", "answered"),
            new("a/1/0", "auto", 1, 0, "q1", "failed") { Reason = "The model server died 3 times.\u001b[31m" },
            new("a/2/0", "auto", 2, 0, "q2", "failed") { Reason = "The model server died 3 times." },
            new("a/3/0", "auto", 3, 0, "q3", "halted") { Reason = "No answer was found within the allowed steps." },
        ];
        var console = AnsiConsole.Console;
        using var written = new StringWriter();
        try
        {
            AnsiConsole.Console = AnsiConsole.Create(new AnsiConsoleSettings { Ansi = AnsiSupport.No, Out = new AnsiConsoleOutput(written) });
            AnsiConsole.Console.Profile.Width = 200;
            ResultFolder.Print([.. results, results[0] with { Strategy = "\u001b]0;owned\u0007" }], []);
        }
        finally
        {
            AnsiConsole.Console = console;
        }

        var lines = written.ToString().Split('\n').Where(static line => line.Contains("auto", StringComparison.Ordinal))
            .Select(static line => string.Join(' ', line.Split((char[])[' ', '│', '|'], StringSplitOptions.RemoveEmptyEntries)))
            .ToList();
        lines[0].ShouldStartWith("auto failed 2 The model server died 3 times.");
        written.ToString().ShouldNotContain('\u001b');
        lines.ShouldContain("auto answered 1");
        lines.ShouldContain("auto halted 1 No answer was found within the allowed steps.");
    }

    private static async Task<(EvaluationView View, bool IsInterrupted)> RunAsync(
        FakeStack stack, TimeSpan? limit, CancellationToken cancellationToken)
    {
        using var http = new HttpClient(stack) { BaseAddress = new Uri("http://localhost/") };
        return await new EvaluationRun(http, new JumpingTime(), limit).RunAsync(Request, cancellationToken);
    }

    /// <summary>A stack in which an item ends whenever it is looked at, until it is cancelled.</summary>
    private sealed class FakeStack(int total) : HttpMessageHandler
    {
        private int _done;
        private int _event = -1;
        private Action _happens = static () => { };

        public int Cancels { get; private set; }

        public void At(int done, Action happens) => (_event, _happens) = (done, happens);

        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            var path = request.RequestUri!.AbsolutePath;
            if (path.EndsWith("/cancel", StringComparison.Ordinal))
            {
                Cancels++;
                return Task.FromResult(new HttpResponseMessage(HttpStatusCode.NoContent));
            }

            if (!path.StartsWith("/evaluations", StringComparison.Ordinal))
            {
                return Task.FromResult(new HttpResponseMessage(HttpStatusCode.NotFound));
            }

            _done = Math.Min(total, request.Method == HttpMethod.Get && Cancels == 0 ? _done + 1 : _done);
            if (_done == _event)
            {
                _happens();
            }

            var definition = new EvaluationDefinition(
                "e1", "mine", "mine.jsonl", DataSetFormat.Mact, Request.Arms!, 1, total, DateTimeOffset.UnixEpoch);
            var status = Cancels > 0 ? EvaluationStatus.Cancelled : _done == total ? EvaluationStatus.Finished : EvaluationStatus.Running;
            return Task.FromResult(new HttpResponseMessage(HttpStatusCode.OK)
            {
                Content = JsonContent.Create(new EvaluationView(definition, status, _done, total, []), EvaluationJson.Default.EvaluationView),
            });
        }
    }

    /// <summary>Whoever waits has waited: the clock jumps to when the wait ends.</summary>
    private sealed class JumpingTime : TimeProvider
    {
        private long _ticks = DateTimeOffset.UnixEpoch.Ticks;

        public override long TimestampFrequency => TimeSpan.TicksPerSecond;

        public override long GetTimestamp() => Interlocked.Read(ref _ticks);

        public override DateTimeOffset GetUtcNow() => new(GetTimestamp(), TimeSpan.Zero);

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
        {
            Interlocked.Add(ref _ticks, dueTime.Ticks);
            return System.CreateTimer(callback, state, TimeSpan.Zero, Timeout.InfiniteTimeSpan);
        }
    }
}
