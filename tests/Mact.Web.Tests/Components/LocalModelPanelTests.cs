using Bunit;
using Mact.Web.Components.Shared;
using Mact.Web.Tests.Support;

namespace Mact.Web.Tests.Components;

public sealed class LocalModelPanelTests : PageTestBase
{
    private const string Files =
        """[{"id":"small-q4","name":"Small-0.5B","licence":"Apache-2.0","bytes":491400064,"sha256":"abc","url":"https://models.example/small.gguf","isHere":false}]""";

    [Fact]
    public async Task Where_the_table_reader_answers_a_click_has_the_model_started_and_nothing_is_asked_before()
    {
        Api.LocalModel = $$"""{"state":"starting","folder":"","files":[]}""";
        var panel = Render<LocalModelPanel>(parameters => parameters.Add(static panel => panel.System, Report(standIn: true, local: false)));
        Api.Reads.ShouldNotContain("/system/local-model");
        Api.Chosen.ShouldBeEmpty();

        await panel.ClickAsync("button");

        panel.WaitForAssertion(() => Api.Chosen.ShouldBe(["start"]));
        panel.WaitForAssertion(() => TextOf(panel.Find("[role=status]")).ShouldBe("The model's program is being started."));
        panel.WaitForAssertion(() => Api.Reads.ShouldContain("/system/local-model"));
    }

    [Fact]
    public async Task A_model_that_is_ready_before_the_services_use_it_has_the_page_look_again()
    {
        Api.LocalModel = $$"""{"state":"ready","name":"Small-0.5B","folder":"/m","files":{{Files}}}""";
        var looks = 0;
        var panel = Render<LocalModelPanel>(parameters => parameters
            .Add(static panel => panel.System, Report(standIn: true, local: false))
            .Add(static panel => panel.OnReady, () => { looks++; }));

        await panel.ClickAsync("button");

        panel.WaitForAssertion(() => looks.ShouldBeGreaterThan(0));
        TextOf(panel.Find("[role=status]")).ShouldContain("takes over in a moment");
    }

    [Fact]
    public void What_the_model_takes_and_gives_is_shown_as_its_process_measures_it()
    {
        Api.LocalModel = """
            {"state":"ready","name":"Small-0.5B","folder":"/m","files":[],
             "figures":{"contextTokens":8192,"memoryBytes":524288000,"maxMemoryBytes":1048576000,"promptTokensPerSecond":321.4,"replyTokensPerSecond":12.6}}
            """;
        var panel = Show();

        panel.WaitForAssertion(() => panel.FindAll("dd").Select(TextOf).ShouldBe(
            ["8,192 tokens", "500 MB, at most about 1000 MB", "reads 321 and writes 12 tokens a second"]));
    }

    [Fact]
    public async Task Files_are_offered_with_size_licence_and_origin_and_one_is_fetched_on_a_click_alone()
    {
        Api.LocalModel = $$"""{"state":"notChosen","folder":"/home/ann/models","files":{{Files}}}""";
        var panel = Show();

        panel.WaitForAssertion(() => TextOf(panel.Find("li")).ShouldContain("licence Apache-2.0"));
        TextOf(panel.Find("li")).ShouldContain("models.example");
        panel.Markup.ShouldContain("/home/ann/models");
        Api.Chosen.ShouldBeEmpty();

        await panel.ClickAsync("li button");

        panel.WaitForAssertion(() => Api.Chosen.ShouldBe(["small-q4"]));
    }

    [Fact]
    public async Task A_download_shows_its_progress_and_can_be_stopped()
    {
        Api.LocalModel = $$"""{"state":"downloading","name":"Small-0.5B","progress":0.25,"folder":"/m","files":{{Files}}}""";
        var panel = Show();

        panel.WaitForAssertion(() => TextOf(panel.Find("[role=status]")).ShouldBe("Small-0.5B is being fetched: 25 %."));
        panel.Find("progress").GetAttribute("value").ShouldBe("0.25");
        await panel.ClickAsync("button");

        panel.WaitForAssertion(() => Api.Chosen.ShouldBe(["none"]));
    }

    [Fact]
    public void A_failure_is_said_and_the_files_are_offered_again()
    {
        Api.LocalModel = $$"""{"state":"failed","message":"models.example can't be reached.","folder":"/m","files":{{Files}}}""";
        var panel = Show();

        panel.WaitForAssertion(() => TextOf(panel.Find("[role=status]")).ShouldContain("models.example can't be reached."));
        panel.FindAll("li button").Count.ShouldBe(1);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_model_that_answers_is_named_as_small_in_one_line_where_people_ask(bool isBrief)
    {
        Api.LocalModel = $$"""{"state":"ready","name":"Small-0.5B","folder":"/m","files":{{Files}}}""";
        var panel = Show(isBrief);

        panel.WaitForAssertion(() => TextOf(panel.Find("[role=status]")).ShouldContain("Small-0.5B answers. It is a small model"));
        panel.FindAll("section").Count.ShouldBe(isBrief ? 0 : 1);
    }

    private static SystemReport Report(bool standIn, bool local) => new(
        "1.0", Persistent: true, new(Available: true, Message: null), Queue: null, new("auto", "auto", standIn, [], local), []);

    private IRenderedComponent<LocalModelPanel> Show(bool isBrief = false) => Render<LocalModelPanel>(parameters => parameters
        .Add(static panel => panel.System, Report(standIn: false, local: true))
        .Add(static panel => panel.IsBrief, isBrief));
}
