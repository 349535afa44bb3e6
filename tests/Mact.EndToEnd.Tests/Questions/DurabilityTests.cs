using Mact.Core.Questions;
using Mact.EndToEnd.Tests.Stack;

namespace Mact.EndToEnd.Tests.Questions;

/// <summary>With a data directory, what was accepted survives a stop and the death of the Redis stand-in.</summary>
public sealed class DurabilityTests : IDisposable
{
    private const string Csv = "city,population\nArdale,1200\nBrook,800\nCorin,1500\n";
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(90);

    // What these tests would otherwise spend most of their time on: a lease that runs out, a pause before the next attempt.
    private static readonly Dictionary<string, string> Impatient = new(StringComparer.Ordinal)
    {
        ["Queue__LeaseTime"] = "00:00:05",
        ["Worker__RetryDelay"] = "00:00:00.5",
        ["Worker__StoreRetryDelay"] = "00:00:00.5",
    };

    private readonly DirectoryInfo _data = Directory.CreateTempSubdirectory("mact-data-");

    public void Dispose() => _data.Delete(recursive: true);

    [Fact]
    public async Task Ctrl_c_to_the_whole_group_loses_no_accepted_question()
    {
        AppHostProcess.SkipUnlessSupported();
        List<string> accepted = [];
        await using (var host = await AppHostProcess.StartAsync(["--data", _data.FullName], TestContext.Current.CancellationToken, Impatient))
        {
            using var api = new ApiDriver(host.Api);
            var table = await api.UploadAsync("cities", Csv, TestContext.Current.CancellationToken);
            for (var i = 0; i < 20; i++)
            {
                accepted.Add(await api.AskAsync("Which city has the highest population?", [new(table, "cities")], TestContext.Current.CancellationToken));
            }

            await host.InterruptGroupAsync();
            await host.WaitForExitAsync(TestContext.Current.CancellationToken);
        }

        await using var again = await AppHostProcess.StartAsync(["--data", _data.FullName], TestContext.Current.CancellationToken, Impatient);
        await AllAnsweredAsync(again, accepted);
    }

    private static async Task AllAnsweredAsync(AppHostProcess host, List<string> accepted)
    {
        using var api = new ApiDriver(host.Api);
        foreach (var id in accepted)
        {
            var view = await api.WaitUntilTerminalAsync(id, Limit, TestContext.Current.CancellationToken);
            view.Status.ShouldBe(QuestionStatus.Answered, view.Message);
            view.Answer.ShouldBe(["Corin"]);
        }
    }
}
