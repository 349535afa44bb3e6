using System.Net;
using Mact.Api.Tests.Support;

namespace Mact.Api.Tests.Tables;

public sealed class QueryTests
{
    [Fact]
    public async Task A_statement_gives_its_rows_with_types_and_time()
    {
        await using var factory = new ApiFactory();
        using var client = factory.CreateClient();

        var reply = await QueryAsync(client, "SELECT City, People FROM cities ORDER BY People DESC");

        reply.Status.ShouldBe(HttpStatusCode.OK, reply.Text);
        reply.At("columns.0").ShouldBe("City");
        reply.At("types.1").ShouldBe("integer");
        reply.At("rows.0.0").ShouldBe("Arden");
        reply.At("rowCount").ShouldBe("2");
        reply.At("truncated").ShouldBe("false");
        reply.At("ordered").ShouldBe("true");
        reply.Body["elapsedMs"]!.GetValue<double>().ShouldBeGreaterThanOrEqualTo(0);
    }

    [Fact]
    public async Task More_rows_than_asked_for_are_cut_off_and_that_is_said()
    {
        await using var factory = new ApiFactory();
        using var client = factory.CreateClient();

        var reply = await QueryAsync(client, "SELECT City FROM cities", limit: 1);

        reply.Body["rows"]!.AsArray().Count.ShouldBe(1);
        reply.At("rowCount").ShouldBe("2");
        reply.At("truncated").ShouldBe("true");
    }

    [Theory]
    [InlineData("DROP TABLE cities", "notReadOnly", "notAllowed")]
    [InlineData("SELECT 1; SELECT 2", "twoStatements", null)]
    [InlineData("", "empty", null)]
    [InlineData("ATTACH 'x' AS y", "notAllowed", "notReadOnly")]
    public async Task What_is_not_one_select_is_refused_with_the_sandboxes_words(string sql, string code, string? orCode)
    {
        await using var factory = new ApiFactory();
        using var client = factory.CreateClient();

        var reply = await QueryAsync(client, sql);

        reply.ShouldBeProblem(HttpStatusCode.BadRequest, reply.Code);
        reply.Code.ShouldBeOneOf(code, orCode ?? code);
    }

    [Fact]
    public async Task A_statement_that_does_not_run_says_why()
    {
        await using var factory = new ApiFactory();
        using var client = factory.CreateClient();

        (
            await QueryAsync(client, "SELECT Population FROM "
                + "cities")).ShouldBeProblem(HttpStatusCode.UnprocessableEntity, "sqlError").Detail.ShouldContain("Population");
    }

    [Fact]
    public async Task A_result_beyond_the_row_limit_is_too_large()
    {
        await using var factory = new ApiFactory(("Sql:MaxRows", "1"));
        using var client = factory.CreateClient();

        (await QueryAsync(client, "SELECT City FROM cities", limit: 1)).ShouldBeProblem(HttpStatusCode.UnprocessableEntity, "sqlResultTooLarge");
    }

    [Theory]
    [InlineData("""{"sql":"SELECT 1"}""", "noTable")]
    [InlineData("""{"sql":"SELECT 1","tables":[]}""", "noTable")]
    [InlineData("""{"sql":"SELECT 1","tables":[null]}""", "invalidTable")]
    [InlineData("""{"sql":"SELECT 1","tables":[{"id":"x"}]}""", "invalidTable")]
    [InlineData("""{"sql":"SELECT 1","tables":[{"id":"x","name":"a"},{"id":"y","name":"A"}]}""", "duplicateTableName")]
    [InlineData("""{"sql":5,"tables":[]}""", "brokenJson")]
    [InlineData("null", "brokenJson")]
    [InlineData("{", "brokenJson")]
    [InlineData("""{"sql":"SELECT 1","tables":[{"id":"x","name":"a"}],"limit":0}""", "invalidParameter")]
    public async Task A_malformed_query_is_refused_in_words(string body, string code)
    {
        await using var factory = new ApiFactory();
        using var client = factory.CreateClient();

        (await client.PostAsync("/tables/query", body)).ShouldBeProblem(HttpStatusCode.BadRequest, code);
    }

    [Fact]
    public async Task An_unknown_table_is_not_found()
    {
        await using var factory = new ApiFactory();
        using var client = factory.CreateClient();

        var reply = await client.PostAsync("/tables/query", """{"sql":"SELECT 1","tables":[{"id":"x","name":"a"}]}""");

        reply.ShouldBeProblem(HttpStatusCode.NotFound, "tableNotFound");
    }

    [Fact]
    public async Task A_query_must_be_json()
    {
        await using var factory = new ApiFactory();
        using var client = factory.CreateClient();

        (
            await client.PostAsync(
                "/tables/query", "SELECT 1"u8.ToArray(), "text/plain")).ShouldBeProblem(HttpStatusCode.UnsupportedMediaType, "unsupportedMediaType");
    }

    private static async Task<Reply> QueryAsync(HttpClient client, string sql, int? limit = null)
    {
        var id = await client.StoreCitiesAsync();
        return await client.PostAsync("/tables/query", $$"""{"sql":"{{sql}}","tables":[{"id":"{{id}}","name":"cities"}]{{(limit is null ? "" : $",\"limit\":{limit}")}}}""");
    }
}
