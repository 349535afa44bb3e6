using System.Text.Json;
using System.Text.RegularExpressions;
using AngleSharp.Dom;
using Bunit;
using Mact.Web.Components.Run;
using Mact.Web.Tests.Localization;
using Mact.Web.Tests.Support;

namespace Mact.Web.Tests.Components;

/// <summary>Pages say what the records say, whichever way a run went.</summary>
public sealed partial class RecordedClaimsTests : PageTestBase
{
    public static TheoryData<string> Names =>
    [
        nameof(RecordedRuns.Answered), nameof(RecordedRuns.NotEnough), nameof(RecordedRuns.Guessed), nameof(
            RecordedRuns.EarlyAgreement), nameof(RecordedRuns.NotUnderstood),
        nameof(RecordedRuns.Cancelled), nameof(RecordedRuns.Failed), nameof(
            RecordedRuns.WaitingForModel), nameof(RecordedRuns.Retried), nameof(RecordedRuns.InFirstStep),
        nameof(VariedRuns.Split), nameof(VariedRuns.Repaired), nameof(VariedRuns.HaltedBySteps), nameof(
            VariedRuns.HaltedByBudget), nameof(VariedRuns.Priced), nameof(VariedRuns.SecondAttempt), nameof(VariedRuns.Replayed),
    ];

    [Theory]
    [MemberData(nameof(Names))]
    public void Every_figure_of_the_pages_follows_from_the_records(string name)
    {
        var records = Find(name);
        var figures = Figures(records);
        foreach (var section in new[] { null, "trace" })
        {
            var page = Open(records, section);

            Numbers(page.Nodes).Where(number => !figures.Contains(number)).ShouldBeEmpty($"{name}/{section}: {TextOf(page)}");
        }
    }

    [Theory]
    [InlineData(nameof(RecordedRuns.Answered), "3 of 5 programs gave this result (step 1).", false)]
    [InlineData(nameof(VariedRuns.Split), "2 of 5 programs gave this result (step 1).", true)]
    [InlineData(nameof(VariedRuns.Repaired), "2 of 5 programs gave this result (step 1).", true)]
    [InlineData(nameof(RecordedRuns.EarlyAgreement), "3 of 5 programs gave this result (step 1).", false)]
    [InlineData(nameof(RecordedRuns.Guessed), "4 of 5 samples wrote this; no program was run for it.", true)]
    [InlineData(nameof(RecordedRuns.NotEnough), "3 of 5 programs gave this result (step 1).", true)]
    public void The_agreement_and_its_warning_are_those_of_the_outcome(string name, string words, bool warning)
    {
        var card = Open(Find(name), section: null).Find(".answer-card");

        var said = card.QuerySelector(".agreement-words summary")!.TextContent;
        said.ShouldStartWith(words.Split(" (step")[0]);
        said.ShouldEndWith(words.Contains("(step", StringComparison.Ordinal) ? words[words.IndexOf(" (step", StringComparison.Ordinal)..] : ".");
        (card.QuerySelector(".notice-warn") is not null).ShouldBe(warning);
        card.QuerySelectorAll(".meter-dot.on").Length.ShouldBe(int.Parse(words[..1]));
    }

    [Fact]
    public void A_unanimous_finish_does_not_hide_a_split()
    {
        var card = Open(VariedRuns.Split, section: null).Find(".answer-card");

        TextOf(card).ShouldContain("At the end, 5 of 5 plans wrote this answer.");
        card.QuerySelectorAll(".dissent li").Select(TextOf).ShouldBe(
            ["Lisbon, 4,100,000 1 program, 1 plan, step 1", "Faro, 50,000 1 program, step 1"]);
    }

    [Fact]
    public void A_repair_is_told_with_both_rounds()
    {
        var step = Open(VariedRuns.Repaired, section: null).Find(".step");

        step.QuerySelectorAll(".execution-label").Select(static label => TextOf(label).Split('·')[0].TrimEnd()).ShouldBe(
            [
                "0 of 5 programs ran, 5 did not",
                "Second round: no program had given a result, so the coder was shown why. 2 of 5 programs ran, 3 did not",
            ]);
        TextOf(step).ShouldContain("5 × could not run: no such column: town");
    }

    [Fact]
    public void Programs_that_find_no_rows_have_run()
    {
        var execution = new ToolResult(
            1, "sql", 2,
            [
                new(0, "SELECT 1 WHERE 0", ToolSampleStatus.Empty, null, "No row is left.", 1),
                new(1, "SELECT x", ToolSampleStatus.Error, null, "No such column: x.", 1),
            ],
            [])
        { StartedAt = RecordedRuns.Start, DurationMs = 1 };

        var label = Render<ExecutionView>(view => view.Add(static each => each.Execution, execution)).Find(".execution-label");

        TextOf(label).ShouldStartWith("1 of 2 programs ran, 1 did not");
    }

    [Theory]
    [InlineData("5 plans, none of any use", 0, 5)]
    [InlineData("4 plans, one action, 3 of no use", 1, 3)]
    [InlineData("2 plans, all with the same action", 2, 0)]
    public void Plans_that_name_no_action_have_none_in_common(string words, int usable, int useless)
    {
        var plans = Enumerable.Range(0, usable + useless).Select(index => index < usable
            ? new PlanSample(index, PlanStatus.Valid, "t", "operate", "sum", null, null)
            : new PlanSample(index, PlanStatus.NoAction, "t", null, null, null, null));

        var list = Render<PlanList>(view => view.Add(static each => each.Plans, new PlansRead(1, [.. plans])));

        TextOf(list.Find("summary")).ShouldBe(words);
    }

    [Theory]
    [InlineData(
        nameof(VariedRuns.HaltedBySteps),
        "6 steps were carried out and no plan chose to finish.",
        "Ask a narrower question, or allow more steps (effort: thorough).")]
    [InlineData(nameof(VariedRuns.HaltedByBudget), "The budget of 3,000 tokens is used up.", "Raise the budget, or ask with less effort.")]
    public void A_halted_run_has_no_answer_and_a_next_step(string name, string now, string next)
    {
        var page = Open(Find(name), section: null);

        page.FindAll(".answer-card").ShouldBeEmpty();
        var words = TextOf(page.Find(".progress-card [role=status]"));
        words.ShouldContain(now);
        words.ShouldContain(next);
        page.FindAll(".step").Count.ShouldBe(1);
    }

    [Fact]
    public void Costs_retries_and_savings_are_those_of_the_calls()
    {
        var page = Open(VariedRuns.Priced, "trace");
        var calls = VariedRuns.Priced.Select(static stored => stored.Record).OfType<ModelCall>().ToList();

        page.FindAll(".grid.numbers tbody tr").Select(static row => row.Children[8].TextContent).ShouldBe(["0.0456", "0.0123", "0.0456"]);
        page.FindAll(".grid.numbers tbody tr").Select(static row => row.Children[9].TextContent).ShouldBe(["0", "2", "0"]);
        var total = page.FindAll(".grid.numbers tfoot tr")[^1].Children.Select(static cell => cell.TextContent).ToList();
        total[3].ShouldBe(Show.Count(calls.Sum(static call => call.Reply.Completions.Count)));
        total[5].ShouldBe(Show.Count(calls.Sum(static call => call.Reply.Usage.InputTokens)));
        total[6].ShouldBe(Show.Count(calls.Sum(static call => call.Reply.Usage.CachedTokens)));
        total[7].ShouldBe(Show.Count(calls.Sum(static call => call.Reply.Usage.OutputTokens)));
        total[8].ShouldBe("0.1035");
        page.FindAll(".waterfall li").Select(TextOf).Count(static bar => bar.Contains("gave nothing", StringComparison.Ordinal)).ShouldBe(2);
        page.FindAll(".call li.error")
            .Select(TextOf)
            .ShouldBe(["After 310 ms, HTTP 503: Service Unavailable", "After 270 ms: The connection was reset."]);
        TextOf(Open(VariedRuns.Priced, section: null).Find(".execution-label")).ShouldContain("2 were not needed");
    }

    [Fact]
    public void Recorded_replies_are_not_shown_as_requests()
    {
        var page = Open(VariedRuns.Replayed, "trace");

        page.Find(".run-meta a").GetAttribute("href").ShouldBe("questions/earlier-1");
        page.Find(".run-meta a").TextContent.ShouldContain("no model was asked");
        page.FindAll(".grid.numbers tbody tr").Select(static row => row.Children[5].TextContent).ShouldAllBe(static tokens => tokens == "0");
        TextOf(page.Find("details.call .facts")).ShouldContain("recorded replies, no request");
        TextOf(page.Find("details.call .facts")).ShouldContain($"1,859 tokens, {Said.English.Duration(1650)}");
    }

    [Fact]
    public void Without_prices_no_cost_is_claimed()
    {
        var page = Open(RecordedRuns.Answered, "trace");

        page.Markup.ShouldContain("no price is configured");
        page.FindAll("th").ShouldNotContain(static head => head.TextContent == "Cost");
    }

    [Fact]
    public void The_waterfall_has_a_bar_for_everything_timed()
    {
        var bars = Open(VariedRuns.Priced, "trace")
            .FindAll(".waterfall .wf-label")
            .Select(static label => label.FirstChild!.TextContent.Trim())
            .ToList();

        bars.ShouldBe(
        [
            "Queue", "Plan · step 1", "Choice of the action · step 1", "Code · step 1", "Request 1, gave nothing", "Request 2, gave nothing",
            "Request 3", "Run SQL · step 1", "Program 1", "Program 2", "Program 3", "Program 4", "Program 5", "Vote on results · step 1",
            "Plan · step 2", "Choice of the action · step 2", "Vote on answers · step 2",
        ], ignoreOrder: true);
    }

    [Fact]
    public async Task The_prompt_and_the_completions_of_a_call_are_closed_until_they_are_asked_for()
    {
        var page = Open(RecordedRuns.Answered, "trace");

        page.FindAll("details.call")[0].HasAttribute("open").ShouldBeFalse();
        await page.UnfoldAsync("details.call");

        page.WaitForAssertion(
            () =>
                page.FindAll("details.call")[0]
                    .QuerySelectorAll("pre.raw")
                    .Select(static text => text.TextContent)
                    .Take(2)
                    .ShouldBe(["[text of p-rules]\n", "[text of p-table]\n[text of p-task]\n"]));
        page.FindAll("details.call")[0].QuerySelectorAll("pre.raw").Length.ShouldBe(2 + 5);
        page.Find(".trace-foot code").TextContent.ShouldBe("4bf92f3577b34da6a3ce929d0e0e4736");
    }

    private static IReadOnlyList<StoredRecord> Find(string name) =>
        (IReadOnlyList<StoredRecord>)(typeof(VariedRuns).GetProperty(name) ?? typeof(RecordedRuns).GetProperty(name))!.GetValue(obj: null)!;

    private IRenderedComponent<Web.Pages.Run> Open(IReadOnlyList<StoredRecord> records, string? section)
    {
        Api.Runs[RecordedRuns.Id] = records;
        var page = Render<Web.Pages.Run>(parameters => parameters.Add(static run => run.Id, RecordedRuns.Id).Add(static run => run.Section, section));
        page.WaitForAssertion(() => page.Find("h1").TextContent.ShouldBe(RecordedRuns.Question.Text));
        return page;
    }

    /// <summary>Numbers of more than one digit, and fractions, in what a reader sees; programs and ids are quoted as they are.</summary>
    private static IEnumerable<string> Numbers(IEnumerable<INode> nodes) => nodes
        .SelectMany(Texts)
        .SelectMany(static text => Number().Matches(text))
        .Select(static match => match.Value)
        .Where(static number => number.Length > 1)
        .Distinct(StringComparer.Ordinal);

    private static IEnumerable<string> Texts(INode node) => node switch
    {
        IText text => [text.Data],
        IElement { LocalName: "pre" or "code" or "script" } => [],
        _ => node.ChildNodes.SelectMany(Texts),
    };

    /// <summary>What may be said: every number of the records in each form that pages use, sums over calls, lengths of lists, and spans between
    /// instants.</summary>
    private static HashSet<string> Figures(IReadOnlyList<StoredRecord> records)
    {
        var figures = new HashSet<string>(StringComparer.Ordinal);
        var instants = new List<DateTimeOffset>();
        Collect(JsonSerializer.SerializeToElement(records, MactJson.Default.IReadOnlyListStoredRecord), figures, instants);
        var calls = records.Select(static stored => stored.Record).OfType<ModelCall>().ToList();
        foreach (
            var group in calls.GroupBy(static call => call.Purpose is CallPurpose.Code or CallPurpose.Repair).Select(static group => group.ToList())
            .Concat(calls.GroupBy(static call => call.Step).Select(static group => group.ToList()))
            .Concat(calls.Select(static call => new List<ModelCall> { call }))
            .Append(calls))
        {
            Add(figures, group.Count);
            Add(figures, group.Sum(static call => call.Reply.Completions.Count));
            figures.UnionWith(
                group.SelectMany(static call => call.Reply.Completions).GroupBy(static completion => completion.FinishReason)
                    .Select(static reason => Show.Count(reason.Count())));
            Add(figures, group.Sum(static call => call.Reply.Usage.InputTokens));
            Add(figures, group.Sum(static call => call.Reply.Usage.OutputTokens));
            Add(figures, group.Sum(static call => call.Reply.Usage.CachedTokens));
            Add(figures, group.Sum(static call => call.Reply.Usage.InputTokens + call.Reply.Usage.OutputTokens));
            Add(figures, group.Sum(static call => call.Reply.UsageAsRecorded.InputTokens + call.Reply.UsageAsRecorded.OutputTokens));
            AddText(figures, Said.English.Duration(group.Sum(static call => call.Reply.DurationMs)));
            AddText(figures, Show.Money(group.Sum(static call => call.Reply.Cost ?? 0)));
        }

        instants.AddRange(calls.Select(static call => call.Reply.StartedAt.AddMilliseconds(call.Reply.DurationMs)));
        instants.AddRange(
            records.Select(static stored => stored.Record).OfType<ToolResult>()
                .Select(static result => result.StartedAt.AddMilliseconds(result.DurationMs)));
        foreach (var (first, second) in instants.SelectMany(first => instants.Where(second => second >= first).Select(second => (first, second))))
        {
            AddText(figures, Said.English.Duration((second - first).TotalMilliseconds));
        }

        foreach (var instant in instants)
        {
            AddText(figures, Show.Time(instant));
            AddText(figures, Show.TimeOfDay(instant));
        }

        return figures;
    }

    private static void Collect(JsonElement element, HashSet<string> figures, List<DateTimeOffset> instants)
    {
        switch (element.ValueKind)
        {
            case JsonValueKind.Number:
                Add(figures, element.GetDouble());
                AddText(figures, Show.Percent(element.GetDouble()));
                break;
            case JsonValueKind.String when element.TryGetDateTimeOffset(out var instant):
                instants.Add(instant);
                break;
            case JsonValueKind.String:
                AddText(figures, element.GetString()!);

                // A cell is shown as the tables write their numbers.
                AddText(figures, NumberForm.Plain.Show(CellValue.Number(element.GetString()!) ?? 0));
                break;
            case JsonValueKind.Array:
                Add(figures, element.GetArrayLength());
                foreach (var item in element.EnumerateArray())
                {
                    Collect(item, figures, instants);
                }

                break;
            case JsonValueKind.Object:
                foreach (var member in element.EnumerateObject())
                {
                    Collect(member.Value, figures, instants);
                }

                break;
        }
    }

    private static void Add(HashSet<string> figures, double value)
    {
        AddText(figures, Show.Count((long)value));
        AddText(figures, Said.English.Duration(value));
        AddText(figures, Show.Setting(value));
        AddText(figures, Show.Money((decimal)Math.Clamp(value, -1e20, 1e20)));
    }

    private static void AddText(HashSet<string> figures, string text) =>
        figures.UnionWith(Number().Matches(text).Select(static match => match.Value));

    [GeneratedRegex(@"\d+(?:,\d{3})*(?:\.\d+)?", RegexOptions.None, matchTimeoutMilliseconds: 5000)]
    private static partial Regex Number();
}
