using Mact.Core.Prompts;
using Mact.Worker.Agents;
using Mact.Worker.Agents.Prompting;
using Mact.Worker.Models;
using Mact.Worker.Tests.Agents.Fakes;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace Mact.Worker.Tests.Agents;

public sealed class PromptWarmUpTests
{
    [Fact]
    public async Task A_model_on_this_machine_is_shown_the_instructions_of_coder_planner_and_direct_answers_once()
    {
        var client = new ScriptedClient(static (_, _) => "x");

        await RunAsync(client, isOn: true);

        client.Requests.Select(static request => request.Purpose).ShouldBe([CallPurpose.Code, CallPurpose.Plan, CallPurpose.Direct]);
        client.Requests.ShouldAllBe(static request => request.MaxTokens == 1 && request.IsEvaluation);
        client.Requests[0].Messages[0].Content.ShouldBe(PromptCatalog.Of(PromptTask.Code));
    }

    [Fact]
    public async Task No_other_model_is_asked_before_there_is_a_question() => await RunAsync(ScriptedClient.Silent(), isOn: false);

    [Fact]
    public async Task A_model_that_is_not_there_ends_it_without_harm()
    {
        var client = new ScriptedClient(static (_, _) => "x") { Fault = static _ => new ModelException(new(ErrorCodes.ModelUnavailable, "away")) };

        await RunAsync(client, isOn: true);

        client.Requests.Count.ShouldBe(1);
    }

    private static async Task RunAsync(ScriptedClient client, bool isOn)
    {
        using var warmUp = new PromptWarmUp(client, Options.Create(new AgentOptions { WarmUp = isOn }), NullLogger<PromptWarmUp>.Instance);
        await warmUp.StartAsync(TestContext.Current.CancellationToken);
        await warmUp.ExecuteTask!;
    }
}
