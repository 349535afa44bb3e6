using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Json;
using Mact.Api.Tests.Evaluations;
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

    // docs/deploy.md adds it to what uploads and statements may take beside.
    // What the client of the test, in the same process, holds of the eight bodies is in it.
    private const long Bound = 1_000_000_000;

    // What the shared pool may keep for the threads of the requests; it kept up to 192 MB for each of those that parsed one.
    private const long MostKept = 50_000_000;

    public static TheoryData<string> Names => [.. Bodies.Keys];

    private static Dictionary<string, (string Path, Func<string> Make)> Bodies => new(StringComparer.Ordinal)
    {
        ["a data set of long texts"] = ("/evaluations/check", DataSet),
        ["a data set of empty objects"] = ("/evaluations/check", static () => Data(Repeat("{}\n", Size / 4 * 3))),
        ["a data set of numbers"] = ("/evaluations/check", static () => Data(Repeat("1\n", Size / 3 * 2))),
        ["a data set of blank lines"] = ("/evaluations/check", static () => Data(Repeat("\n", Size / 2))),
        ["a data set of tabs"] = ("/evaluations/check", static () => Data(Repeat("\t", Size / 2), "d.tsv")),
        ["a data set of short lines"] = ("/evaluations/check", static () => Data(Repeat("a\n", Size / 3 * 2), "d.tsv")),
        ["a data set of a list of nothing"] = ("/evaluations/check", static () => Data($"[{Repeat("{},", Size)}{{}}]")),
        ["a data set of one row of answers"] = ("/evaluations/check", static () =>
            Data($$"""{"id":"1","question":"W","answer":[{{Repeat("\"a\",", Size / 4)}}"a"]}""")),
        ["a data set of many questions"] = ("/evaluations/check", static () => Data(string.Concat(Enumerable.Range(0, Size / 400).Select(
            static i => $$$"""{"id":"{{{i}}}","question":"W","answer":["1"],"tables":[{"name":"t","columns":["A"],"rows":[["1"]]}]}{{{'\n'}}}""")))),
        ["a question of long cells"] = ("/questions", static () => Rows("[\"some text of a cell\",\"and another\"],")),
        ["a question of one row"] = ("/questions", static () => Requests.Question(
            $$"""[{"name":"t","columns":["A"],"rows":[[{{Repeat("\"aaa\",", Size)}}"a"]]}]""")),
        ["a question of columns"] = ("/questions", static () => Requests.Question(
            $$"""[{"name":"t","columns":[{{Repeat("\"aaaaaa\",", Size)}}"a"],"rows":[]}]""")),
        ["a question of fields"] = ("/questions", static () =>
            $$"""{"question":"W",{{string.Join(',', Enumerable.Range(0, Size / 16).Select(static i => $"\"f{i}\":1"))}}}"""),
        ["a question of paragraphs"] = ("/questions", static () => $$"""{"question":"W","context":[{{Repeat("\"aaaaaa\",", Size)}}"a"]}"""),
    };

    [Theory]
    [MemberData(nameof(Names))]
    public async Task Eight_at_once_stay_below_what_a_container_may_have_and_leave_nothing_behind(string name)
    {
        Assert.SkipUnless(Environment.GetEnvironmentVariable("MACT_LONG") == "1", "Part of the long form: set MACT_LONG=1.");
        using var garnet = new GarnetInProcess();
        await using var app = new EvaluationApp(garnet);
        app.Client.Timeout = TimeSpan.FromMinutes(5);
        var (path, body) = Made(name);
        body.Length.ShouldBeInRange(Size / 4, 64 * 1024 * 1024);
        using var peak = new MemoryPeak(ofResident: false);
        var before = GC.GetTotalMemory(forceFullCollection: true);

        var replies = await Task.WhenAll(Enumerable.Range(0, AtOnce).Select(_ => app.Client.PostAsync(path, body, "application/json")));

        var held = peak.Stop();
        var kept = GC.GetTotalMemory(forceFullCollection: true) - before;
        output.WriteLine(
            $"{AtOnce} bodies of {body.Length / 1_000_000} MB to {path}, {name}: {held / 1_000_000} MB, then {kept / 1_000_000} MB; "
                + $"{replies[0].Status}");
        replies.ShouldAllBe(static reply => (int)reply.Status < 500);
        held.ShouldBeLessThan(Bound);
        kept.ShouldBeLessThan(MostKept);
    }

    // In a frame of its own, or the text of the body would be alive meanwhile.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static (string Path, byte[] Body) Made(string name) => (Bodies[name].Path, Encoding.UTF8.GetBytes(Bodies[name].Make()));

    private static string Repeat(string piece, int length) => new StringBuilder(length).Insert(0, piece, length / piece.Length).ToString();

    private static string Data(string data, string fileName = "data.jsonl") =>
        $"{{\"fileName\":\"{fileName}\",\"data\":{JsonSerializer.Serialize(data, Relaxed)}}}";

    private static string Rows(string row) => Requests.Question($$"""[{"name":"t","columns":["A","B"],"rows":[{{Repeat(row, Size)}}["a","b"]]}]""");

    private static string DataSet()
    {
        var row = """{"id":"ID","dataset":"wtq","question":"Which?","tables":[{"name":"t","columns":["A","B"],"rows":[["TEXT","1"]]}],"answer":["1"]}"""
            .Replace("TEXT", new string('x', 4_000), StringComparison.Ordinal);
        var data = new StringBuilder(Size);
        for (var id = 0; data.Length < Size - row.Length; id++)
        {
            data.Append(row.Replace("ID", id.ToString(), StringComparison.Ordinal)).Append('\n');
        }

        return Data(data.ToString());
    }
}
