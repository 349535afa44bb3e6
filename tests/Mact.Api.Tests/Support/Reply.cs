using System.Net;
using System.Net.Http.Headers;
using System.Text.Json.Nodes;

namespace Mact.Api.Tests.Support;

/// <summary>A response, read.</summary>
internal sealed record Reply(HttpStatusCode Status, HttpResponseHeaders Headers, string? MediaType, string Text)
{
    public JsonNode Body => JsonNode.Parse(Text)!;

    public string Code => Body["code"]!.GetValue<string>();

    public string Detail => Body["detail"]!.GetValue<string>();

    /// <summary>The text at a path such as "tables.0.name".</summary>
    public string At(string path) =>
        path.Split('.')
            .Aggregate(
                Body,
                static (node, step) =>
                    int.TryParse(step, System.Globalization.CultureInfo.InvariantCulture, out var index) ? node[index]! : node[step]!)
            .ToString();

    /// <summary>Asserts a problem of this status and code, in the form that every problem has.</summary>
    public Reply ShouldBeProblem(HttpStatusCode status, string code)
    {
        Status.ShouldBe(status, Text);
        MediaType.ShouldBe("application/problem+json");
        Code.ShouldBe(code);
        Body["status"]!.GetValue<int>().ShouldBe((int)status);
        Body["title"]!.GetValue<string>().ShouldNotBeNullOrWhiteSpace();
        Body["traceId"]!.GetValue<string>().ShouldNotBeNullOrWhiteSpace();
        Detail.ShouldNotBeNullOrWhiteSpace();
        return this;
    }
}
