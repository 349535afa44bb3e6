using System.Net;
using Mact.Api.Tests.Support;

namespace Mact.Api.Tests.SystemStatus;

/// <summary>What a person chooses reaches the service of the local model, and its report comes back.</summary>
public sealed class LocalModelTests
{
    private const string Report = """{"state":"downloading","name":"Small","progress":0.5,"folder":"/m","files":[]}""";

    private static readonly (string, string)[] Local =
        [("ConnectionStrings:model", "Endpoint=http://models.test:8000/v1;Model=auto"), ("Mact:LocalModel", "true")];

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
}
