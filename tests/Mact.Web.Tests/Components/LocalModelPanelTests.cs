using Bunit;
using Mact.Web.Components.Shared;
using Mact.Web.Tests.Support;

namespace Mact.Web.Tests.Components;

public sealed class LocalModelPanelTests : PageTestBase
{
    private const string Files =
        """[{"id":"small-q4","name":"Small-0.5B","licence":"Apache-2.0","bytes":491400064,"sha256":"abc","url":"https://models.example/small.gguf","isHere":false}]""";

    [Fact]
    public void Where_the_table_reader_answers_the_command_for_a_model_is_there_to_copy()
    {
        var panel = Render<LocalModelPanel>(parameters => parameters.Add(static panel => panel.System, Report(standIn: true, local: false)));

        panel.Find("code").TextContent.ShouldBe("dotnet run --project Mact.AppHost -- --local-model");
        Api.Reads.ShouldNotContain("/system/local-model");
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
    public void A_model_that_answers_is_named_as_small_and_is_out_of_the_way_where_people_ask(bool untilReady)
    {
        Api.LocalModel = $$"""{"state":"ready","name":"Small-0.5B","folder":"/m","files":{{Files}}}""";
        var panel = Show(untilReady);

        panel.WaitForAssertion(() => Api.Reads.ShouldContain("/system/local-model"));
        if (untilReady)
        {
            panel.FindAll("section").ShouldBeEmpty();
        }
        else
        {
            panel.WaitForAssertion(() => TextOf(panel.Find("[role=status]")).ShouldContain("Small-0.5B answers. It is a small model"));
        }
    }

    private static SystemReport Report(bool standIn, bool local) => new(
        "1.0", Persistent: true, new(Available: true, Message: null), Queue: null, new("auto", "auto", standIn, [], local), []);

    private IRenderedComponent<LocalModelPanel> Show(bool untilReady = false) => Render<LocalModelPanel>(parameters => parameters
        .Add(static panel => panel.System, Report(standIn: false, local: true))
        .Add(static panel => panel.UntilReady, untilReady));
}
