using System.Diagnostics;
using System.Net;
using Mact.Api.Tests.Support;
using Mact.Core.Queueing;

namespace Mact.Api.Tests.Questions;

public sealed class AskTests
{
    [Fact]
    public async Task An_accepted_question_says_where_to_look()
    {
        await using var factory = new ApiFactory();
        using var client = factory.CreateClient();

        var reply = await client.PostAsync("/questions", Requests.Question());

        reply.Status.ShouldBe(HttpStatusCode.Accepted, reply.Text);
        var id = reply.At("id");
        reply.At("status").ShouldBe("queued");
        reply.Headers.Location!.ToString().ShouldBe($"/questions/{id}");
        reply.At("links.self").ShouldBe($"/questions/{id}");
        reply.At("links.records").ShouldBe($"/questions/{id}/records");
        reply.At("links.events").ShouldBe($"/questions/{id}/events");
        reply.At("links.cancel").ShouldBe($"/questions/{id}/cancel");
    }

    [Fact]
    public async Task The_worker_gets_text_tables_context_options_and_trace()
    {
        await using var factory = new ApiFactory();
        using var client = factory.CreateClient();
        const string Trace = "0af7651916cd43dd8448eb211c80319c";
        var more = ""","context":["One.","Two."],"options":{"planSamples":3,"strategy":"sql","selection":"logp","seed":-7,"minAgreement":0.5,"budget":{"requests":9,"cost":0.25}}""";

        await client.PostAsync(
            "/questions",
            Requests.Question(question: "  How many?  ", more: more),
            ("traceparent", $"00-{Trace}-b7ad6b7169203331-01"),
            ("tracestate", "a=b"));

        var question = factory.Queue.Last.ShouldNotBeNull();
        question.Text.ShouldBe("How many?");
        question.Tables.ShouldHaveSingleItem().Name.ShouldBe("cities");
        question.Context.ShouldBe(["One.", "Two."]);
        question.Options.PlanSamples.ShouldBe(3);
        question.Options.CodeSamples.ShouldBe(5);
        question.Options.Strategy.ShouldBe(Strategy.Sql);
        question.Options.Selection.ShouldBe(ActionSelection.Logp);
        question.Options.Seed.ShouldBe(-7);
        question.Options.Budget.ShouldBe(new Budget(Requests: 9, Cost: 0.25m));
        question.SubmittedAt.ShouldBe(factory.Time.GetUtcNow());
        ActivityContext.Parse(question.TraceParent!, question.TraceState).TraceId.ToHexString().ShouldBe(Trace);
        question.TraceState.ShouldBe("a=b");
    }

    [Fact]
    public async Task Questions_sort_by_the_time_they_were_asked()
    {
        await using var factory = new ApiFactory();
        using var client = factory.CreateClient();

        var first = await client.AskAsync();
        factory.Time.Advance(TimeSpan.FromMilliseconds(1));
        var second = await client.AskAsync();

        string.CompareOrdinal(first, second).ShouldBeLessThan(0);
    }

    [Fact]
    public async Task Repairs_of_the_tables_are_said()
    {
        await using var factory = new ApiFactory();
        using var client = factory.CreateClient();

        var reply = await client.PostAsync("/questions", Requests.Question("""[{"name":"t","columns":["a","a"],"rows":[["1","2"]]}]"""));

        reply.At("tables.0.repairs.0.code").ShouldBe("duplicateHeader");
    }

    [Fact]
    public async Task A_stored_table_is_asked_by_its_id()
    {
        await using var factory = new ApiFactory();
        using var client = factory.CreateClient();
        var id = await client.StoreCitiesAsync();

        var reply = await client.PostAsync("/questions", Requests.Question($$"""[{"id":"{{id}}","name":"towns"}]"""));

        reply.Status.ShouldBe(HttpStatusCode.Accepted, reply.Text);
        factory.Queue.Last!.Tables.ShouldBe([new TableRef(id, "towns")]);
    }

    [Fact]
    public async Task A_form_carries_the_question_its_options_and_files()
    {
        await using var factory = new ApiFactory();
        using var client = factory.CreateClient();
        var csv = "City,People\nArden,131900\n"u8.ToArray();

        var reply = await client.PostFormAsync(
            "/questions", [("question", "How many?"), ("context", "One."), ("context", "Two."), ("options", """{"maxSteps":2}""")], ("towns.csv", csv), ("towns.csv", csv));

        reply.Status.ShouldBe(HttpStatusCode.Accepted, reply.Text);
        var question = factory.Queue.Last.ShouldNotBeNull();
        question.Text.ShouldBe("How many?");
        question.Context.ShouldBe(["One.", "Two."]);
        question.Options.MaxSteps.ShouldBe(2);
        question.Tables.Select(static table => table.Name).ShouldBe(["towns", "towns_2"]);
        reply.At("tables.1.repairs.0.code").ShouldBe("tableRenamed");
    }

    [Theory]
    [InlineData("""{"question":" ","tables":[{"columns":["a"],"rows":[["1"]]}]}""", "emptyQuestion")]
    [InlineData("""{"question":7,"tables":[{"columns":["a"],"rows":[["1"]]}]}""", "emptyQuestion")]
    [InlineData("""{"question":"x"}""", "noTable")]
    [InlineData("""{"question":"x","tables":[]}""", "noTable")]
    [InlineData("""{"question":"x","tables":null}""", "noTable")]
    [InlineData("""{"question":"x","tables":{}}""", "invalidTable")]
    [InlineData("""{"question":"x","tables":[5]}""", "invalidTable")]
    [InlineData("""{"question":"x","tables":[{"name":"a"}]}""", "invalidTable")]
    [InlineData("""{"question":"x","tables":[{"columns":["a","b"],"rows":[["1"]]}]}""", "raggedRows")]
    [InlineData("""{"question":"x","tables":[{"name":"a","columns":["a"],"rows":[["1"]]},{"name":"A","columns":["a"],"rows":[["1"]]}]}""", "duplicateTableName")]
    [InlineData("""{"question":"x","tables":[{"columns":["a"],"rows":[["1"]]}],"context":5}""", "invalidContext")]
    [InlineData("""{"question":"x","tables":[{"columns":["a"],"rows":[["1"]]}],"contxt":"y"}""", "unknownField")]
    [InlineData("[]", "badRequest")]
    [InlineData("", "brokenJson")]
    [InlineData("{\"question\":", "brokenJson")]
    public async Task A_malformed_question_is_refused_in_words_and_not_queued(string body, string code)
    {
        await using var factory = new ApiFactory();
        using var client = factory.CreateClient();

        (await client.PostAsync("/questions", body)).ShouldBeProblem(HttpStatusCode.BadRequest, code);
        factory.Queue.Last.ShouldBeNull();
    }

    [Fact]
    public async Task Everything_that_is_wrong_is_said_at_once()
    {
        await using var factory = new ApiFactory();
        using var client = factory.CreateClient();

        var reply = await client.PostAsync("/questions", """{"question":"","options":{"planSamples":0}}""");

        reply.Status.ShouldBe(HttpStatusCode.BadRequest);
        reply.Body["errors"]!.AsObject().Select(static error => error.Key).ShouldBe(["options.planSamples", "question", "tables"], ignoreOrder: true);
    }

    [Theory]
    [InlineData("Api:MaxQuestionLength", "5", "questionTooLong")]
    [InlineData("Api:MaxContextLength", "1", "contextTooLong")]
    public async Task A_text_beyond_its_limit_is_refused(string setting, string value, string code)
    {
        await using var factory = new ApiFactory((setting, value));
        using var client = factory.CreateClient();

        (await client.PostAsync("/questions", Requests.Question(more: ""","context":"two"}"""[..^1]))).ShouldBeProblem(HttpStatusCode.BadRequest, code);
    }

    [Fact]
    public async Task Too_many_tables_are_refused()
    {
        await using var factory = new ApiFactory(("Tables:MaxTables", "1"));
        using var client = factory.CreateClient();

        var reply = await client.PostAsync(
            "/questions", Requests.Question($"[{Requests.Cities},{Requests.Cities.Replace("cities", "b", StringComparison.Ordinal)}]"));

        reply.ShouldBeProblem(HttpStatusCode.BadRequest, "tooManyTables");
    }

    [Theory]
    [InlineData("Tables:MaxRows", "1", "tooManyRows")]
    [InlineData("Api:MaxRequestBytes", "1000", "tooManyBytes")]
    public async Task A_question_beyond_the_limits_of_size_is_too_large(string setting, string value, string code)
    {
        await using var factory = new ApiFactory((setting, value));
        using var client = factory.CreateClient();
        var padded = Requests.Question(more: $",\"context\":\"{new string('x', 2_000)}\"");

        (await client.PostAsync("/questions", padded)).ShouldBeProblem(HttpStatusCode.RequestEntityTooLarge, code);
    }

    [Fact]
    public async Task A_question_must_be_json_or_a_form()
    {
        await using var factory = new ApiFactory();
        using var client = factory.CreateClient();

        (
            await client.PostAsync(
                "/questions", "How many?"u8.ToArray(), "text/plain")).ShouldBeProblem(HttpStatusCode.UnsupportedMediaType, "unsupportedMediaType");
    }

    [Theory]
    [InlineData("nonsense")]
    [InlineData("0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef")]
    public async Task An_unknown_table_is_not_found(string id)
    {
        await using var factory = new ApiFactory();
        using var client = factory.CreateClient();

        (await client.PostAsync("/questions", Requests.Question($$"""[{"id":"{{id}}","name":"a"}]"""))).ShouldBeProblem(HttpStatusCode.NotFound, "tableNotFound");
    }

    [Theory]
    [InlineData(false, "queueFull", "5000 questions may wait (Queue:MaxQueued)")]
    [InlineData(true, "clientLimit", "One client may have 1000 of them (Queue:MaxPerClient)")]
    public async Task A_full_queue_says_which_limit_it_is_and_asks_to_come_back_later(bool clientLimit, string code, string limit)
    {
        await using var factory = new ApiFactory();
        using var client = factory.CreateClient();
        factory.Queue.Verdict = new Submission.Full(TimeSpan.FromSeconds(6.2), clientLimit);

        var reply = await client.PostAsync("/questions", Requests.Question());

        reply.ShouldBeProblem(HttpStatusCode.TooManyRequests, code).Detail.ShouldContain(limit);
        reply.Headers.RetryAfter!.Delta.ShouldBe(TimeSpan.FromSeconds(7));
    }

    [Fact]
    public async Task The_same_key_with_the_same_question_is_the_same_question_in_whatever_form_it_comes()
    {
        await using var factory = new ApiFactory();
        using var client = factory.CreateClient();

        var first = await client.PostAsync("/questions", Requests.Question(), ("Idempotency-Key", "abc"));
        factory.Store.Answer(first.At("id"));
        var second = await client.PostAsync(
            "/questions",
            Requests.Question()
                .Replace(",", ", ", StringComparison.Ordinal)
                .Replace("131, 900", "131,900", StringComparison.Ordinal)
                .Replace("115, 050", "115,050", StringComparison.Ordinal),
            ("Idempotency-Key", "abc"));

        second.Status.ShouldBe(HttpStatusCode.OK, second.Text);
        second.At("id").ShouldBe(first.At("id"));
        second.At("status").ShouldBe("answered");
        second.Headers.Location!.ToString().ShouldBe($"/questions/{first.At("id")}");
        factory.Store.QuestionCount.ShouldBe(1);
    }

    [Fact]
    public async Task The_same_key_with_another_question_is_a_conflict()
    {
        await using var factory = new ApiFactory();
        using var client = factory.CreateClient();

        await client.PostAsync("/questions", Requests.Question(), ("Idempotency-Key", "abc"));
        var reply = await client.PostAsync("/questions", Requests.Question(more: ""","options":{"seed":1}"""), ("Idempotency-Key", "abc"));

        reply.ShouldBeProblem(HttpStatusCode.Conflict, "idempotencyKeyReused");
    }

    [Theory]
    [InlineData("two words")]
    [InlineData("\u00e4")]
    public async Task An_unusable_key_is_refused(string key)
    {
        await using var factory = new ApiFactory();
        using var client = factory.CreateClient();

        (
            await client.PostAsync(
                "/questions", Requests.Question(), ("Idempotency-Key", key))).ShouldBeProblem(HttpStatusCode.BadRequest, "invalidIdempotencyKey");
    }

    [Fact]
    public async Task An_address_does_not_stand_in_the_question()
    {
        await using var factory = new ApiFactory();
        using var client = factory.CreateClient();
        await client.AskAsync();

        factory.Queue.Last!.Client.ShouldMatch("^[0-9a-f]{16}$");
    }
}
