using System.Net;
using Mact.Api.Tests.Support;

namespace Mact.Api.Tests.Evidence;

public sealed class EvidenceApiTests
{
    private const string Program = "SELECT City FROM cities WHERE People > 120000";

    [Fact]
    public async Task An_answer_is_told_with_its_tables_program_result_and_marked_cells()
    {
        await using var factory = new ApiFactory();
        using var client = factory.CreateClient();
        var id = await AnsweredAsync(factory, client, Program);

        var report = (await new MactClient(client).ReadEvidenceAsync(id, TestContext.Current.CancellationToken)).Require();

        report.Sql.ShouldBe(Program);
        report.Result.ShouldNotBeNull().Rows.ShouldHaveSingleItem().ShouldBe(["Arden"]);
        report.Tables.ShouldHaveSingleItem().Name.ShouldBe("cities");
        var used = report.Rows.ShouldBeOfType<Client.Runs.Evidence.Traced>().Of("cities").ShouldNotBeNull();
        used.Rows.ShouldBe([1]);
        used.Holds(1, "city").ShouldBeTrue();
        used.Holds(2, "city").ShouldBeFalse();
    }

    [Fact]
    public async Task A_question_that_has_not_ended_shows_its_tables_and_runs_nothing()
    {
        await using var factory = new ApiFactory();
        using var client = factory.CreateClient();
        var id = await client.AskAsync();

        var reply = await client.ReadAsync($"/questions/{id}/evidence");

        reply.Status.ShouldBe(HttpStatusCode.OK, reply.Text);
        reply.At("tables.0.name").ShouldBe("cities");
        reply.Body["sql"].ShouldBeNull();
        reply.Body["rows"].ShouldBeNull();
    }

    [Theory]
    [InlineData("SELECT City FROM cities UNION SELECT 'x'", "setOperation")]
    [InlineData("SELECT nothing FROM cities", "notAnswered")]
    public async Task Why_rows_cannot_be_told_is_said(string program, string gap)
    {
        await using var factory = new ApiFactory();
        using var client = factory.CreateClient();
        var id = await AnsweredAsync(factory, client, program);

        var reply = await client.ReadAsync($"/questions/{id}/evidence");

        reply.At("rows.kind").ShouldBe("untraced");
        reply.At("rows.gap").ShouldBe(gap);
    }

    [Fact]
    public async Task A_changed_program_is_traced_or_refused_like_any_statement()
    {
        await using var factory = new ApiFactory();
        using var client = factory.CreateClient();
        var id = await AnsweredAsync(factory, client, Program);

        var changed = await client.PostAsync($"/questions/{id}/evidence", """{"sql":"SELECT People FROM cities WHERE City = 'Belmore'"}""");
        var refused = await client.PostAsync($"/questions/{id}/evidence", """{"sql":"DROP TABLE cities"}""");

        changed.At("rows.kind").ShouldBe("traced");
        changed.At("rows.tables.0.rows.0").ShouldBe("2");
        refused.Status.ShouldBe(HttpStatusCode.BadRequest, refused.Text);
    }

    [Fact]
    public async Task A_tie_that_the_limit_cuts_is_told()
    {
        await using var factory = new ApiFactory();
        using var client = factory.CreateClient();
        var mact = new MactClient(client);
        var id = await AnsweredAsync(factory, client, "SELECT City FROM cities ORDER BY length(People) DESC LIMIT 1");

        var report = (await mact.ReadEvidenceAsync(id, TestContext.Current.CancellationToken)).Require();
        var changed = await client.PostAsync(
            $"/questions/{id}/evidence", """{"sql":"SELECT City FROM cities ORDER BY People DESC LIMIT 1"}""");

        report.Tie.ShouldNotBeNull().ShouldBe(new CutTie(1, "Arden", "Belmore"));
        report.Tie!.Describe().ShouldContain("\"Belmore\" comes out equal to \"Arden\"");
        changed.Body["tie"].ShouldBeNull();
    }

    [Fact]
    public async Task Of_an_unknown_question_there_is_no_evidence()
    {
        await using var factory = new ApiFactory();
        using var client = factory.CreateClient();

        (await client.ReadAsync("/questions/unknown/evidence")).ShouldBeProblem(HttpStatusCode.NotFound, "questionNotFound");
    }

    private static async Task<string> AnsweredAsync(ApiFactory factory, HttpClient client, string program)
    {
        var id = await client.AskAsync();
        factory.Store.Get(id)!.Append(Support.Runs.Started);
        factory.Store.Get(id)!.Append(
            Support.Runs.Answered with { Outcome = ((Outcome.Answered)Support.Runs.Answered.Outcome) with { Sql = program } });
        return id;
    }
}
