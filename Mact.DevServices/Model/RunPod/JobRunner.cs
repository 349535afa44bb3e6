using System.Text.Json;
using Mact.DevServices.Model.Chat;
using Mact.DevServices.Model.Configuration;
using Mact.DevServices.Model.Http;

namespace Mact.DevServices.Model.RunPod;

/// <summary>The worker's side: takes so many jobs at once, runs them against the model server, and hands errors on as its version did.</summary>
internal sealed class JobRunner(ModelStandInOptions options, ServerState state, ChatEndpoint chat, ServerEndpoints server, TimeProvider time) : IDisposable
{
    private readonly SemaphoreSlim _slots = new(options.RunPod.MaxConcurrency);

    /// <summary>Runs a job to its end; never throws for what goes wrong in it.</summary>
    public async Task RunAsync(Job job, CancellationToken cancellationToken)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(job.Cancelled, cancellationToken);
        try
        {
            await WaitForWorkerAsync(stop.Token);
            await _slots.WaitAsync(stop.Token);
            try
            {
                await ExecuteAsync(job, stop.Token);
            }
            finally
            {
                _slots.Release();
            }
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            job.Status = JobStatus.Cancelled;
        }

        job.Ended = time.GetTimestamp();
    }

    public void Dispose() => _slots.Dispose();

    // Jobs sit in the queue until a cold worker is up.
    private async Task WaitForWorkerAsync(CancellationToken cancellationToken)
    {
        state.Wake();
        if (state.ColdFor is var left && left > TimeSpan.Zero)
        {
            await Task.Delay(left, time, cancellationToken);
        }
    }

    private async Task ExecuteAsync(Job job, CancellationToken cancellationToken)
    {
        job.Status = JobStatus.InProgress;
        job.Started = time.GetTimestamp();
        using var timeout = new CancellationTokenSource(TimeSpan.FromSeconds(options.RunPod.ExecutionTimeoutSeconds), time);
        using var linked = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, cancellationToken);
        try
        {
            job.Output = job.Route switch
            {
                StandInRoutes.Chat => await chat.AnswerAsync(job.Call, job.Body, linked.Token),
                StandInRoutes.Models => server.Models(),
                _ => throw new ApiErrorException(ApiError.NotFound()),
            };
            job.Status = JobStatus.Completed;
        }
        catch (ApiErrorException refused)
        {
            Fail(job, refused.Error);
        }
        catch (OperationCanceledException) when (timeout.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            job.Status = JobStatus.TimedOut;
            job.Error = "job timed out";
        }
        catch (Exception failure) when (failure is not OperationCanceledException)
        {
            Fail(job, ApiError.Internal("Internal server error"));
        }
    }

    private void Fail(Job job, ApiError error)
    {
        if (options.RunPod.Errors is RunPodErrors.FlatOutput)
        {
            job.Output = ApiErrorJson.Write(error, flat: true);
            job.Status = JobStatus.Completed;
            return;
        }

        job.Error = options.RunPod.Errors is RunPodErrors.InProcess ? InProcess(error) : Proxy(error, options.FlatErrors);
        job.Status = JobStatus.Failed;
    }

    private static string InProcess(ApiError error)
    {
        using var body = JsonDocument.Parse(ApiErrorJson.Write(error, flat: false));
        return PythonRepr.Of(body.RootElement.GetProperty("error"));
    }

    private static string Proxy(ApiError error, bool flat)
    {
        var raw = System.Text.Encoding.UTF8.GetString(ApiErrorJson.Write(error, flat));
        return $"{{'message': {PythonRepr.Of($"vLLM returned HTTP {error.Status}: {raw}")}, 'type': 'worker_error', 'code': None}}";
    }
}
