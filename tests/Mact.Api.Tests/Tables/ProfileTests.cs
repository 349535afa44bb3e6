using System.Net;
using Mact.Api.Tables;
using Mact.Api.Tests.Support;
using Mact.Core.Questions;
using Mact.Core.Tables;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using NSubstitute;

namespace Mact.Api.Tests.Tables;

public sealed class ProfileTests
{
    [Fact]
    public async Task Columns_are_described_and_cells_that_were_not_understood_are_named()
    {
        await using var factory = new ApiFactory();
        using var client = factory.CreateClient();
        var id = (await client.PostAsync("/tables", """{"name":"scores","columns":["who","score"],"rows":[["a","1"],["b","2"],["c","3"],["d","4"],["e","6"],["f","5 (tie)"]],"types":["text","integer"]}""")).At("id");

        var reply = await client.PostAsync("/tables/profile", $$"""{"tables":[{"id":"{{id}}","name":"scores"}]}""");

        reply.Status.ShouldBe(HttpStatusCode.OK, reply.Text);
        reply.At("tables.0.columns.1.maximum").ShouldBe("6");
        reply.At("tables.0.columns.1.unread").ShouldBe("1");
        reply.At("tables.0.columns.1.unreadSamples.0").ShouldBe("5 (tie)");
        reply.At("tables.0.characters").ShouldBe("18");
        reply.Body["joins"]!.AsArray().ShouldBeEmpty();
    }

    [Fact]
    public async Task Two_tables_that_share_a_key_are_suggested_to_be_joined_on_it()
    {
        await using var factory = new ApiFactory();
        using var client = factory.CreateClient();
        var cities = (await client.PostAsync("/tables", """{"name":"cities","columns":["city_id","name"],"rows":[["1","Arden"],["2","Belmore"],["3","Crewe"]]}""")).At("id");
        var visits = (await client.PostAsync("/tables", """{"name":"visits","columns":["city_id","visitors"],"rows":[["1","10"],["1","20"],["3","5"]]}""")).At("id");

        var reply = await client.PostAsync("/tables/profile", $$"""{"tables":[{"id":"{{cities}}","name":"cities"},{"id":"{{visits}}","name":"visits"}]}""");

        reply.At("joins.0.left").ShouldBe("visits.city_id");
        reply.At("joins.0.right").ShouldBe("cities.city_id");
        reply.At("joins.0.multiplies").ShouldBe("false");
    }

    [Fact]
    public async Task Looking_that_takes_too_long_ends_and_says_so_and_the_next_is_looked_at()
    {
        await using var factory = new ApiFactory(("Api:ProfileTime", "00:00:07"));
        var store = Substitute.For<IQuestionStore>();
        var slow = true;
        store.FindTableAsync(null!, null!, TestContext.Current.CancellationToken).ReturnsForAnyArgs(_ =>
        {
            factory.Time.Advance(TimeSpan.FromSeconds(slow ? 8 : 6));
            return new Table("t", [new Column("a", "a", ColumnType.Text)], [new Cell("x", "x")]);
        });
        await using var slowly = factory.WithWebHostBuilder(builder =>
            builder.ConfigureServices(services => services.Replace(ServiceDescriptor.Singleton(store))));
        using var client = slowly.CreateClient();
        var request = $$"""{"tables":[{"id":"{{new string('0', 64)}}","name":"t"}]}""";

        var reply = await client.PostAsync("/tables/profile", request);

        reply.ShouldBeProblem(HttpStatusCode.UnprocessableEntity, "profileTimedOut").Detail.ShouldContain("7 s (Api:ProfileTime)");
        slow = false;
        (await client.PostAsync("/tables/profile", request)).Status.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task Only_so_many_cells_are_in_hand_at_once_of_one_request_or_of_several()
    {
        await using var factory = new ApiFactory(("Tables:MaxCells", "6"), ("Api:MaxCellsAtOnce", "6"));
        using var client = factory.CreateClient();
        var id = (await client.PostAsync("/tables", """{"name":"t","columns":["a","b"],"rows":[["1","x"],["2","y"]]}""")).At("id");
        var twice = $$"""[{"id":"{{id}}","name":"t"},{"id":"{{id}}","name":"u"}]""";
        var tables = factory.Services.GetRequiredService<RequestedTables>();

        foreach (var (path, sql) in ((string, string)[])[("/tables/profile", ""), ("/tables/query", "\"sql\":\"SELECT 1\",")])
        {
            var refused = await client.PostAsync(path, $"{{{sql}\"tables\":{twice}}}");
            refused.ShouldBeProblem(HttpStatusCode.RequestEntityTooLarge, "tooManyCells").Detail.ShouldContain("8 cells");
        }

        var first = await tables.TakeAsync([new(id, "t")], TestContext.Current.CancellationToken);
        var second = tables.TakeAsync([new(id, "t")], TestContext.Current.CancellationToken);
        second.IsCompleted.ShouldBeFalse();
        first.Dispose();
        (await second).Dispose();
        var queried = await client.PostAsync("/tables/query", $$"""{"sql":"SELECT a FROM t","tables":[{"id":"{{id}}","name":"t"}]}""");
        queried.Status.ShouldBe(HttpStatusCode.OK, queried.Text);
    }

    [Fact]
    public async Task A_table_that_is_not_stored_is_not_found()
    {
        await using var factory = new ApiFactory();
        using var client = factory.CreateClient();

        (await client.PostAsync("/tables/profile", """{"tables":[{"id":"nothing","name":"x"}]}""")).ShouldBeProblem(HttpStatusCode.NotFound, "tableNotFound");
    }
}
