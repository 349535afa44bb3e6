using System.Net;
using System.Text.RegularExpressions;
using Mact.Api.Tests.Support;

namespace Mact.Api.Tests.Server;

public sealed partial class ReferenceTests
{
    /// <summary>The contract: a change here is a change for every client.</summary>
    private static readonly string[] Operations =
    [
        "DELETE /evaluations/{id}", "DELETE /keys/{id}", "DELETE /questions/{id}", "DELETE /system/dead",
        "GET /evaluations", "GET /evaluations/{id}", "GET /evaluations/{id}/compare/{other}",
        "GET /evaluations/{id}/export", "GET /evaluations/{id}/items", "GET /evaluations/{id}/results", "GET /keys", "GET /prompts",
        "GET /questions",
        "GET /questions/{id}", "GET /questions/{id}/events", "GET /questions/{id}/evidence", "GET /questions/{id}/export",
        "GET /questions/{id}/records", "GET /system", "GET /system/models", "GET /system/usage", "GET /tables/{id}", "GET /tables/{id}/rows",
        "POST /evaluations", "POST /evaluations/check", "POST /evaluations/{id}/cancel", "POST /evaluations/{id}/pause",
        "POST /evaluations/{id}/resume", "POST /keys", "POST /questions", "POST /questions/{id}/cancel", "POST /questions/{id}/evidence",
        "POST /system/dead/retry",
        "POST /system/dead/{id}/retry", "POST /system/model-check", "POST /tables", "POST /tables/profile", "POST /tables/query",
        "POST /tables/{id}/corrections",
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

        foreach (
            var path in new[]
            {
                "/questions", "/tables", "/tables/query", "/tables/profile", "/tables/{id}/corrections", "/questions/{id}/evidence", "/evaluations",
                "/evaluations/check",
            })
        {
            document.Body["paths"]![path]!["post"]!["requestBody"]!["content"]!["application/json"]!["example"].ShouldNotBeNull();
        }
    }

    [Theory]
    [InlineData("/tables")]
    [InlineData("/questions")]
    public async Task The_examples_of_the_document_are_taken(string path)
    {
        await using var factory = new ApiFactory();
        using var client = factory.CreateClient();
        var document = await client.ReadAsync("/openapi/v1.json");
        var example = document.Body["paths"]![path]!["post"]!["requestBody"]!["content"]!["application/json"]!["example"]!.ToJsonString();

        var reply = await client.PostAsync(path, example);

        ((int)reply.Status).ShouldBeInRange(200, 299, reply.Text);
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

    [GeneratedRegex("src=\"(?<source>[^\"]+)\"", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1_000)]
    private static partial Regex ScriptSource();
}
