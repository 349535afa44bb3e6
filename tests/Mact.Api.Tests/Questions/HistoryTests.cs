using System.Net;
using Mact.Api.Tests.Support;

namespace Mact.Api.Tests.Questions;

public sealed class HistoryTests
{
    [Fact]
    public async Task Pages_go_from_the_newest_to_the_oldest_and_end()
    {
        await using var factory = new ApiFactory();
        using var client = factory.CreateClient();
        var asked = await AskAsync(factory, client, "one", "two", "three");

        var first = await client.ReadAsync("/questions?limit=2");
        var second = await client.ReadAsync($"/questions?limit=2&before={first.At("next")}");

        Ids(first).ShouldBe([asked[2], asked[1]]);
        Ids(second).ShouldBe([asked[0]]);
        second.Body["next"].ShouldBeNull();
    }

    [Fact]
    public async Task A_search_finds_words_of_question_and_answer()
    {
        await using var factory = new ApiFactory();
        using var client = factory.CreateClient();
        var asked = await AskAsync(factory, client, "How many rivers?", "Which city?");
        factory.Store.Answer(asked[1]);

        Ids(await client.ReadAsync("/questions?search=RIVER")).ShouldBe([asked[0]]);
        Ids(await client.ReadAsync("/questions?search=arden")).ShouldBe([asked[1]]);
        Ids(await client.ReadAsync("/questions?search=nothing")).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_search_finds_questions_by_the_names_of_their_tables()
    {
        await using var factory = new ApiFactory();
        using var client = factory.CreateClient();
        var asked = await AskAsync(factory, client, "one");
        const string rivers = """[{"name":"rivers","columns":["River"],"rows":[["Nile"]]}]""";
        var other = (await client.PostAsync("/questions", Requests.Question(rivers, "two"))).At("id");

        Ids(await client.ReadAsync("/questions?search=RIVERS")).ShouldBe([other]);
        Ids(await client.ReadAsync("/questions?search=cities")).ShouldBe([asked[0]]);
        ((string)(await client.ReadAsync("/questions?search=rivers")).Body["items"]![0]!["tables"]![0]!["name"]!).ShouldBe("rivers");
    }

    [Fact]
    public async Task A_search_may_be_narrowed_by_status()
    {
        await using var factory = new ApiFactory();
        using var client = factory.CreateClient();
        var asked = await AskAsync(factory, client, "one", "two", "three");
        factory.Store.Answer(asked[0]);
        factory.Store.Get(asked[1])!.Append(Runs.Failed);

        Ids(await client.ReadAsync("/questions?status=answered")).ShouldBe([asked[0]]);
        Ids(await client.ReadAsync("/questions?status=failed,queued")).ShouldBe([asked[2], asked[1]]);
    }

    [Fact]
    public async Task Only_questions_since_a_time_are_listed_where_one_is_given()
    {
        await using var factory = new ApiFactory();
        using var client = factory.CreateClient();
        await AskAsync(factory, client, "one", "two");
        factory.Time.Advance(TimeSpan.FromHours(1));
        var since = factory.Time.GetUtcNow();
        var late = await AskAsync(factory, client, "three");

        var page = await client.ReadAsync($"/questions?limit=1&since={Uri.EscapeDataString(since.ToString("O"))}");
        var rest = await client.ReadAsync($"/questions?limit=1&since={Uri.EscapeDataString(since.ToString("O"))}&before={late[0]}");

        Ids(page).ShouldBe(late);
        Ids(rest).ShouldBeEmpty();
        rest.Body["next"].ShouldBeNull();
    }

    [Fact]
    public async Task A_long_search_gives_back_where_to_go_on()
    {
        await using var factory = new ApiFactory(("Api:MaxSearched", "1"));
        using var client = factory.CreateClient();
        string[] questions = [.. Enumerable.Range(0, 201).Select(static number => $"question {number}")];
        var asked = await AskAsync(factory, client, questions);

        var first = await client.ReadAsync("/questions?search=question%200");
        var second = await client.ReadAsync($"/questions?search=question%200&before={first.At("next")}");

        Ids(first).ShouldBeEmpty();
        Ids(second).ShouldBe([asked[0]]);
    }

    [Theory]
    [InlineData("limit=0")]
    [InlineData("limit=99999999")]
    [InlineData("before=%0a")]
    [InlineData("status=done")]
    public async Task A_page_that_does_not_exist_is_refused(string query)
    {
        await using var factory = new ApiFactory();
        using var client = factory.CreateClient();

        (await client.ReadAsync($"/questions?{query}")).ShouldBeProblem(HttpStatusCode.BadRequest, "invalidParameter");
    }

    private static async Task<List<string>> AskAsync(ApiFactory factory, HttpClient client, params string[] questions)
    {
        List<string> asked = [];
        foreach (var question in questions)
        {
            factory.Time.Advance(TimeSpan.FromSeconds(1));
            asked.Add(await client.AskAsync(question));
        }

        return asked;
    }

    private static IEnumerable<string> Ids(Reply page) => page.Body["items"]!.AsArray().Select(static item => item!["id"]!.GetValue<string>());
}
