using System.Runtime.InteropServices;
using System.Text.Json;
using System.Text.RegularExpressions;
using AngleSharp.Dom;
using Bunit;
using Mact.ServiceDefaults;
using Mact.Web.Components;
using Mact.Web.Components.Ask;
using Mact.Web.Components.Shared;
using Mact.Web.Pages;
using Mact.Web.Tests.Localization;
using Mact.Web.Tests.Replay;
using Mact.Web.Tests.Support;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Forms;
using Microsoft.Extensions.DependencyInjection;

namespace Mact.Web.Tests.Components;

/// <summary>Pages in Korean: what is not data, a unit or a name must not be in Latin letters, in texts, labels and hints alike.</summary>
public sealed partial class KoreanPagesTests : PageTestBase
{
    private static readonly string[] Attributes = ["aria-label", "title", "placeholder", "alt", "data-mact-copied", "data-mact-not-copied"];

    /// <summary>Names, units and what is typed as it stands.</summary>
    private static readonly string[] Names =
    [
        "Mact", "SQL", "SQLite", "CSV", "TSV", "Excel", "Parquet", "JSON", "Api", "api", "web", "worker", "NET", "UTC", "ID", "NULL", "HTTP", "UNION",
        "INTERSECT", "EXCEPT", "Ctrl", "Enter", "English",
        "ms", "kB", "MB", "p50", "p95", "data", "DIR", "model-endpoint", "http", "v1", "MACT_API_KEY", "vLLM", "RunPod", "Ollama", "OpenAI",
    ];

    public static TheoryData<string> Runs =>
    [
        nameof(RecordedRuns.Queued), nameof(RecordedRuns.Started), nameof(RecordedRuns.InFirstStep), nameof(
            RecordedRuns.WaitingForModel), nameof(RecordedRuns.Retried),
        nameof(RecordedRuns.HandedBack), nameof(RecordedRuns.Answered), nameof(RecordedRuns.NotEnough), nameof(RecordedRuns.Guessed), nameof(
            RecordedRuns.EarlyAgreement),
        nameof(RecordedRuns.NotUnderstood), nameof(RecordedRuns.Cancelled), nameof(RecordedRuns.Failed),
    ];

    [Theory]
    [MemberData(nameof(Runs))]
    public async Task A_run_is_korean_in_every_part(string run)
    {
        Speak();
        Api.Ahead = 3;
        var records = Mact.Web.Tests.Runs.RunTimelineTests.Recorded(run);
        Api.Runs[RecordedRuns.Id] = records;
        foreach (var section in new[] { null, "evidence", "trace" })
        {
            var page = Render<Web.Pages.Run>(
                parameters => parameters.Add(static page => page.Id, RecordedRuns.Id).Add(page => page.Section, section));
            page.WaitForAssertion(() => page.Find("h1").TextContent.ShouldBe(RecordedRuns.Question.Text));
            if (section == "evidence" && run == nameof(RecordedRuns.Answered))
            {
                page.WaitForAssertion(() => page.Find(".lineage"));
            }

            await CheckAsync(page, $"{run}/{section}");
        }
    }

    [Fact]
    public async Task The_ask_page_is_korean_with_tables_sheets_joins_repairs_and_refusals()
    {
        Speak();
        Api.StandIn = false;
        var page = Render<Web.Pages.Ask>();
        var drop = page.FindComponent<TableDrop>().Instance;

        await page.InvokeAsync(
            () =>
                drop.Finished(
                    new UploadReply([new("t-a", "sales", [new TableRepair("x", "Repaired so.")], 25), new("t-b", "staff", [], 0)], Problem: null)
                    {
                        Source = "book.xlsx",
                        Skipped = [new("Notes", "empty", "Skipped so.")],
                    }));
        page.WaitForAssertion(() => page.FindAll(".table-card").Count.ShouldBe(2));
        page.WaitForAssertion(() => page.FindAll(".suggested .chip").Count.ShouldBeGreaterThan(2));
        page.WaitForAssertion(() => page.Find(".joins"));
        await page.UnfoldAsync(".corrections");
        foreach (var reason in new[] { "empty", "tooLarge", "notSent" })
        {
            await page.InvokeAsync(() => drop.Refused(reason, "book.xlsx", 30_000_000));
            await CheckAsync(page, reason, "Notes", "book.xlsx", "sales", "staff");
        }
    }

    [Fact]
    public async Task What_is_told_of_tables_stands_in_korean_with_its_values()
    {
        Speak();
        var page = Render<Web.Pages.Ask>();
        Sentence unread = $"In \"{"매출"}\" {2} {"cells are":words} no {"number":words} ({"\"DNF\""}{string.Empty}): "
            + $"without a value in SQL, the text is kept in \"{"매출_text"}\".";
        Sentence empty = $"The sheet \"{"Notes"}\" is empty.";

        await page.InvokeAsync(() => page.FindComponent<TableDrop>().Instance.Finished(
            new UploadReply([new("t-a", "sales", [new TableRepair("unread", unread)], 1), new("t-b", "staff", [], 0)], Problem: null)
            {
                Source = "book.xlsx",
                Skipped = [new("Notes", "empty", empty.ToString()) { Sentence = empty }],
            }));

        page.WaitForAssertion(() => page.Markup.ShouldContain("셀 2개는 숫자가 아닙니다"));
        page.Markup.ShouldContain("매출_text");
        page.Find(".skipped").TextContent.ShouldContain("시트 \"Notes\"은(는) 비어 있습니다.");
        page.Markup.ShouldNotContain("without a value");
    }

    [Fact]
    public async Task What_is_told_of_a_run_stands_in_korean_with_its_values()
    {
        Speak();
        Sentence lost = $"The worker {"worker-7"} stopped renewing its lease: it crashed, was stopped hard, or lost its connection.";
        Sentence down = $"The model endpoint {"host:8000"} was not ready for {(Sentence)$"{90:0} s"} ({(Sentence)"connection refused"}), longer "
            + $"than a question may wait (Models:MaxWaitAge). Start it or check the connection string, then ask again.";
        var at = RecordedRuns.Failed[^1];
        Api.Runs[RecordedRuns.Id] =
        [
            .. RecordedRuns.Failed.SkipLast(1),
            at with
            {
                Record = new AttemptFailed(lost.ToString(), at.Record.At) { Key = "lost", At = at.Record.At, Attempt = 1, Sentence = lost },
            },
            new(at.Sequence + 1, new Finished(new Outcome.Failed(new QuestionError("modelUnavailable", down))) { Key = "end", At = at.Record.At }),
        ];

        var page = Render<Web.Pages.Run>(static parameters => parameters.Add(static page => page.Id, RecordedRuns.Id));

        page.WaitForAssertion(() => page.Markup.ShouldContain("모델 엔드포인트 host:8000이 90초 동안 준비되지 않았습니다(연결이 거절됨)."));
        page.Markup.ShouldContain("작업자 worker-7이 응답하지 않습니다.");
        await CheckAsync(page, "told", "host:8000", "worker-7", "Models", "MaxWaitAge");
    }

    [Fact]
    public async Task Before_the_table_reader_examples_and_suggestions_are_korean_and_asked_in_english()
    {
        Speak();
        var page = Render<Web.Pages.Ask>();
        page.WaitForAssertion(() => page.FindAll(".example-questions .chip").Count.ShouldBeGreaterThan(5));
        await CheckAsync(page, "examples");
        page.FindAll(".example-questions .chip").Select(static chip => chip.TextContent).ShouldAllBe(static text => !text.Contains("most"));

        await page.InvokeAsync(() => page.FindComponent<TableDrop>().Instance.Finished(new UploadReply([new("t-a", "sales", [], 0)], Problem: null)));
        page.WaitForAssertion(() => page.FindAll(".suggested .chip-small").ShouldNotBeEmpty());
        page.Find(".suggested .chip-small").TextContent.ShouldEndWith("?");
        page.Find(".suggested .chip-small").TextContent.ShouldContain("무엇인가요");
        await page.ClickAsync(".suggested .chip-small");
        page.Find("#question").GetAttribute("value").ShouldStartWith("Which ");

        await page.ClickAsync(".example-questions .chip");
        page.WaitForAssertion(() => Api.Asked.ShouldHaveSingleItem().ShouldContain("Who won the most stages?"));
    }

    [Fact]
    public async Task Why_a_request_gave_nothing_is_korean_and_the_words_of_others_are_quoted()
    {
        Speak();
        Sentence busy = $"the endpoint is not ready (HTTP 503{": loading"})";
        Api.Runs[RecordedRuns.Id] =
        [
            .. RecordedRuns.Answered.Select(stored => stored.Record is ModelCall call
                ? stored with
                {
                    Record = call with
                    {
                        Reply = call.Reply with
                        {
                            Tries =
                            [
                                new(RecordedRuns.Start, 1200, 5, 503, busy.ToString()) { Sentence = busy },
                                new(RecordedRuns.Start, 20, 5, Status: null, "something of a later version"),
                            ],
                        },
                    },
                }
                : stored),
        ];

        var page = Render<Web.Pages.Run>(
            static parameters => parameters.Add(static page => page.Id, RecordedRuns.Id).Add(static page => page.Section, "trace"));

        page.WaitForAssertion(() => page.FindAll(".call li.error").Count.ShouldBeGreaterThan(1));
        page.FindAll(".call li.error").Take(2).Select(static line => line.TextContent)
            .ShouldBe(["1.2초 뒤, HTTP 503: 엔드포인트가 준비되지 않음(HTTP 503: loading)", "20 ms 뒤: “something of a later version”"]);
    }

    [Theory]
    [InlineData("Two tables are called “{0}”. Give one of them another name.", "매출표", "“매출표”라는 표가 둘입니다. 하나의 이름을 바꾸세요.")]
    [InlineData("Two tables are called “{0}”. Give one of them another name.", "2023", "“2023”이라는 표가 둘입니다. 하나의 이름을 바꾸세요.")]
    [InlineData("{0} is being loaded.", "Qwen3", "Qwen3을 불러오는 중입니다.")]
    public void A_text_of_the_page_has_the_particle_that_fits_its_value(string text, string value, string korean) =>
        Said.Korean[text, value].Value.ShouldBe(korean);

    [Fact]
    public async Task Every_example_is_korean()
    {
        using var examples = JsonDocument.Parse(await File.ReadAllTextAsync(
            Path.Combine(AppContext.BaseDirectory, "Examples", "examples.json"), Xunit.TestContext.Current.CancellationToken));

        examples.RootElement.EnumerateArray()
            .SelectMany(static example => example.GetProperty("questions").EnumerateArray().Select(static question => question.GetProperty("text"))
                .Append(example.GetProperty("title")).Append(example.GetProperty("description")))
            .Select(static text => text.GetString()!)
            .Where(static text => Said.Korean[text].ResourceNotFound)
            .ShouldBeEmpty();
        Said.Korean.Written("NOT_UNDERSTOOD: the built-in reader does not understand this; connect a model")
            .ShouldBe("내장 표 해석기가 이해하지 못했습니다. 모델을 연결하세요.");
    }

    [Fact]
    public async Task What_is_missing_and_an_empty_table_are_said_in_korean()
    {
        Speak();
        Api.StandIn = false;
        Api.Table = """{"id":"t-empty","name":"empty","columns":[{"name":"a","originalName":"a","type":"text"}],"rowCount":0,"repairs":[]}""";
        var page = Render<Web.Pages.Ask>();
        page.WaitForAssertion(() => page.Find("#ask-button").HasAttribute("disabled").ShouldBeFalse());
        await page.ClickAsync("#ask-button");
        page.WaitForAssertion(() => page.Find(".ask > .error"));
        await CheckAsync(page, "missing");

        await page.InvokeAsync(
            () => page.FindComponent<TableDrop>().Instance.Finished(new UploadReply([new("t-empty", "empty", [], 0)], Problem: null)));
        await CheckAsync(page, "empty");
    }

    [Fact]
    public async Task History_and_system_are_korean()
    {
        Speak();
        Api.Runs["q1"] = RecordedRuns.Answered;
        Api.Failures = """[{"id":"dead-1","question":"Why?","submittedAt":"2026-11-22T12:00:00Z","error":{"code":"x","message":"The worker crashed.","served":null},"dead":true}]""";
        var history = Render<History>();
        history.WaitForAssertion(() => history.Find(".history .q"));
        await CheckAsync(history, "history", Show.Cut(RecordedRuns.Question.Text, 60));

        var system = Render<SystemPage>();
        system.WaitForAssertion(() => system.FindAll("tbody tr").Count.ShouldBe(2));
        await CheckAsync(system, "system", "Why?", BuildInformation.Current.Full, RuntimeInformation.FrameworkDescription);
    }

    [Fact]
    public async Task Small_pages_the_frame_and_problems_are_korean()
    {
        Speak();
        await CheckAsync(Render<NotFound>(), "not found");
        await CheckAsync(Render<Error>(), "error");
        SetRendererInfo(new("Server", isInteractive: true));
        await CheckAsync(Render<MainLayout>(), "frame");
        var unknown = Render<Web.Pages.Run>(static parameters => parameters.Add(static page => page.Id, "missing"));
        unknown.WaitForAssertion(() => unknown.FindAll("a.btn").Count.ShouldBe(2));
        await CheckAsync(unknown, "unknown question");
        foreach (
            var problem in new[]
            {
                ApiProblem.Unreachable,
                ApiProblem.Parse(429, "", TimeSpan.FromSeconds(3)),
                ApiProblem.Parse(404, ""),
                ApiProblem.Parse(503, ""),
                ApiProblem.Parse(418, ""),
                ApiProblem.Parse(413, ""),
                ApiProblem.Parse(500, ""),
                ApiProblem.Parse(400, """{"title":"The table cannot be read","detail":"Row 3 has too many cells.","code":"notCsv"}"""),
                ApiProblem.Parse(409, """{"title":"Something of a later version","detail":"In English."}"""),
            })
        {
            await CheckAsync(Render<ProblemNotice>(parameters => parameters.Add(static notice => notice.Problem, problem)), problem.Title);
        }
    }

    [Fact]
    public async Task A_replayed_run_and_a_file_that_is_none_are_korean()
    {
        Speak();
        Api.Runs[RecordedRuns.Id] = RecordedRuns.Answered;
        var page = Render<ReplayPage>();
        await CheckAsync(page, "before");
        foreach (var text in new[] { "{}", "x", """{"version":7,"records":[]}""", RunFileReaderTests.Export(RecordedRuns.Answered) })
        {
            page.FindComponent<InputFile>().UploadFiles(InputFileContent.CreateFromText(text, "run.json"));
            page.WaitForAssertion(() => page.FindAll(".notice").Count.ShouldBe(1));
            await CheckAsync(page, text[..1], "run.json");
        }
    }

    [Fact]
    public void What_is_english_is_found()
    {
        var component = Render(
            builder => builder.AddMarkupContent(0, "<p aria-label=\"Close it\">3 of 5 <b>한국어</b></p><script>ignored code</script>"));

        Leftovers(component.Nodes, []).ShouldBe(["3 of 5", "Close it"], ignoreOrder: true);
    }

    private void Speak() => Services.AddSingleton(Said.Korean);

    private async Task CheckAsync<T>(IRenderedComponent<T> shown, string where, params string[] more)
        where T : IComponent
    {
        IReadOnlyCollection<string> data = [.. await DataAsync(), .. more];

        // As a step of the renderer, so that nothing is drawn anew while it is read.
        await shown.InvokeAsync(() => Leftovers(shown.Nodes, data).ShouldBeEmpty(where));
    }

    private static IReadOnlyList<string> Leftovers(IEnumerable<INode> nodes, IReadOnlyCollection<string> data)
    {
        // Texts that are the same in both languages on purpose stand in the Korean file.
        var korean = Said.Korean.GetAllStrings(includeParentCultures: false).Select(static text => text.Value).ToHashSet(StringComparer.Ordinal);
        var known = new Regex(
            string.Join(
                '|',
                data.Where(static text => text.Length > 1).OrderByDescending(static text => text.Length).Concat(Names)
                    .Select(static text => $"(?<![A-Za-z0-9_]){Regex.Escape(text)}(?![A-Za-z0-9_])")),
            RegexOptions.None,
            TimeSpan.FromSeconds(10));
        return
        [
            .. nodes.SelectMany(Shown)
                .Select(static text => text.Trim())
                .Where(text => text.Length > 0 && !korean.Contains(text) && Latin().IsMatch(known.Replace(text, string.Empty)))
                .Distinct(StringComparer.Ordinal),
        ];
    }

    private static IEnumerable<string> Shown(INode node) => node switch
    {
        IText text => [text.Data],
        IElement { LocalName: "script" or "style" or "pre" or "code" } => [],
        IElement element when element.GetAttribute("lang") == "en" => [],
        IElement element => Attributes.Select(element.GetAttribute).OfType<string>().Concat(element.ChildNodes.SelectMany(Shown)),
        _ => [],
    };

    /// <summary>Every string that the fake Api gives, and those of the example tables.</summary>
    private async Task<IReadOnlyCollection<string>> DataAsync()
    {
        var data = new HashSet<string>(StringComparer.Ordinal);
        foreach (var records in Api.Runs.Values)
        {
            Collect(JsonSerializer.SerializeToElement(records, MactJson.Default.IReadOnlyListStoredRecord), data);
        }

        using var http = new HttpClient { BaseAddress = Api.Address };
        foreach (var path in new[] { "tables/t-cities", "tables/t-cities/rows?offset=0&limit=9", "system", "questions" })
        {
            using var document = JsonDocument.Parse(
                await http.GetStringAsync(new Uri(path, UriKind.Relative), Xunit.TestContext.Current.CancellationToken));
            Collect(document.RootElement, data);
        }

        using var examples = JsonDocument.Parse(
            await File.ReadAllTextAsync(
                Path.Combine(AppContext.BaseDirectory, "Examples", "examples.json"), Xunit.TestContext.Current.CancellationToken));
        Collect(examples.RootElement, data);

        // The profile's names, and the question's columns as words.
        data.UnionWith(
            [
                "visits.city", "cities.city", "city,year,visitors", "Lisbon,2023,4100000", "visitors 2023", "visitors_2023", "3 (tie)", "gain",
                "Porto", "Portugal", "town", "city",
            ]);
        return data;
    }

    private static void Collect(JsonElement element, HashSet<string> data)
    {
        switch (element.ValueKind)
        {
            case JsonValueKind.String:
                data.Add(element.GetString()!.Trim());
                break;
            case JsonValueKind.Array:
                foreach (var item in element.EnumerateArray())
                {
                    Collect(item, data);
                }

                break;
            case JsonValueKind.Object:
                // What workers and the Api write in sentences is no data: the page has its own.
                foreach (var member in element.EnumerateObject().Where(static member => member.Name is not ("message" or "reason" or "tie")))
                {
                    Collect(member.Value, data);
                }

                break;
        }
    }

    [GeneratedRegex("[A-Za-z]{2,}", RegexOptions.None, matchTimeoutMilliseconds: 5000)]
    private static partial Regex Latin();
}
