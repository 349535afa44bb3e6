using System.Net;
using System.Text;
using System.Text.Json;
using Mact.Api.Tests.Support;

namespace Mact.Api.Tests.Server;

/// <summary>
/// What eight bodies of nearly the largest size cost that are sent at once; a part of the long form, since each takes seconds of a core.
/// </summary>
public sealed class LargeBodiesTests(ITestOutputHelper output)
{
    private const int AtOnce = 8;
    private const int Size = 60_000_000;

    private static readonly JsonSerializerOptions Relaxed = new() { Encoder = MactJson.Encoder };

    // What a container has, less what the process takes at rest and what uploads and statements may take beside.
    private const long Bound = 1_000_000_000;

    [Theory]
    [InlineData("/evaluations/check")]
    [InlineData("/questions")]
    public async Task Eight_at_once_stay_below_what_a_container_may_have(string path)
    {
        Assert.SkipUnless(Environment.GetEnvironmentVariable("MACT_LONG") == "1", "Part of the long form: set MACT_LONG=1.");
        await using var factory = new ApiFactory();
        using var client = factory.CreateClient();
        client.Timeout = TimeSpan.FromMinutes(5);
        var body = Encoding.UTF8.GetBytes(path == "/questions" ? Question() : DataSet());
        body.Length.ShouldBeInRange(Size / 10 * 9, 64 * 1024 * 1024);
        using var peak = new MemoryPeak(ofResident: false);

        var replies = await Task.WhenAll(Enumerable.Range(0, AtOnce).Select(_ => client.PostAsync(path, body, "application/json")));

        var held = peak.Stop();
        output.WriteLine($"{AtOnce} bodies of {body.Length / 1_000_000} MB to {path}: {held / 1_000_000} MB");
        replies.ShouldAllBe(static reply => reply.Status == HttpStatusCode.OK || reply.Status == HttpStatusCode.RequestEntityTooLarge
            || reply.Status == HttpStatusCode.BadRequest);
        held.ShouldBeLessThan(Bound);
    }

    private static string DataSet()
    {
        var row = """{"id":"ID","dataset":"wtq","question":"Which?","tables":[{"name":"t","columns":["A","B"],"rows":[["TEXT","1"]]}],"answer":["1"]}"""
            .Replace("TEXT", new string('x', 4_000), StringComparison.Ordinal);
        var data = new StringBuilder(Size);
        for (var id = 0; data.Length < Size - row.Length; id++)
        {
            data.Append(row.Replace("ID", id.ToString(), StringComparison.Ordinal)).Append('\n');
        }

        return $"{{\"data\":{JsonSerializer.Serialize(data.ToString(), Relaxed)}}}";
    }

    private static string Question()
    {
        var rows = new StringBuilder("[[\"a\",\"b\"]");
        while (rows.Length < Size)
        {
            rows.Append(",[\"some text of a cell\",\"and another\"]");
        }

        return Requests.Question($$"""[{"name":"t","columns":["A","B"],"rows":{{rows}}]}]""");
    }
}
