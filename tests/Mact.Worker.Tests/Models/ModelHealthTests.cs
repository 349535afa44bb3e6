using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Mact.Worker.Tests.Models;

public sealed class ModelHealthTests
{
    [Fact]
    public async Task Nobody_is_asked_for_a_health_report()
    {
        await using var fixture = await ModelFixture.StartAsync();

        var health = await fixture.HealthAsync();

        health.Status.ShouldBe(HealthStatus.Healthy);
        health.Description.ShouldBe("The model endpoints have not been asked yet.");
        fixture.Endpoint.Looks.ShouldBe(0);
    }

    [Fact]
    public async Task A_mismatched_name_is_degraded_and_heals_when_the_endpoint_serves_it()
    {
        await using var fixture = await ModelFixture.StartAsync();
        fixture.Endpoint.Models = Replies.Models("other/model");
        fixture.Endpoint.Chat = Replies.Error(404, "The model `Qwen/Qwen3-8B` does not exist.", "NotFoundError", "model");
        (await fixture.FailAsync()).Served.ShouldBe(["other/model"]);

        var degraded = await fixture.HealthAsync();
        degraded.Status.ShouldBe(HealthStatus.Degraded);
        degraded.Description!.ShouldContain("'Qwen/Qwen3-8B' is not served");
        degraded.Description!.ShouldContain("other/model");

        fixture.Endpoint.Models = Replies.Models("Qwen/Qwen3-8B");
        fixture.Endpoint.Chat = Replies.Samples();
        fixture.Time.Advance(TimeSpan.FromSeconds(6));
        (await fixture.SampleAsync()).Completions.Count.ShouldBe(3);
        (await fixture.HealthAsync()).Status.ShouldBe(HealthStatus.Healthy);
    }

    [Fact]
    public async Task A_mismatch_is_not_looked_up_for_every_question()
    {
        await using var fixture = await ModelFixture.StartAsync();
        fixture.Endpoint.Models = Replies.Models("other/model");
        fixture.Endpoint.Chat = Replies.Error(404, "The model `Qwen/Qwen3-8B` does not exist.", "NotFoundError", "model");

        for (var i = 0; i < 20; i++)
        {
            (await fixture.FailAsync()).Code.ShouldBe(ErrorCodes.ModelNotFound);
        }

        fixture.Endpoint.Looks.ShouldBeInRange(1, 2);
        fixture.Endpoint.Chats.Count.ShouldBe(1);
    }

    [Fact]
    public async Task A_missing_connection_string_is_degraded_and_says_what_to_set()
    {
        await using var fixture = await ModelFixture.StartAsync(static _ => "");

        (await fixture.FailAsync()).Message.ShouldContain("ConnectionStrings__model");
        var health = await fixture.HealthAsync();
        health.Status.ShouldBe(HealthStatus.Degraded);
        health.Description!.ShouldContain("No model endpoint is configured");
    }

    [Fact]
    public async Task Auto_takes_the_single_served_model_and_leaves_out_adapters()
    {
        await using var fixture = await ModelFixture.StartAsync(static endpoint => $"Endpoint=http://{endpoint.Server}/v1;Model=auto");
        fixture.Endpoint.Models = Replies.Json(
            200,
            """{"data":[{"id":"base","owned_by":"vllm","parent":null,"max_model_len":4096},{"id":"adapter","owned_by":"vllm","parent":"base","max_model_len":null}]}""");

        (await fixture.SampleAsync()).Model.ShouldBe("base");
        (await fixture.SampleAsync(ModelFixture.Request() with { Model = "adapter" })).Model.ShouldBe("adapter");
    }

    [Fact]
    public async Task Auto_with_several_served_models_asks_to_choose()
    {
        await using var fixture = await ModelFixture.StartAsync(static endpoint => $"Endpoint=http://{endpoint.Server}/v1;Model=auto");
        fixture.Endpoint.Models = Replies.Models("a", "b");

        var error = await fixture.FailAsync();

        error.Code.ShouldBe(ErrorCodes.ModelNotFound);
        error.Served.ShouldBe(["a", "b"]);
        error.Message.ShouldContain("ambiguous");
    }

    [Fact]
    public async Task An_endpoint_without_a_list_of_models_is_used_by_the_configured_name()
    {
        await using var fixture = await ModelFixture.StartAsync();
        fixture.Endpoint.Models = Replies.Json(404, """{"detail":"Not Found"}""");

        (await fixture.SampleAsync()).Completions.Count.ShouldBe(3);
    }

    [Fact]
    public async Task Planner_and_coder_go_to_their_own_endpoints()
    {
        await using var coder = await ScriptedEndpoint.StartAsync();
        await using var fixture = await ModelFixture.StartAsync(("ConnectionStrings:coder", coder.Connection));

        var plan = await fixture.SampleAsync();
        var code = await fixture.SampleAsync(ModelFixture.Request(purpose: CallPurpose.Code));

        plan.Endpoint.ShouldBe("planner");
        plan.Server.ShouldBe(fixture.Endpoint.Server);
        code.Endpoint.ShouldBe("coder");
        code.Server.ShouldBe(coder.Server);
    }
}
