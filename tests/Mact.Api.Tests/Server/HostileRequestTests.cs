using System.Text;
using CsCheck;
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
