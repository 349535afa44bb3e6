using System.Text;

namespace Mact.Core.Tests.Runs;

/// <summary>Runs that were recorded and exported before still open: the JSON of records is a promise.</summary>
public sealed class EarlierRunTests
{
    private const string Exported = """
        {"version":1,
        "question":{"id":"0199f0c0a1b27c3d8e4f5a6b7c8d9e0f","text":"Which city has the most people?","tables":[{"id":"t1","name":"cities"}],"context":[],"options":{"strategy":"agent","planSamples":5,"codeSamples":5,"maxSteps":6,"maxAttempts":8,"temperature":0.6,"topP":0.95,"seed":0,"selection":"consistency","shortcut":"verify","alpha":1,"executedWeight":1,"guessWeight":0.5,"minAgreement":0,"adaptiveSampling":false,"samplesPerRequest":0,"search":false,"priority":"interactive"},"submittedAt":"2026-10-01T08:00:00+00:00","client":"c"},
        "records":[
        {"sequence":1,"record":{"type":"accepted","question":{"id":"0199f0c0a1b27c3d8e4f5a6b7c8d9e0f","text":"Which city has the most people?","tables":[{"id":"t1","name":"cities"}],"context":[],"options":{"strategy":"agent","priority":"interactive"},"submittedAt":"2026-10-01T08:00:00+00:00","client":"c"},"key":"accepted","at":"2026-10-01T08:00:00+00:00","attempt":0}},
        {"sequence":2,"record":{"type":"attemptStarted","worker":"worker-1","queueWaitMs":12.5,"key":"claim/1/started","at":"2026-10-01T08:00:01+00:00","attempt":1}},
        {"sequence":3,"record":{"type":"handedBack","reason":"The worker stops.","key":"claim/1/handedBack","at":"2026-10-01T08:00:02+00:00","attempt":1}},
        {"sequence":4,"record":{"type":"attemptStarted","worker":"worker-2","queueWaitMs":3,"key":"claim/2/started","at":"2026-10-01T08:00:03+00:00","attempt":1}},
        {"sequence":5,"record":{"type":"modelCall","purpose":"code","step":1,"prompt":[{"role":"user","parts":["p1"]}],"completions":[{"index":0,"seed":7,"text":"SELECT City FROM cities","finishReason":"stop","status":"complete"}],"usage":{"requests":1,"inputTokens":100,"outputTokens":9,"cachedTokens":80},"n":1,"temperature":0.6,"seed":7,"endpoint":"coder","server":"127.0.0.1:8000","model":"some-model","servedModel":"some-model","responseId":"r1","startedAt":"2026-10-01T08:00:03+00:00","durationMs":42,"tries":[{"startedAt":"2026-10-01T08:00:03+00:00","durationMs":42,"n":1,"status":200}],"ladder":"batch","cost":0.0001,"key":"1/code/0","at":"2026-10-01T08:00:04+00:00","attempt":1}},
        {"sequence":6,"record":{"type":"toolResult","step":1,"tool":"sql","asked":1,"samples":[{"index":0,"code":"SELECT City FROM cities","status":"ok","group":0,"elapsedMs":1}],"results":[{"canonical":"h","columns":["City"],"rows":[["Arden"],[null]],"rowCount":2,"samples":[0]}],"startedAt":"2026-10-01T08:00:04+00:00","durationMs":2,"savedSamples":0,"savedTokens":0,"key":"1/tool/0","at":"2026-10-01T08:00:04+00:00","attempt":1}},
        {"sequence":7,"record":{"type":"observed","step":1,"text":"Arden","verified":true,"agreement":{"votes":1,"of":1,"step":1,"executed":true,"share":1},"options":[{"value":"Arden","weight":1,"executed":[0],"guessed":[]}],"derivedTable":"step1","sql":"SELECT City FROM cities","key":"1/observed","at":"2026-10-01T08:00:05+00:00","attempt":1}},
        {"sequence":8,"record":{"type":"finished","outcome":{"outcome":"answered","answer":["Arden"],"by":"finish","agreement":{"votes":1,"of":1,"step":1,"executed":true,"share":1},"sql":"SELECT City FROM cities","evidenceStep":1},"key":"claim/2/finished","at":"2026-10-01T08:00:06+00:00","attempt":1}}],
        "prompts":{"p1":"The rules."},
        "tables":[{"id":"t1","name":"cities","columns":[{"name":"City","originalName":"City","type":"text"}],"rows":[["Arden"],[null]]}]}
        """;

    [Fact]
    public async Task A_run_that_was_exported_before_opens_with_everything_that_it_held()
    {
        var file = await ReadAsync(Exported);

        file.Version.ShouldBe(1);
        file.Question.Options.Strategy.ShouldBe(Strategy.Agent);
        file.RowsOf("t1")[1].ShouldBe([null]);
        var records = file.Records.Select(static stored => stored.Record).ToList();
        records.OfType<ModelCall>().ShouldHaveSingleItem().ShouldSatisfyAllConditions(
            static call => call.Reply.Completions.ShouldHaveSingleItem().Text.ShouldBe("SELECT City FROM cities"),
            static call => call.Reply.Usage.ShouldBe(new TokenUsage(1, 100, 9, 80)),
            static call => (call.N, call.Temperature, call.Seed).ShouldBe((1, 0.6, 7)),
            static call => (call.Reply.Endpoint, call.Reply.Server, call.Reply.ServedModel).ShouldBe(("coder", "127.0.0.1:8000", "some-model")),
            static call => call.Reply.Tries.ShouldHaveSingleItem().Status.ShouldBe(200),
            static call => call.Reply.Cost.ShouldBe(0.0001m));
        var view = QuestionProjection.Project(file.Question, file.Records);
        view.Status.ShouldBe(QuestionStatus.Answered);
        view.Answer.ShouldBe(["Arden"]);
        EvidenceProgram.Of(records).ShouldNotBeNull().Recorded.ShouldNotBeNull().RowCount.ShouldBe(2);
        QuestionProjection.StatusOf(records.Take(3)).ShouldBe(QuestionStatus.Queued);
    }

    [Fact]
    public async Task A_run_is_written_in_the_form_in_which_it_is_read()
    {
        var file = (await ReadAsync(Exported)) with { Version = RunFile.KnownVersion };
        using var stream = new MemoryStream();

        await file.WriteAsync(stream, TestContext.Current.CancellationToken);

        Encoding.UTF8.GetString(stream.ToArray()).ShouldContain("""
            "seed":7,"reply":{"completions":[
            """.Trim());

        using var again = new MemoryStream();
        await (await ReadAsync(Encoding.UTF8.GetString(stream.ToArray()))).WriteAsync(again, TestContext.Current.CancellationToken);
        again.ToArray().ShouldBe(stream.ToArray());
    }

    private static async Task<RunFile> ReadAsync(string json)
    {
        using var stream = new MemoryStream(Encoding.UTF8.GetBytes(json));
        return await RunFile.ReadAsync(stream, TestContext.Current.CancellationToken);
    }
}
