using System.Text;
using System.Text.Json.Nodes;
using CsCheck;
using Mact.Api.Tests.Access;
using Mact.Api.Tests.Support;

namespace Mact.Api.Tests.Server;

/// <summary>Whatever is sent, the Api answers with something below 500 and can still be asked a question afterwards.</summary>
public sealed class HostileRequestTests
{
    private static readonly long Iterations = Environment.GetEnvironmentVariable("MACT_LONG") == "1" ? 5_000 : 300;

    private static readonly string[] Paths =
    [
        "/tables", "/tables/query", "/questions", "/tables?headerRow=3&types=text,auto&sheet=x", "/system/dead/x/retry",
    ];

    private static readonly string[] Types =
    [
        "application/json", "text/csv", "text/plain", "multipart/form-data; boundary=b", "application/vnd.ms-excel",
        "application/json; charset=utf-16", "a/b", ";",
    ];

    private static readonly string[] Seeds =
    [
        Requests.Cities,
        Requests.Question(more: ""","context":["a"],"options":{"temperature":0.5,"budget":{"tokens":5},"seed":1}"""),
        """{"sql":"SELECT * FROM cities WHERE City LIKE '%x%'","tables":[{"id":"0123","name":"cities"}],"limit":5}""",
        "City,People\nArden,\"131,900\"\n\"Bel\nmore\",x\n",
        "--b\r\nContent-Disposition: form-data; name=\"question\"\r\n\r\nHow many?\r\n--b\r\nContent-Disposition: form-data; name=\"f\"; "
            + "filename=\"a.csv\"\r\n\r\na,b\n1,2\n\r\n--b--\r\n",
        "PK\u0003\u0004 not a workbook",
        "[[[[[[[[[[",
    ];

    private static readonly string[] Splices =
    [
        "\0", "\uFFFF", "null", "-1e999", "99999999999999999999", "\\ud800", "\"", "{", "]", "<script>alert(1)</script>", "'; DROP TABLE cities; --",
        "\u202Eabc", "🦆", "sqlite_master", "select", ",,,,,,,,", "\r\n--b\r\n", "%s%n", "__proto__", "\"types\":[\"date\"],",
    ];

    private static readonly Gen<(string Path, string Type, byte[] Body)> Hostile =
        from path in Gen.OneOf(Paths)
        from type in Gen.OneOf(Types)
        from seed in Gen.OneOf(Seeds)
        from splices in Gen.Select(Gen.Double[0, 1], Gen.OneOf(Splices)).Array[0, 6]
        from flips in Gen.Select(Gen.Double[0, 1], Gen.Byte).Array[0, 4]
        from keep in Gen.Double[0, 2]
        select (path, type, Damage(seed, splices, flips, keep));

    [Fact]
    public async Task Nothing_that_is_sent_makes_the_api_fail()
    {
        await using var factory = new ApiFactory();
        using var client = factory.CreateClient();

        await Hostile.SampleAsync(
            async request =>
            {
                var reply = await client.PostAsync(request.Path, request.Body, request.Type);
                ((int)reply.Status).ShouldBeLessThan(500, $"{request.Path} {request.Type} {Encoding.UTF8.GetString(request.Body)}\n{reply.Text}");
            },
            iter: Iterations,
            threads: 1);

        await client.AskAsync();
    }

    [Theory]
    [InlineData("/tables/%2e%2e%2f/rows?offset=99999999999")]
    [InlineData("/questions?limit=-1&before=%00&search=%ff%fe&status=%22")]
    [InlineData("/questions/%ff/events?after=-1")]
    [InlineData("/prompts?hash=%00&hash=../../x&hash=")]
    [InlineData("/questions/a/records?after=NaN")]
    public async Task No_address_makes_the_api_fail(string path)
    {
        await using var factory = new ApiFactory();
        using var client = factory.CreateClient();

        ((int)(await client.ReadAsync(path)).Status).ShouldBeLessThan(500);
    }

    [Theory]
    [InlineData(
        "SELECT * FROM cities, cities AS a, cities AS b, (WITH RECURSIVE r(x) AS (SELECT 1 UNION ALL SELECT x+1 FROM r LIMIT 1000000) SELECT x "
            + "FROM r)")]
    [InlineData("SELECT randomblob(1000000000)")]
    [InlineData("SELECT load_extension('x')")]
    [InlineData("SELECT * FROM sqlite_master")]
    [InlineData("PRAGMA table_info(cities)")]
    [InlineData("SELECT '\\ud83e\\udd86', \\\"City\\\" FROM cities WHERE City = '''; DROP TABLE cities; --'")]
    [InlineData("SELECT ((((((((((((((((((((1))))))))))))))))))))")]
    [InlineData("VALUES (1),(2)")]
    [InlineData("\\u0000")]
    public async Task No_statement_makes_the_api_fail(string sql)
    {
        await using var factory = new ApiFactory();
        using var client = factory.CreateClient();
        var id = await client.StoreCitiesAsync();

        var reply = await client.PostAsync("/tables/query", $$"""{"sql":"{{sql}}","tables":[{"id":"{{id}}","name":"cities"}]}""");

        ((int)reply.Status).ShouldBeLessThan(500, reply.Text);
    }

    [Fact]
    public async Task Every_route_of_the_document_answers_hostile_values_with_a_problem()
    {
        using var garnet = new GarnetInProcess();
        await using var app = new GuardedApp(garnet, ("Auth:RequestsPerMinute", "1000000"));
        using var client = app.Client(GuardedApp.AdminKey);
        var id = await client.StoreCitiesAsync();
        var asked = 0;
        foreach (var (path, operations) in (await client.ReadAsync("/openapi/v1.json")).Body["paths"]!.AsObject())
        {
            string[] methods = ["HEAD", "OPTIONS", "TRACE", "PATCH", .. operations!.AsObject().Select(static pair => pair.Key.ToUpperInvariant())];
            foreach (var method in methods.Where(method => !(method == "POST" && path.EndsWith("/model-check", StringComparison.Ordinal))))
            {
                foreach (var (address, type, body) in Attempts(path, operations[method.ToLowerInvariant()], id))
                {
                    using var request = new HttpRequestMessage(new HttpMethod(method), new Uri(address, UriKind.Relative));
                    if (method is "POST" or "PATCH")
                    {
                        request.Content = new ByteArrayContent(body);
                        request.Content.Headers.TryAddWithoutValidation("Content-Type", type);
                    }

                    using var response = await client.SendAsync(
                        request, HttpCompletionOption.ResponseHeadersRead, TestContext.Current.CancellationToken);
                    var what = $"{method} {address} {type} {Encoding.UTF8.GetString(body)}";
                    ((int)response.StatusCode).ShouldBeOneOf([.. Enumerable.Range(100, 400), 503], what);
                    if (!response.IsSuccessStatusCode && method != "HEAD")
                    {
                        response.Content.Headers.ContentType?.MediaType.ShouldBe("application/problem+json", what);
                    }

                    asked++;
                }
            }
        }

        asked.ShouldBeGreaterThan(2_000);
    }

    [Fact]
    public async Task Hostile_names_and_cells_are_data()
    {
        await using var factory = new ApiFactory();
        using var client = factory.CreateClient();
        var columns = string.Join(
            ',', Enumerable.Range(0, 300).Select(static number => $"\"select {number} \\\" <b>\""));
        var cells = string.Join(',', Enumerable.Repeat("\"'; DROP TABLE x; -- \\u202e🦆\"", 300));

        var stored = await client.PostAsync("/tables", $$"""{"name":"a\"; DROP","columns":[{{columns}}],"rows":[[{{cells}}]]}""");
        var queried = await client.PostAsync("/tables/query", $$"""{"sql":"SELECT * FROM t","tables":[{"id":"{{stored.At("id")}}","name":"t"}]}""");

        queried.Status.ShouldBe(System.Net.HttpStatusCode.OK, queried.Text);
        queried.At("rows.0.299").ShouldBe("'; DROP TABLE x; -- \u202e🦆");
    }

    // In the path, in each parameter, and as a body: of the wrong kind, not JSON, too deep, and the example with one member spoilt.
    private static IEnumerable<(string Path, string Type, byte[] Body)> Attempts(string path, JsonNode? operation, string id)
    {
        var own = path.Replace("{id}", id, StringComparison.Ordinal).Replace("{token}", id, StringComparison.Ordinal)
            .Replace("{other}", id, StringComparison.Ordinal);
        foreach (var word in Words)
        {
            yield return (path.Replace("{id}", word, StringComparison.Ordinal).Replace("{token}", word, StringComparison.Ordinal)
                .Replace("{other}", word, StringComparison.Ordinal), Json, [.. "{}"u8]);
            foreach (var parameter in operation?["parameters"]?.AsArray().Where(static one => (string?)one!["in"] == "query") ?? [])
            {
                yield return ($"{own}?{parameter!["name"]}={word}", Json, [.. "{}"u8]);
            }
        }

        foreach (var body in (string[])["", "null", "[]", "\0", "{\"a\\ud800\":1}", "\"\\udc00\"", "{\"a\":1,\"a\":2}", new string('[', 5_000)])
        {
            foreach (var type in (string[])[.. Types, "", "application/x-www-form-urlencoded", "application/vnd.apache.parquet"])
            {
                yield return (own, type, Encoding.UTF8.GetBytes(body));
            }
        }

        if (operation?["requestBody"]?["content"]?[Json]?["example"] is not JsonObject example)
        {
            yield break;
        }

        foreach (var (name, value) in example)
        {
            foreach (var hostile in Values)
            {
                var text = example.ToJsonString();
                yield return (own, Json, Encoding.UTF8.GetBytes(text.Replace(value?.ToJsonString() ?? "null", hostile, StringComparison.Ordinal)));
                yield return (own, Json, Encoding.UTF8.GetBytes(text.Replace($"\"{name}\"", hostile, StringComparison.Ordinal)));
            }
        }
    }

    private const string Json = "application/json";

    private static readonly string[] Words =
    [
        "%ff%fe", "..%2f..%2fetc", "%2e%2e%2f", "%5c", "%ed%a0%80", "99999999999999999999", "-1", "1e999", "NaN", "%F0%9F%A6%86", "%0d%0aX:y",
        "%25%32%65", "'%20OR%201=1", "%E2%80%AE", "%20", "%u0041", new string('a', 3_000),
    ];

    private static readonly string[] Values =
    [
        "null", "true", "-1", "1e308", "1e999", "99999999999999999999999", "\"\"", "\"\\u0000\"", "\"\\ud800\"", "\"a\\udc00b\"", "[]",
        "[null]", "{}", "{\"a\":{}}", "[[[]]]", "\"\ud83e\udd86\u202e\"", "\"2024-13-45\"",
    ];

    private static byte[] Damage(string seed, (double Place, string Text)[] splices, (double Place, byte Value)[] flips, double keep)
    {
        var text = splices.Aggregate(seed, static (current, splice) => current.Insert((int)(splice.Place * current.Length), splice.Text));
        var bytes = Encoding.UTF8.GetBytes(text);
        foreach (var (place, value) in flips)
        {
            bytes[Math.Min(bytes.Length - 1, (int)(place * bytes.Length))] = value;
        }

        return bytes[..(int)(Math.Min(1, keep) * bytes.Length)];
    }
}
