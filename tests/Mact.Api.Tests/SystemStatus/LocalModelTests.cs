using System.IO.Pipes;
using System.Net;
using Mact.Api.Tests.Support;

namespace Mact.Api.Tests.SystemStatus;

/// <summary>What a person chooses reaches the service of the local model, and its report comes back.</summary>
public sealed class LocalModelTests
{
    private const string Report = """{"state":"downloading","name":"Small","progress":0.5,"folder":"/m","files":[]}""";

    private static readonly (string, string)[] Local =
        [("ConnectionStrings:model", "Endpoint=http://models.test:8000/v1;Model=auto"), ("Mact:LocalModel", "http://models.test:8000")];

    [Fact]
    public async Task A_report_and_a_choice_are_passed_on()
    {
        using var service = new ModelStub(HttpStatusCode.OK, Report);
        await using var factory = new ApiFactory(Local) { ModelHandler = service };
        using var client = factory.CreateClient();

        (await client.ReadAsync("/system")).At("model.local").ShouldBe("true");
        (await client.ReadAsync("/system/local-model")).At("state").ShouldBe("downloading");
        (await client.PostAsync("/system/local-model/small-q4", "")).At("progress").ShouldBe("0.5");

        service.Requests.Select(static request => request.TrimEnd()).ShouldBe(
            ["GET http://models.test:8000/local-model", "POST http://models.test:8000/local-model/small-q4"],
            ignoreOrder: true);
    }

    [Theory]
    [InlineData(404, HttpStatusCode.NotFound, "noLocalModel")]
    [InlineData(409, HttpStatusCode.Conflict, "localModelChosen")]
    [InlineData(500, HttpStatusCode.ServiceUnavailable, "noLocalModel")]
    public async Task A_refusal_is_a_problem_with_words(int status, HttpStatusCode expected, string code)
    {
        using var service = new ModelStub((HttpStatusCode)status, "");
        await using var factory = new ApiFactory(Local) { ModelHandler = service };
        using var client = factory.CreateClient();

        (await client.PostAsync("/system/local-model/x", "")).ShouldBeProblem(expected, code);
    }

    [Fact]
    public async Task A_stack_without_one_says_how_to_start_one_and_asks_nobody()
    {
        using var service = new ModelStub(HttpStatusCode.OK, Report);
        await using var factory = new ApiFactory(Local[0]) { ModelHandler = service };
        using var client = factory.CreateClient();

        var reply = await client.ReadAsync("/system/local-model");

        reply.ShouldBeProblem(HttpStatusCode.NotFound, "noLocalModel");
        reply.Text.ShouldContain("--local-model");
        service.Requests.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_service_that_does_not_run_yet_is_started_by_a_wish_and_by_nothing_else()
    {
        var name = $"mact-{Guid.NewGuid():N}";
        await using var pipe = new NamedPipeServerStream(
            name, PipeDirection.In, 1, PipeTransmissionMode.Byte, PipeOptions.CurrentUserOnly | PipeOptions.Asynchronous);
        using var service = new AwayStub();
        await using var factory = new ApiFactory([.. Local, ("Mact:ModelStandIn", "true"), ("Mact:LocalModelPipe", name)]) { ModelHandler = service };
        using var client = factory.CreateClient();
        var wished = pipe.WaitForConnectionAsync(TestContext.Current.CancellationToken);

        (await client.ReadAsync("/system")).At("model.local").ShouldBe("false");
        (await client.ReadAsync("/system/local-model")).At("state").ShouldBe("off");
        wished.IsCompleted.ShouldBeFalse();

        (await client.PostAsync("/system/local-model", "")).At("state").ShouldBe("starting");
        await wished;
        (await client.ReadAsync("/system/local-model")).At("state").ShouldBe("starting");
    }

    [Fact]
    public async Task A_wish_that_nobody_hears_is_told()
    {
        using var service = new AwayStub();
        await using var factory = new ApiFactory([.. Local, ("Mact:ModelStandIn", "true"), ("Mact:LocalModelPipe", $"mact-{Guid.NewGuid():N}")])
        {
            ModelHandler = service,
        };
        using var client = factory.CreateClient();

        (await client.PostAsync("/system/local-model", "")).ShouldBeProblem(HttpStatusCode.ServiceUnavailable, "noLocalModel");
    }

    private sealed class AwayStub : HttpMessageHandler
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) =>
            throw new HttpRequestException("Nobody listens.");
    }
}
