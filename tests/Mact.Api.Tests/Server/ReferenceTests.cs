using System.Net;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Mact.Api.Tests.Support;

namespace Mact.Api.Tests.Server;

public sealed partial class ReferenceTests
{
    /// <summary>The contract: a change here is a change for every client.</summary>
    private static readonly string[] Operations =
    [
        "DELETE /evaluations/{id}", "DELETE /keys/{id}", "DELETE /questions/{id}", "DELETE /questions/{id}/link", "DELETE /system/dead",
        "DELETE /system/local-model", "GET /audit", "GET /evaluations", "GET /evaluations/{id}", "GET /evaluations/{id}/compare/{other}",
        "GET /evaluations/{id}/export", "GET /evaluations/{id}/items", "GET /evaluations/{id}/results", "GET /keys", "GET /links/{token}",
        "GET /me", "GET /prompts", "GET /questions", "GET /questions/{id}", "GET /questions/{id}/events", "GET /questions/{id}/evidence",
        "GET /questions/{id}/export", "GET /questions/{id}/link", "GET /questions/{id}/records", "GET /system", "GET /system/local-model",
        "GET /system/models", "GET /system/usage", "GET /tables/{id}", "GET /tables/{id}/rows", "POST /evaluations", "POST /evaluations/check",
        "POST /evaluations/{id}/cancel", "POST /evaluations/{id}/pause", "POST /evaluations/{id}/resume", "POST /keys", "POST /questions",
        "POST /questions/{id}/cancel", "POST /questions/{id}/evidence", "POST /questions/{id}/link", "POST /system/dead/retry",
        "POST /system/dead/{id}/retry", "POST /system/local-model", "POST /system/local-model/{id}", "POST /system/model-check", "POST /tables",
        "POST /tables/profile", "POST /tables/query", "POST /tables/{id}/corrections",
    ];

    [Fact]
    public async Task The_document_describes_every_operation()
    {
        await using var factory = new ApiFactory();
        using var client = factory.CreateClient();

        var document = await client.ReadAsync("/openapi/v1.json");

        document.Status.ShouldBe(HttpStatusCode.OK, document.Text);
        document.Body["paths"]!.AsObject()
            .SelectMany(static path => path.Value!.AsObject().Select(operation => $"{operation.Key.ToUpperInvariant()} {path.Key}"))
            .Order(StringComparer.Ordinal)
            .ShouldBe(Operations);
    }

    [Fact]
    public async Task Every_operation_has_a_summary_and_bodies_have_examples()
    {
        await using var factory = new ApiFactory();
        using var client = factory.CreateClient();

        var document = await client.ReadAsync("/openapi/v1.json");

        foreach (var operation in document.Body["paths"]!.AsObject().SelectMany(static path => path.Value!.AsObject()))
        {
            operation.Value!["summary"]!.GetValue<string>().ShouldNotBeNullOrWhiteSpace();
        }

    }

    [Fact]
    public async Task Bodies_that_are_read_by_hand_are_described_by_the_contract()
    {
        await using var factory = new ApiFactory();
        using var client = factory.CreateClient();

        var document = await client.ReadAsync("/openapi/v1.json");

        SchemaOf("/questions")["required"]!.AsArray().Select(static name => (string)name!).ShouldBe(["question", "tables"]);
        SchemaOf("/tables")["properties"]!.AsObject().Select(static member => member.Key)
            .ShouldBe(["id", "name", "columns", "rows", "types"], ignoreOrder: true);
        SchemaOf("/evaluations")["properties"]!.AsObject().Select(static member => member.Key).ShouldContain("replayOf");
        document.Text.ShouldContain("\"wikiTableQuestions\"", customMessage: "the formats are named");

        JsonNode SchemaOf(string path) => document.Body["paths"]![path]!["post"]!["requestBody"]!["content"]!["application/json"]!["schema"]!;
    }

    [Fact]
    public async Task Every_request_has_an_example_in_its_body_and_in_each_of_its_parameters()
    {
        await using var factory = new ApiFactory();
        using var client = factory.CreateClient();

        var document = await client.ReadAsync("/openapi/v1.json");

        List<string> without = [];
        foreach (var (path, operations) in document.Body["paths"]!.AsObject())
        {
            foreach (var (method, operation) in operations!.AsObject())
            {
                if (operation!["requestBody"] is { } body && body["content"]!["application/json"]?["example"] is null)
                {
                    without.Add($"{method} {path}: body");
                }

                without.AddRange((operation["parameters"]?.AsArray() ?? [])
                    .Where(static parameter => parameter!["example"] is null)
                    .Select(parameter => $"{method} {path}: {parameter!["name"]}"));
            }
        }

        without.ShouldBeEmpty();
    }

    [Fact]
    public async Task The_examples_of_parameters_are_taken_by_every_reading_request()
    {
        await using var factory = new ApiFactory();
        using var client = factory.CreateClient();
        var document = await client.ReadAsync("/openapi/v1.json");

        List<string> refused = [];
        foreach (var (path, operations) in document.Body["paths"]!.AsObject().Where(static path => path.Value!["get"] is not null))
        {
            var address = path;
            List<string> query = [];
            foreach (var parameter in operations!["get"]!["parameters"]?.AsArray() ?? [])
            {
                var example = parameter!["example"] is JsonArray list ? (string)list[0]! : parameter["example"]!.ToString();
                if ((string)parameter["in"]! == "path")
                {
                    address = address.Replace($"{{{parameter["name"]}}}", Uri.EscapeDataString(example), StringComparison.Ordinal);
                }
                else if ((string)parameter["in"]! == "query")
                {
                    query.Add($"{parameter["name"]}={Uri.EscapeDataString(example)}");
                }
            }

            var reply = await client.ReadAsync($"{address}?{string.Join('&', query)}");
            if (reply.Status is HttpStatusCode.BadRequest or HttpStatusCode.UnprocessableEntity)
            {
                refused.Add($"{path}: {reply.Text}");
            }
        }

        refused.ShouldBeEmpty();
    }

    [Fact]
    public async Task The_examples_of_the_document_are_taken_one_after_the_other_as_they_stand()
    {
        await using var factory = new ApiFactory();
        using var client = factory.CreateClient();
        var document = await client.ReadAsync("/openapi/v1.json");

        List<string> taken = [];
        var table = (await Taken("/tables")).At("id");
        var question = (await Taken("/questions")).At("id");
        factory.Store.Answer(question);
        await Taken("/tables/query");
        await Taken("/tables/profile");
        await Taken("/tables/{id}/corrections", table);
        await Taken("/questions/{id}/evidence", question);

        // Those that need a store of evaluations or of keys are tried by EvaluationTests.The_example_of_the_document_is_taken.
        document.Body["paths"]!.AsObject().Where(static path => path.Value!["post"]?["requestBody"] is not null).Select(static path => path.Key)
            .ShouldBe([.. taken, "/evaluations", "/evaluations/check", "/keys"], ignoreOrder: true, "an example that nobody tries");
        var parameters = document.Body["paths"]!["/tables/{id}"]!["get"]!["parameters"]!.AsArray();
        parameters.ShouldContain(parameter => (string)parameter!["name"]! == "id" && (string)parameter["example"]! == table);

        JsonNode? Examples(string path) =>
            document.Body["paths"]![path]!["post"]!["requestBody"]!["content"]!["application/json"]!["example"];

        async Task<Reply> Taken(string path, string id = "")
        {
            taken.Add(path);
            var example = Examples(path)!.ToJsonString();
            var reply = await client.PostAsync(path.Replace("{id}", id, StringComparison.Ordinal), example);
            ((int)reply.Status).ShouldBeInRange(200, 299, $"{path}: {reply.Text}");
            return reply;
        }
    }

    [Fact]
    public async Task The_reference_page_loads_its_scripts_from_the_api_and_nothing_from_elsewhere()
    {
        await using var factory = new ApiFactory();
        using var client = factory.CreateClient();

        var page = await client.ReadAsync("/scalar/");

        page.Status.ShouldBe(HttpStatusCode.OK, page.Text);
        page.Text.ShouldNotContain("://", customMessage: "an address of another host");
        page.Headers.GetValues("Content-Security-Policy").ShouldHaveSingleItem().ShouldContain("default-src 'self'");
        var scripts = ScriptSource().Matches(page.Text).Select(static match => match.Groups["source"].Value).ToArray();
        scripts.ShouldNotBeEmpty();
        foreach (var script in scripts)
        {
            var asset = await client.ReadAsync(new Uri(new Uri("http://localhost/scalar/"), script).PathAndQuery);
            asset.Status.ShouldBe(HttpStatusCode.OK, script);
            asset.Text.Length.ShouldBeGreaterThan(0, script);
        }
    }

    [GeneratedRegex("src=\"(?<source>[^\"]+)\"", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 5000)]
    private static partial Regex ScriptSource();
}
