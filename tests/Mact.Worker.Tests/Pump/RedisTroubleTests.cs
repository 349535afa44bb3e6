using Mact.Core.Questions;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Mact.Worker.Tests.Pump;

public sealed class RedisTroubleTests : IDisposable
{
    private readonly DirectoryInfo _data = Directory.CreateTempSubdirectory("mact-redis-");

    public void Dispose() => _data.Delete(recursive: true);

    [Fact]
    public async Task A_worker_waits_for_a_Redis_that_is_not_there_yet_and_says_so()
    {
        int port;
        using (var probe = new GarnetInProcess())
        {
            port = probe.Port;
        }

        await using var worker = await PumpHost.StartAsync(port, ScriptedRunner.Answering());
        await Eventually.TrueAsync(async () => (await worker.HealthAsync()).Entries["pump"].Status == HealthStatus.Degraded);
        var health = await worker.HealthAsync();
        health.Entries["redis"].Status.ShouldBe(HealthStatus.Unhealthy);
        health.Entries["redis"].Description.ShouldNotBeNull().ShouldContain("127.0.0.1");

        using var redis = new GarnetInProcess(port);
        Question? question = null;
        await Eventually.TrueAsync(async () =>
        {
            try
            {
                question = await worker.SubmitAsync();
                return true;
            }
            catch (StoreUnavailableException)
            {
                return false;
            }
        });

        await worker.WaitForAsync(question!, QuestionStatus.Answered);
        (await worker.HealthAsync()).Status.ShouldBe(HealthStatus.Healthy);
    }

    [Fact]
    public async Task A_restart_of_Redis_in_the_middle_of_a_run_loses_nothing_and_repeats_nothing()
    {
        var redis = new GarnetInProcess(dataDirectory: _data.FullName);
        var port = redis.Port;
        var goOn = new TaskCompletionSource();
        var runner = new ScriptedRunner(async (context, stop) =>
        {
            await context.Journal.AppendAsync(
                new ModelWaiting("model", "starting", "before", 0) { Key = "before", At = DateTimeOffset.UnixEpoch }, stop);
            await goOn.Task.WaitAsync(stop);
            await context.Journal.AppendAsync(new ModelResumed("model", 1) { Key = "after", At = DateTimeOffset.UnixEpoch }, stop);
            return ScriptedRunner.Answer;
        });
        await using var worker = await PumpHost.StartAsync(port, runner);
        var question = await worker.SubmitAsync();
        await worker.WaitForAsync(question, QuestionStatus.Waiting);

        redis.Dispose();
        goOn.SetResult();
        await Eventually.TrueAsync(async () => (await worker.HealthAsync()).Entries["redis"].Status == HealthStatus.Unhealthy);
        using var again = new GarnetInProcess(port, _data.FullName);

        await Eventually.TrueAsync(async () =>
        {
            try
            {
                return (await worker.ViewAsync(question)).Status == QuestionStatus.Answered;
            }
            catch (StoreUnavailableException)
            {
                return false;
            }
        });
        runner.Started.ShouldBe(1);
        (await worker.RecordsAsync(question)).Select(static record => record.GetType())
            .ShouldBe([typeof(Accepted), typeof(AttemptStarted), typeof(ModelWaiting), typeof(ModelResumed), typeof(Finished)]);
    }
}
