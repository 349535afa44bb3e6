using Bunit;
using Mact.Testing;
using Mact.Web.Components.Ask;
using Mact.Web.Components.Shared;
using Mact.Web.Tests.Localization;
using Mact.Web.Tests.Runs;
using Mact.Web.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;

namespace Mact.Web.Tests.Components;

/// <summary>Every state a person can meet says what it is and what comes next.</summary>
public sealed class StateTests : PageTestBase
{
    [Theory]
    [MemberData(nameof(RunTimelineTests.States), MemberType = typeof(RunTimelineTests))]
    public void Without_an_answer_a_run_says_what_is_going_on_and_what_comes_next(string run, QuestionStatus status, string label)
    {
        var records = RunTimelineTests.Recorded(run);
        var words = StatusText.Of(RunTimeline.From(records), Said.English);
        var page = Show(records);

        page.Find(".run-meta .badge").TextContent.ShouldBe(label);
        if (status is not (QuestionStatus.Answered or QuestionStatus.NotEnoughAgreement))
        {
            var card = TextOf(page.Find(".progress-card"));
            card.ShouldContain(words.Now);
            card.ShouldContain(
                string.Concat(TimedText.Split(words.Next).Select(static (part, index) => index % 2 == 0 ? part : "12:01:00 UTC")));
        }
    }

    [Fact]
    public void A_queued_question_says_how_many_are_ahead()
    {
        Api.Ahead = 3;

        var page = Show(RecordedRuns.Queued);

        page.WaitForAssertion(
            () =>
                TextOf(page.Find(".progress-card")).ShouldContain(
                    "Waiting for a free worker. It starts by itself. You can leave this page: the link stays valid."));
        page.WaitForAssertion(() => TextOf(page.Find(".progress-foot")).ShouldContain("3 questions are ahead of it."));
    }

    [Fact]
    public void Waiting_for_the_model_says_why_for_how_long_and_that_it_costs_nothing()
    {
        var card = TextOf(Show(RecordedRuns.WaitingForModel).Find(".progress-card"));

        card.ShouldContain("The model is starting, 42 s");
        card.ShouldContain("waiting does not count as an attempt. You can cancel.");
        card.ShouldContain("Endpoint “planner”: it is starting (a cold start can take minutes)");
    }

    [Fact]
    public void A_retry_says_when_and_why()
    {
        var card = TextOf(Show(RecordedRuns.Retried).Find(".progress-card"));

        card.ShouldContain("Attempt 1 ended: the worker lost its lease.");
        card.ShouldContain("Attempt 2 is due at 12:01:00 UTC and continues where this one stopped.");
        Show(RecordedRuns.Retried).FindAll("time[data-mact-time=seconds]").Count.ShouldBe(2, "in the card and in the timeline");
    }

    [Fact]
    public void A_second_attempt_says_that_it_is_one_and_because_of_what()
    {
        var page = Show(VariedRuns.SecondAttempt);

        TextOf(page.Find(".progress-card")).ShouldContain(
            "Planning the first step. This is attempt 2, because the one before ended: the worker lost its lease.");
        TextOf(page.Find(".run-meta")).ShouldContain("attempt 2");
        TextOf(page.Find(".timeline")).ShouldContain("Attempt 2 began on worker-2 and continued from what was recorded; it had waited 750 ms.");
    }

    [Fact]
    public void A_question_that_was_given_up_says_what_can_be_done() =>
        TextOf(Show(VariedRuns.GivenUp).Find(".progress-card")).ShouldContain(
            "Attempt 1 ended: the worker crashed. It will not be retried by itself. Ask again, or retry it on the System page.");

    [Fact]
    public void A_question_that_was_put_back_says_so() =>
        TextOf(Show(VariedRuns.PutBack).Find(".progress-card")).ShouldContain(
            "The question was returned to the queue by hand. It starts by itself and continues where it stopped.");

    [Fact]
    public async Task A_lost_connection_is_said_and_taken_up_again_where_it_was()
    {
        var time = new FakeTimeProvider();
        Services.AddSingleton<TimeProvider>(time);
        var page = Show(RecordedRuns.InFirstStep);

        // Nothing comes for longer than a heartbeat takes; when the page begins to listen is not known, so time goes on until it has.
        // What is said is kept as it is seen: it goes as soon as the connection is there again.
        string? said = null;
        await Eventually.WhileAsync(
            () => (said = page.FindAll(".notice-warn").Select(TextOf).FirstOrDefault()) is null, () => time.Advance(TimeSpan.FromSeconds(36)));
        said.ShouldNotBeNull().ShouldContain("The connection to the Api is lost");
        said.ShouldContain("The page reconnects by itself and continues where it was. The question keeps running meanwhile.");
        page.FindAll(".step").Count.ShouldBe(1);

        await Eventually.WhileAsync(() => page.FindAll(".notice-warn").Count > 0, () => time.Advance(TimeSpan.FromSeconds(1)));
        Api.Streams.Distinct().ShouldBe([RecordedRuns.InFirstStep.Count.ToString()]);
    }

    [Fact]
    public void A_cancelled_run_says_what_stays_and_how_to_begin_again()
    {
        var page = Show(RecordedRuns.Cancelled);

        TextOf(page.Find(".progress-card")).ShouldContain(
            "The question was cancelled. What it had used by then is recorded below. Ask again to start over.");
        page.Find(".run-actions a").GetAttribute("href").ShouldBe("?from=" + RecordedRuns.Id);
    }

    [Fact]
    public void A_failed_run_says_what_failed_what_is_served_and_what_to_do()
    {
        var card = TextOf(Show(RecordedRuns.Failed).Find(".progress-card"));

        card.ShouldContain("The endpoint does not serve “llama”. Fix the problem named here, then ask again; the tables are still stored.");
        card.ShouldContain("The endpoint serves: mact-table-reader qwen3-32b");
    }

    [Fact]
    public void Too_little_agreement_shows_the_leading_answer_and_what_to_do() =>
        TextOf(Show(RecordedRuns.NotEnough).Find(".answer-card .notice-warn")).ShouldBe(
            "The agreement is below the 80 % that was asked for. This is the leading answer, not a confirmed one: read what the others found, or "
                + "ask again with more samples.");

    [Theory]
    [InlineData("empty", "book.csv is empty. Choose a file with column names in the first row and rows below it.")]
    [InlineData(
        "tooLarge",
        "book.csv has 28.6 MB; the limit is 20 MB for one table. It was not sent. Leave out columns or rows that the question does not need.")]
    [InlineData("notSent", "book.csv could not be sent: the server does not answer. Try again in a moment.")]
    public async Task A_file_that_is_not_sent_says_why_and_what_to_do(string reason, string words)
    {
        var page = Render<TableDrop>();

        await page.InvokeAsync(() => page.Instance.Refused(reason, "book.csv", 30_000_000));

        page.Find(".error[role=alert]").TextContent.ShouldBe(words);
        page.Find(".drop-status").TextContent.ShouldBeEmpty();
    }

    [Theory]
    [InlineData(415, """{"title":"The table cannot be read","detail":"This is a PDF, not delimited text. Copy the table out of it, or export it as CSV."}""", "The table cannot be read. This is a PDF, not delimited text. Copy the table out of it, or export it as CSV.")]
    [InlineData(400, """{"title":"The table cannot be read","detail":"The workbook is protected by a password. Save it without one and send it again."}""", "The table cannot be read. The workbook is protected by a password. Save it without one and send it again.")]
    [InlineData(413, "", "That is too large")]
    [InlineData(503, "", "The Api is not ready")]
    public async Task What_the_api_refuses_is_shown_in_its_words(int status, string body, string words)
    {
        var page = Render<TableDrop>();

        await page.InvokeAsync(() => page.Instance.Finished(new UploadReply([], Said.English.Problem(ApiProblem.Parse(status, body)))));

        page.Find(".error[role=alert]").TextContent.ShouldBe(words);
    }

    [Fact]
    public void A_limit_says_once_when_to_try_again()
    {
        Said.English.Problem(ApiProblem.Parse(429, "", TimeSpan.FromSeconds(4.2))).ShouldBe("The queue is full. Try again in 5.0 s.");
        const string Limit = """
            {"title":"Too many requests","detail":"One key may send 9 requests a minute (Auth:RequestsPerMinutePerKey). Try again in 5 s.",
            "sentence":{"pattern":"One key may send {0} requests a minute (Auth:RequestsPerMinutePerKey).","values":["9"]}}
            """;
        Said.English.Problem(ApiProblem.Parse(429, Limit, TimeSpan.FromSeconds(4.2))).ShouldBe(
            "Too many requests. One key may send 9 requests a minute (Auth:RequestsPerMinutePerKey). Try again in 5.0 s.");
    }

    [Fact]
    public void Fifty_thousand_rows_are_asked_for_in_windows()
    {
        var grid = Render<TableGrid>(static parameters => parameters
            .Add(static grid => grid.Id, "t-cities")
            .Add(static grid => grid.Name, "many")
            .Add(static grid => grid.Columns, [new Column("n", "n", ColumnType.Integer)])
            .Add(
                static grid => grid.Rows,
                [.. Enumerable.Range(1, 50_000).Select(static number => new[] { number.ToString() })]));

        grid.WaitForAssertion(() => grid.FindAll("tbody tr").Count.ShouldBeInRange(1, 200));
    }

    private IRenderedComponent<Web.Pages.Run> Show(IReadOnlyList<StoredRecord> records)
    {
        Api.Runs[RecordedRuns.Id] = records;
        var page = Render<Web.Pages.Run>(static parameters => parameters.Add(static run => run.Id, RecordedRuns.Id));
        page.WaitForAssertion(() => page.Find("h1").TextContent.ShouldBe(RecordedRuns.Question.Text));
        return page;
    }
}
