using System.Text;
using System.Text.Json.Nodes;
using Mact.Api.Tests.Support;
using Mact.Core.Questions;

namespace Mact.Api.Tests.Server;

/// <summary>What real answers tell comes with its values, and rebuilt from these says the same. That the page can write it in Korean is held for
/// every answer of every test here (<see cref="Requests.ReplyAsync"/>).</summary>
public sealed class SentenceTests
{
    /// <summary>A source, and the values of what is said of it.</summary>
    public static TheoryData<string, string, string[]> Sources { get; } = new()
    {
        { "r.csv", "name,x\na,1\nb,DNF\nc,3\nd,4\n", ["x", "1", "\"DNF\"", "", "x_text"] },
        { "q.csv", "a,a\n1,2\n3,4\n", ["a", "a_2"] },
        { "e.csv", "a,b\n1,2\n,\n3,4\n", ["2"] },
        { "t.csv", "Sales 2024\nregion,sum\nn,1\ns,2\n", ["\"Sales 2024\""] },
        { "d.csv", "day,x\n03/04/2024,1\n05/06/2024,2\n", ["day", "03/04/2024"] },
        { "한.csv", "a,{0}\n1,N/A\n2,5\n3,6\n", ["{0}", "1", "\"N/A\" (1)"] },
    };

    [Theory]
    [MemberData(nameof(Sources))]
    public async Task A_repair_has_its_values(string file, string text, string[] values)
    {
        await using var factory = new ApiFactory();
        using var client = factory.CreateClient();

        var reply = await client.PostFormAsync("/tables", [], (file, Encoding.UTF8.GetBytes(text)));

        var sentences = ToldInKorean.WithValues(reply.Body).ToList();
        sentences.ShouldContain(sentence => sentence.Values.SequenceEqual(values), reply.Text);
        ShouldSayTheSame(reply.Body);
    }

    [Theory]
    [InlineData("POST", "/tables", """{"name":"t","columns":["a","b"],"rows":[["1"]]}""", "1|1|2")]
    [InlineData("POST", "/tables", """{"name":"t","columns":["a"],"rows":7}""", "the body")]
    [InlineData("POST", "/tables", "{\"name\"", null)]
    [InlineData("POST", "/tables/query", """{"sql":"SELECT Nam FROM cities","tables":[{"id":"ID","name":"cities"}]}""", null)]
    [InlineData("POST", "/tables/query", """{"sql":"SELECT FROM","tables":[{"id":"ID","name":"cities"}]}""", "FROM")]
    [InlineData("POST", "/tables/query", """{"sql":"SELECT nofun(City) FROM cities","tables":[{"id":"ID","name":"cities"}]}""", null)]
    [InlineData("POST", "/tables/query", """{"sql":"SELECT 1","tables":[{"id":"abc","name":"cities"}]}""", "abc")]
    [InlineData("POST", "/questions", """{"question":"Why?","tables":[{"id":"ID","name":"cities"}],"options":{"planSamples":99999}}""", null)]
    [InlineData("POST", "/questions", """{"question":"Why?","tables":[{"id":"ID","name":"cities"}],"options":{"{0}":1}}""", null)]
    [InlineData("GET", "/questions/abc", null, "abc")]
    [InlineData("GET", "/tables/abc", null, "abc")]
    [InlineData("GET", "/questions?limit=0", null, "limit|0|1|1000")]
    [InlineData("GET", "/questions?status=nothing", null, null)]
    public async Task A_problem_has_its_values(string method, string path, string? body, string? values)
    {
        await using var factory = new ApiFactory();
        using var client = factory.CreateClient();
        var id = await client.StoreCitiesAsync();

        var reply = method == "GET"
            ? await client.ReadAsync(path)
            : await client.PostAsync(path, body!.Replace("\"ID\"", $"\"{id}\"", StringComparison.Ordinal));

        reply.MediaType.ShouldBe("application/problem+json");
        var sentence = ToldInKorean.WithValues(reply.Body).ShouldHaveSingleItem(reply.Text);
        (values is null || sentence.Values.SequenceEqual(values.Split('|'))).ShouldBeTrue(reply.Text);
        ShouldSayTheSame(reply.Body);
    }

    [Fact]
    public async Task A_store_that_is_away_says_why_as_a_sentence_in_a_sentence()
    {
        await using var factory = new ApiFactory();
        using var client = factory.CreateClient();
        factory.Store.Trouble = new StoreUnavailableException("Redis is not reachable.");

        var reply = await client.ReadAsync("/questions");

        ToldInKorean.WithValues(reply.Body).ShouldHaveSingleItem().Sentences!.Values.ShouldHaveSingleItem()
            .Pattern.ShouldBe("Redis is not reachable.");
    }

    [Fact]
    public async Task The_document_describes_a_sentence_with_an_example()
    {
        await using var factory = new ApiFactory();
        using var client = factory.CreateClient();

        var schemas = (await client.ReadAsync("/openapi/v1.json")).Body["components"]!["schemas"]!.AsObject();

        schemas["Sentence"]!["examples"]![0]!["values"]!.AsArray().Count.ShouldBe(3);
        schemas["Sentence"]!["description"]!.GetValue<string>().ShouldContain("pattern");
        string[] all = ["TableRepair", "StoreReport", "QuestionError", "ProblemBody", "QuestionView", "ModelCheckResult", "LocalModelReport"];
        foreach (var told in all)
        {
            schemas[told]!["properties"]!.AsObject().ShouldContainKey("sentence", told);
        }
    }

    // A number is grouped in English, and is not among the values.
    private static void ShouldSayTheSame(JsonNode answer)
    {
        foreach (var members in Objects(answer).Where(static members => members["sentence"] is JsonObject))
        {
            var text = (members["detail"] ?? members["message"])!.GetValue<string>();
            ToldInKorean.WithValues(members).First().ToString().ShouldBe(text);
        }
    }

    private static IEnumerable<JsonObject> Objects(JsonNode? node) => node switch
    {
        JsonArray items => items.SelectMany(Objects),
        JsonObject members => members.SelectMany(static member => Objects(member.Value)).Prepend(members),
        _ => [],
    };
}
