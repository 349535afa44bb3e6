using Bunit;
using Mact.Testing;
using Mact.Web.Components.Run;
using Mact.Web.Tests.Support;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.DependencyInjection;

namespace Mact.Web.Tests.Components;

public sealed class HaltPageTests : PageTestBase
{
    [Fact]
    public void What_was_not_understood_leads_to_questions_that_are_and_to_a_model()
    {
        Api.Runs["halted"] = RecordedRuns.NotUnderstood;

        var page = Render<Web.Pages.Run>(static parameters => parameters.Add(static page => page.Id, "halted"));

        page.WaitForAssertion(
            () => page.Find(".progress-now").TextContent.ShouldBe("The built-in table reader does not understand this question."));
        page.FindAll(".progress-card p").Select(static line => line.TextContent)
            .Count(static line => line.Contains("understand", StringComparison.OrdinalIgnoreCase)).ShouldBe(1);
        page.WaitForAssertion(() => page.FindAll(".follow-up .chip").ShouldNotBeEmpty());
        page.FindAll(".commands dt").Select(static name => name.TextContent).ShouldBe(["vLLM", "RunPod", "Ollama", "OpenAI"]);
        page.FindAll(".commands [data-mact-copy]")[0]
            .GetAttribute("data-mact-copy")
            .ShouldBe("vllm serve Qwen/Qwen3-8B");
        page.FindAll(".commands [data-mact-copy]").Select(static button => button.GetAttribute("data-mact-copy")!)
            .Where(static command => command.Contains("Mact.AppHost", StringComparison.Ordinal))
            .ShouldBe(ConnectModel.Commands.Select(static command => command.Start));
    }

    [Fact]
    public void The_readme_has_the_same_commands()
    {
        var readme = File.ReadAllText(Path.Combine(Repository.Root, "README.md"));

        foreach (var command in ConnectModel.Commands.SelectMany(static model => new[] { model.Serve, model.Start }).OfType<string>())
        {
            readme.ShouldContain($"`{command}`");
        }
    }

    [Fact]
    public void An_answer_asks_for_no_model()
    {
        Api.Runs["answered"] = RecordedRuns.Answered;

        var page = Render<Web.Pages.Run>(static parameters => parameters.Add(static page => page.Id, "answered"));

        page.WaitForAssertion(() => page.Find(".follow-up"));
        page.FindAll(".connect").ShouldBeEmpty();
    }

    [Fact]
    public async Task A_filter_of_the_history_stands_in_the_address_and_comes_back_with_it()
    {
        var navigation = Services.GetRequiredService<NavigationManager>();
        navigation.NavigateTo("history?outcome=halted&q=ship&days=7&agreement=low&model=m");

        var page = Render<Web.Pages.History>();

        page.WaitForAssertion(
            () =>
                Api.Listed.ShouldContain(
                    static query =>
                        query.Contains("status=halted", StringComparison.Ordinal) && query.Contains("search=ship", StringComparison.Ordinal)));
        page.Find("input[type=search]").GetAttribute("value").ShouldBe("ship");
        await page.ChangeAsync("select", "Answered");
        page.WaitForAssertion(() => navigation.Uri.ShouldEndWith("history?q=ship&outcome=answered&model=m&days=7&agreement=low"));
    }
}
