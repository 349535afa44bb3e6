using System.Diagnostics;
using Mact.DevServices.Reader;
using Mact.EndToEnd.Tests.Stack;
using Mact.Testing;

namespace Mact.EndToEnd.Tests.Lifetime;

/// <summary>The AppHost as a person ends it, and as it may die.</summary>
public sealed class StopTests(ITestOutputHelper output) : IAsyncLifetime
{
    private const string Csv = "city,population\nArdale,1200\nBrook,800\nCorin,1500\n";
    private const string Question = "Which city has the highest population?";
    private const int Questions = 8;
    private static readonly TimeSpan Promised = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(90);

    private readonly DirectoryInfo _data = Directory.CreateTempSubdirectory("mact-data-");
    private ScriptedEndpoint _model = null!;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => _model = await ScriptedEndpoint.StartAsync(new TableReaderModel(TimeProvider.System));

    public async ValueTask DisposeAsync()
    {
        await _model.DisposeAsync();
        _data.Delete(recursive: true);
    }

    [Fact]
    public async Task Ctrl_c_hands_back_what_runs_and_a_killed_apphost_leaves_nothing_behind()
    {
        AppHostProcess.SkipUnlessSupported();
        _model.Spoil(new EndpointFault(Faults.Slow(TimeSpan.FromMinutes(10))));
        List<string> accepted = [];
        await using (var host = await StartAsync())
        {
            using var api = new ApiDriver(host.Api);
            var table = await api.UploadAsync("cities", Csv, Token);
            for (var i = 0; i < Questions; i++)
            {
                accepted.Add(await api.AskAsync(Question, [new(table, "cities")], Token, new { seed = i }));
            }

            await Eventually.TrueAsync(() => _model.Chats.Any(static request => request.End == RequestEnd.Running));
            var clock = Stopwatch.StartNew();
            await host.InterruptGroupAsync();
            await host.WaitForExitAsync(Token);
            await NothingIsLeftAsync(host);
            output.WriteLine($"Ctrl+C with a running question: everything has ended after {clock.Elapsed.TotalSeconds:0.0} s.");
        }

        _model.Spoil();
        await using var again = await StartAsync();
        using var other = new ApiDriver(again.Api);
        foreach (var id in accepted)
        {
            var view = await other.WaitUntilTerminalAsync(id, Limit, Token);
            view.Status.ShouldBe(QuestionStatus.Answered, view.Message);
            view.Answer.ShouldBe(["Corin"]);
        }

        var records = await Task.WhenAll(accepted.Select(id => other.RecordsAsync(id, Token)));
        records.ShouldContain(static journal => journal.Any(static stored => stored.Record is HandedBack), "No running question was handed back.");

        again.Living().Count.ShouldBeGreaterThan(4);
        await AppHostProcess.SignalAsync("-KILL", again.Id);
        await NothingIsLeftAsync(again);
    }

    [Fact]
    public async Task Ctrl_c_with_an_idle_worker_ends_everything_and_in_the_long_form_within_10_seconds()
    {
        AppHostProcess.SkipUnlessSupported();
        await using var host = await StartAsync();
        host.Living().Count.ShouldBeGreaterThan(4);
        var clock = Stopwatch.StartNew();

        await host.InterruptGroupAsync();
        await host.WaitForExitAsync(Token);
        var ended = clock.Elapsed;
        await NothingIsLeftAsync(host);

        output.WriteLine(
            $"Ctrl+C with an idle worker: the AppHost has ended after {ended.TotalSeconds:0.0} s, all after {clock.Elapsed.TotalSeconds:0.0} s.");
        host.ExitCode.ShouldBe(0);
        if (LongForm.IsOn)
        {
            // What else is at work on the machine takes its part of the time.
            clock.Elapsed.ShouldBeLessThan(Promised);
        }
    }

    private static Task NothingIsLeftAsync(AppHostProcess host) =>
        Eventually.TrueAsync(() => host.Living().Count == 0, () => $"Still there: {string.Join("; ", host.Living())}");

    private Task<AppHostProcess> StartAsync() =>
        AppHostProcess.StartAsync(["--data", _data.FullName, "--model-endpoint", _model.ApiAddress.ToString()], Token);
}
