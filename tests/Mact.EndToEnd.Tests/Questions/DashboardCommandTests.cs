using Mact.EndToEnd.Tests.Stack;
using Mact.Testing;

namespace Mact.EndToEnd.Tests.Questions;

/// <summary>The commands that the dashboard offers on the Api.</summary>
[Collection(SharedStackTests.Name)]
public sealed class DashboardCommandTests(SharedStack stack)
{
    [Fact]
    public async Task The_example_question_reaches_the_model()
    {
        await DoAsync("ask-example");

        await Eventually.TrueAsync(
            () => stack.Model.Chats.Any(static chat => chat.Body.Contains("Which town has the most people?", StringComparison.Ordinal)));
    }

    [Theory]
    [InlineData("retry-dead-letters")]
    [InlineData("empty-dead-letters")]
    public Task What_can_be_done_with_dead_letters_can_be_done_without_any(string command) => DoAsync(command);

    private async Task DoAsync(string command)
    {
        var result = await stack.Host.CommandAsync("api", command, TestContext.Current.CancellationToken);

        result.Success.ShouldBeTrue(result.Message);
    }
}
