using System.Net;
using Mact.Api.Tests.Support;
using static Mact.Api.Tests.Evaluations.EvaluationApp;

namespace Mact.Api.Tests.Evaluations;

/// <summary>What can be read of evaluations, and how wrong requests are refused.</summary>
public sealed class EvaluationReadsTests : IAsyncLifetime
{
    private readonly GarnetInProcess _garnet = new();
    private EvaluationApp _app = null!;

    private HttpClient Client => _app.Client;

    public ValueTask InitializeAsync()
    {
        _app = new(_garnet);
        return ValueTask.CompletedTask;
    }

    public async ValueTask DisposeAsync()
    {
        await _app.DisposeAsync();
        _garnet.Dispose();
    }

    [Fact]
    public async Task Items_come_by_page_and_filter()
    {
        var path = await _app.StartAsync($"{Item("a")}\n{Item("b")}\n{{broken\n{Item("c")}");
        foreach (var answer in new[] { "Arden", "Nowhere", "Arden" })
        {
            await _app.AnswerAsync(answer);
        }

        await _app.UntilAsync(path, "finished");

        (await Client.ReadAsync($"{path}/items")).At("total").ShouldBe("4");
        var page = await Client.ReadAsync($"{path}/items?offset=1&limit=2");
        (page.At("total"), page.At("offset"), page.At("items.0.row"), page.At("items.1.row")).ShouldBe(("4", "1", "2", "3"));
        (await Client.ReadAsync($"{path}/items?verdict=right")).At("total").ShouldBe("2");
        var wrong = await Client.ReadAsync($"{path}/items?verdict=wrong&arm=auto");
        wrong.At("total").ShouldBe("1");
        wrong.At("items.0.answer.0").ShouldBe("Nowhere");
        wrong.At("items.0.reason").ShouldNotBeNullOrWhiteSpace();
        (await Client.ReadAsync($"{path}/items?verdict=badRow&outcome=badRow")).At("items.0.row").ShouldBe("3");
        (await Client.ReadAsync($"{path}/items?search=nowhere")).At("total").ShouldBe("1");
        (await Client.ReadAsync($"{path}/items?type=none")).At("total").ShouldBe("0");
        (await Client.ReadAsync($"{path}/compare/{path.Split('/')[^1]}?as=markdown")).Text.ShouldStartWith("# ");
        (await Client.ReadAsync($"{path}/items?verdict=perhaps")).ShouldBeProblem(HttpStatusCode.BadRequest, "invalidParameter");
        (await Client.ReadAsync($"{path}/items?limit=0")).ShouldBeProblem(HttpStatusCode.BadRequest, "invalidParameter");
        (await Client.ReadAsync($"{path}/items?offset=-1")).ShouldBeProblem(HttpStatusCode.BadRequest, "invalidParameter");
        (await Client.ReadAsync($"{path}/items?limit=many")).Status.ShouldBe(HttpStatusCode.BadRequest);
        (await Client.ReadAsync($"{path}/items?arm=sql")).ShouldBeProblem(HttpStatusCode.NotFound, "armNotFound");
        (await Client.ReadAsync($"{path}/export?as=pdf")).ShouldBeProblem(HttpStatusCode.BadRequest, "invalidParameter");
        (await Client.ReadAsync($"{path}/compare/{path.Split('/')[^1]}?otherArm=mix")).ShouldBeProblem(HttpStatusCode.NotFound, "armNotFound");
        (await Client.ReadAsync($"{path}/compare/none")).ShouldBeProblem(HttpStatusCode.NotFound, "evaluationNotFound");
    }

    [Fact]
    public async Task The_list_is_paged()
    {
        for (var i = 0; i < 3; i++)
        {
            await _app.StartAsync(Item("a"), $",\"name\":\"number {i}\"");
        }

        var first = await Client.ReadAsync("/evaluations?limit=2");
        var second = await Client.ReadAsync($"/evaluations?limit=2&before={first.At("next")}");

        first.Body["items"]!.AsArray().Select(static item => item!["definition"]!["name"]!.ToString()).ShouldBe(["number 2", "number 1"]);
        second.Body["items"]!.AsArray().Select(static item => item!["definition"]!["name"]!.ToString()).ShouldBe(["number 0"]);
        second.Body["next"].ShouldBeNull();
        (await Client.ReadAsync("/evaluations?limit=0")).ShouldBeProblem(HttpStatusCode.BadRequest, "invalidParameter");
        (await Client.ReadAsync("/evaluations?before=a%20b")).ShouldBeProblem(HttpStatusCode.BadRequest, "invalidParameter");
    }

    [Fact]
    public async Task A_check_names_every_bad_row_and_starts_nothing()
    {
        var reply = await Client.PostAsync("/evaluations/check", Body($"{Item("a")}\n{{broken\n{Item("a")}"));

        reply.Status.ShouldBe(HttpStatusCode.OK, reply.Text);
        (reply.At("format"), reply.At("rows"), reply.At("usable"), reply.At("badCount")).ShouldBe(("mact", "3", "1", "2"));
        (reply.At("bad.0.number"), reply.At("bad.1.number")).ShouldBe(("2", "3"));
        reply.At("bad.1.reason").ShouldContain("occurs in row 1 already");
        reply.At("samples.0.question").ShouldBe("Which city has the most people?");
        (await Client.ReadAsync("/evaluations")).Body["items"]!.AsArray().ShouldBeEmpty();
    }

    [Fact]
    public async Task A_check_of_nothing_usable_says_why_for_every_row()
    {
        var reply = await Client.PostAsync("/evaluations/check", Body("question,answer\nWhich?,Arden\n", ""","fileName":"mine.csv" """));

        reply.Status.ShouldBe(HttpStatusCode.OK, reply.Text);
        (
            reply.At("format"),
            reply.At("usable"),
            reply.At("bad.0.number"),
            reply.At("bad.0.reason")).ShouldBe(("questionCsv", "0", "2", "No table was given for the questions."));
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("[]")]
    [InlineData("""{"data":""}""")]
    [InlineData("""{"data":"{broken"}""")]
    [InlineData("""{"data":7}""")]
    [InlineData("""{"data":"x","colour":"red"}""")]
    [InlineData("""{"data":"x","strategies":["guess"]}""")]
    [InlineData("""{"data":"x","strategies":[]}""")]
    [InlineData("""{"data":"x","strategies":["sql","sql"]}""")]
    [InlineData("""{"data":"x","options":{"planSamples":0}}""")]
    [InlineData("""{"data":"x","repeats":0}""")]
    [InlineData("""{"data":"x","options":{"replayOf":"q"}}""")]
    [InlineData("""{"data":"x","limit":-1}""")]
    [InlineData("""{"data":"x","format":"pdf"}""")]
    [InlineData("""{"data":"x","tables":7}""")]
    [InlineData("""{"data":"x","tables":[{"name":"t"}]}""")]
    public async Task A_request_that_cannot_be_carried_out_is_refused_in_words(string body)
    {
        var reply = await Client.PostAsync("/evaluations", body);

        reply.Status.ShouldBe(HttpStatusCode.BadRequest, reply.Text);
        reply.Detail.ShouldNotBeNullOrWhiteSpace();
    }

    [Fact]
    public async Task Other_content_and_unknown_things_are_refused_with_their_codes()
    {
        var unknown = new string('a', 64);

        (
            await Client.PostAsync(
                "/evaluations", "a,b"u8.ToArray(), "text/csv")).ShouldBeProblem(HttpStatusCode.UnsupportedMediaType, "unsupportedMediaType");
        (await Client.PostAsync("/evaluations", Body("x", $$""","tables":[{"id":"{{unknown}}","name":"t"}]"""))).ShouldBeProblem(HttpStatusCode.NotFound, "tableNotFound");
        (await Client.ReadAsync("/evaluations/none")).ShouldBeProblem(HttpStatusCode.NotFound, "evaluationNotFound");
        (await Client.ReadAsync("/evaluations/none/items")).ShouldBeProblem(HttpStatusCode.NotFound, "evaluationNotFound");
        (await Client.PostAsync("/evaluations/none/pause", "")).ShouldBeProblem(HttpStatusCode.NotFound, "evaluationNotFound");
        (await Client.RemoveAsync("/evaluations/none")).ShouldBeProblem(HttpStatusCode.NotFound, "evaluationNotFound");
    }
}
