using System.Net;
using System.Text.Json;
using Mact.DevServices.Model;
using Mact.DevServices.Model.Configuration;
using Microsoft.Extensions.Time.Testing;

namespace Mact.DevServices.Tests.Model;

public sealed class RunPodConformanceTests
{
    private const string UnknownModel = """{"model":"gpt-3.5-turbo","messages":[{"role":"user","content":"q"}],"n":3}""";

    [Fact]
    public async Task The_openai_routes_work_through_a_job()
    {
        await using var endpoint = await StartAsync();

        using var chat = await endpoint.PostAsync("v2/abc/openai/v1/chat/completions", Requests.With("\"n\":3,\"seed\":4"));
        using var models = await endpoint.Client.GetAsync(new Uri("v2/abc/openai/v1/models", UriKind.Relative), TestContext.Current.CancellationToken);

        (await Endpoint.JsonAsync(chat)).GetProperty("choices").GetArrayLength().ShouldBe(3);
        (await Endpoint.JsonAsync(models)).GetProperty("data")[0].GetProperty("id").GetString().ShouldBe("Qwen/Qwen3-8B");
    }

    [Fact]
    public async Task The_callers_headers_do_not_travel()
    {
        await using var endpoint = await StartAsync();
        endpoint.Client.DefaultRequestHeaders.Add("X-Request-Id", "mine");

        using var chat = await endpoint.PostAsync("v2/abc/openai/v1/chat/completions", Requests.Plain);

        (await Endpoint.JsonAsync(chat)).GetProperty("id").GetString().ShouldNotBe("chatcmpl-mine");
    }

    [Fact]
    public async Task Old_workers_answer_an_error_with_200_and_the_flat_object()
    {
        await using var endpoint = await StartAsync(static options => options.RunPod.Errors = RunPodErrors.FlatOutput);

        using var chat = await endpoint.PostAsync("v2/abc/openai/v1/chat/completions", UnknownModel);

        chat.StatusCode.ShouldBe(HttpStatusCode.OK);
        (await Endpoint.TextAsync(chat)).ShouldBe("""{"object":"error","message":"The model `gpt-3.5-turbo` does not exist.","type":"NotFoundError","param":"model","code":404}""");
    }

    [Theory]
    [InlineData(RunPodFailure.Status500, 500)]
    [InlineData(RunPodFailure.Status200, 200)]
    public async Task In_process_workers_fail_with_the_error_in_pythons_notation(RunPodFailure failure, int status)
    {
        await using var endpoint = await StartAsync(options =>
        {
            options.RunPod.Errors = RunPodErrors.InProcess;
            options.RunPod.Failure = failure;
        });

        using var chat = await endpoint.PostAsync("v2/abc/openai/v1/chat/completions", UnknownModel);

        ((int)chat.StatusCode).ShouldBe(status);
        (await Endpoint.JsonAsync(chat)).GetProperty("error").GetString().ShouldBe(
            "{'message': 'The model `gpt-3.5-turbo` does not exist.', 'type': 'NotFoundError', 'param': 'model', 'code': 404}");
    }

    [Fact]
    public async Task Proxy_workers_hide_the_status_in_a_message_also_when_streaming_was_asked()
    {
        await using var endpoint = await StartAsync();

        using var chat = await endpoint.PostAsync("v2/abc/openai/v1/chat/completions", UnknownModel[..^1] + ",\"stream\":true}");

        chat.StatusCode.ShouldBe(HttpStatusCode.InternalServerError);
        var error = (await Endpoint.JsonAsync(chat)).GetProperty("error").GetString()!;
        error.ShouldStartWith("{'message': 'vLLM returned HTTP 404: {\"error\":{\"message\":\"The model `gpt-3.5-turbo` does not exist.\"");
        error.ShouldEndWith("'type': 'worker_error', 'code': None}");
    }

    [Fact]
    public async Task A_native_job_waits_for_a_cold_worker_and_is_polled()
    {
        var time = new FakeTimeProvider();
        await using var endpoint = await StartAsync(
            static options =>
            {
                options.ColdStart.Kind = ColdStartKind.Queued;
                options.ColdStart.Seconds = 90;
            },
            time: time);

        using var run = await endpoint.PostAsync("v2/abc/run", $$$"""{"input":{"openai_route":"/v1/chat/completions","openai_input":{{{Requests.Plain}}}}}""");
        var accepted = await Endpoint.JsonAsync(run);
        var id = accepted.GetProperty("id").GetString()!;
        accepted.GetProperty("status").GetString().ShouldBe("IN_QUEUE");
        (await StatusAsync(endpoint, id)).GetProperty("status").GetString().ShouldBe("IN_QUEUE");

        time.Advance(TimeSpan.FromSeconds(90));
        var done = await UntilDoneAsync(endpoint, id, time);

        done.GetProperty("status").GetString().ShouldBe("COMPLETED");
        done.GetProperty("output")[0].GetProperty("choices").GetArrayLength().ShouldBe(1);
        done.GetProperty("delayTime").GetInt32().ShouldBeGreaterThanOrEqualTo(90_000);
    }

    [Fact]
    public async Task A_synchronous_job_comes_back_done_or_after_its_wait_with_an_id()
    {
        var time = new FakeTimeProvider();
        await using var quick = await StartAsync();
        await using var slow = await StartAsync(model: new MisbehavingModel(Misbehaviour.Hangs), time: time);

        using var done = await quick.PostAsync("v2/abc/runsync", $$"""{"input":{{Requests.Plain}}}""");
        var waiting = slow.PostAsync("v2/abc/runsync?wait=2000", """{"input":{"messages":[{"role":"user","content":"q"}]}}""");
        while (!waiting.IsCompleted)
        {
            time.Advance(TimeSpan.FromSeconds(1));
            await Task.Delay(1, TestContext.Current.CancellationToken);
        }

        (await Endpoint.JsonAsync(done)).GetProperty("status").GetString().ShouldBe("COMPLETED");
        using var pending = await waiting;
        var job = await Endpoint.JsonAsync(pending);
        job.GetProperty("status").GetString().ShouldBeOneOf("IN_QUEUE", "IN_PROGRESS", "TIMED_OUT");
        using var cancelled = await slow.PostAsync($"v2/abc/cancel/{job.GetProperty("id").GetString()}", "{}");
        (await Endpoint.JsonAsync(cancelled)).GetProperty("status").GetString().ShouldBeOneOf("CANCELLED", "TIMED_OUT");
    }

    [Fact]
    public async Task A_gateway_that_holds_too_many_requests_answers_429()
    {
        await using var endpoint = await StartAsync(static options => options.RunPod.MaxRequests = 1, new MisbehavingModel(Misbehaviour.Hangs));
        using var cancellation = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        using var content = new StringContent("""{"messages":[{"role":"user","content":"q"}]}""", null, "application/json");
        var held = endpoint.Client.PostAsync(new Uri("v2/abc/openai/v1/chat/completions", UriKind.Relative), content, cancellation.Token);
        while (!await IsRunningAsync(endpoint))
        {
            await Task.Delay(1, TestContext.Current.CancellationToken);
        }

        using var refused = await endpoint.PostAsync("v2/abc/openai/v1/chat/completions", Requests.Plain);

        refused.StatusCode.ShouldBe(HttpStatusCode.TooManyRequests);
        await cancellation.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(() => held);
    }

    [Fact]
    public async Task A_worker_takes_so_many_jobs_at_once_and_the_rest_waits_in_the_queue()
    {
        await using var endpoint = await StartAsync(static options => options.RunPod.MaxConcurrency = 2, new MisbehavingModel(Misbehaviour.Hangs));
        var ids = new List<string>();
        for (var i = 0; i < 3; i++)
        {
            using var run = await endpoint.PostAsync("v2/abc/run", """{"input":{"messages":[{"role":"user","content":"q"}]}}""");
            ids.Add((await Endpoint.JsonAsync(run)).GetProperty("id").GetString()!);
        }

        JsonElement jobs;
        do
        {
            jobs = await JobsAsync(endpoint);
            await Task.Delay(1, TestContext.Current.CancellationToken);
        }
        while (jobs.GetProperty("inProgress").GetInt32() < 2);

        jobs.GetProperty("inProgress").GetInt32().ShouldBe(2);
        jobs.GetProperty("inQueue").GetInt32().ShouldBe(1);
        foreach (var id in ids)
        {
            using var cancelled = await endpoint.PostAsync($"v2/abc/cancel/{id}", "{}");
        }
    }

    [Fact]
    public async Task A_job_that_runs_too_long_times_out()
    {
        var time = new FakeTimeProvider();
        await using var endpoint = await StartAsync(static options => options.RunPod.ExecutionTimeoutSeconds = 5, new MisbehavingModel(Misbehaviour.Hangs), time);

        using var run = await endpoint.PostAsync("v2/abc/run", """{"input":{"messages":[{"role":"user","content":"q"}]}}""");
        var id = (await Endpoint.JsonAsync(run)).GetProperty("id").GetString()!;

        (await UntilDoneAsync(endpoint, id, time)).GetProperty("status").GetString().ShouldBe("TIMED_OUT");
    }

    [Fact]
    public async Task Unknown_jobs_are_404_and_health_counts_jobs()
    {
        await using var endpoint = await StartAsync();
        using var chat = await endpoint.PostAsync("v2/abc/openai/v1/chat/completions", Requests.Plain);

        using var unknown = await endpoint.Client.GetAsync(new Uri("v2/abc/status/none", UriKind.Relative), TestContext.Current.CancellationToken);
        using var health = await endpoint.Client.GetAsync(new Uri("v2/abc/health", UriKind.Relative), TestContext.Current.CancellationToken);

        unknown.StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await Endpoint.JsonAsync(health)).GetProperty("jobs").GetProperty("completed").GetInt32().ShouldBe(1);
    }

    private static Task<Endpoint> StartAsync(Action<ModelStandInOptions>? configure = null, IModel? model = null, TimeProvider? time = null) => Endpoint.StartAsync(
        model,
        options =>
        {
            options.RunPod.Enabled = true;
            configure?.Invoke(options);
        },
        time);

    private static async Task<bool> IsRunningAsync(Endpoint endpoint) => (await JobsAsync(endpoint)).GetProperty("inProgress").GetInt32() > 0;

    private static async Task<JsonElement> JobsAsync(Endpoint endpoint)
    {
        using var response = await endpoint.Client.GetAsync(new Uri("v2/abc/health", UriKind.Relative), TestContext.Current.CancellationToken);
        return (await Endpoint.JsonAsync(response)).GetProperty("jobs");
    }

    private static async Task<JsonElement> StatusAsync(Endpoint endpoint, string id)
    {
        using var response = await endpoint.Client.GetAsync(new Uri($"v2/abc/status/{id}", UriKind.Relative), TestContext.Current.CancellationToken);
        return await Endpoint.JsonAsync(response);
    }

    private static async Task<JsonElement> UntilDoneAsync(Endpoint endpoint, string id, FakeTimeProvider time)
    {
        while (true)
        {
            var job = await StatusAsync(endpoint, id);
            if (job.GetProperty("status").GetString() is not ("IN_QUEUE" or "IN_PROGRESS"))
            {
                return job;
            }

            time.Advance(TimeSpan.FromSeconds(1));
            await Task.Delay(1, TestContext.Current.CancellationToken);
        }
    }
}
