using System.Globalization;
using Mact.Core.Questions;
using Mact.EndToEnd.Tests.Stack;

namespace Mact.EndToEnd.Tests.Outages;

/// <summary>Two apis and two workers, shared by the tests that take parts of it away and bring them back.</summary>
public sealed class FragileCluster : IAsyncLifetime
{
    /// <summary>Questions that the two workers take at once.</summary>
    internal const int Slots = 2 * SlotsOfWorker;

    /// <summary>How long a claim holds without renewal.</summary>
    internal static readonly TimeSpan Lease = TimeSpan.FromSeconds(5);

    private const int SlotsOfWorker = 4;
    private const string Csv = "city,population\nArdale,1200\nBrook,800\nCorin,1500\n";

    private readonly DirectoryInfo _data = Directory.CreateTempSubdirectory("mact-outage-");

    internal Cluster Parts { get; private set; } = null!;

    internal ApiDriver Api { get; private set; } = null!;

    internal ApiDriver OtherApi { get; private set; } = null!;

    internal EndpointControl Endpoint { get; private set; } = null!;

    internal TableRef Table { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        AppHostProcess.SkipUnlessSupported();
        Parts = await Cluster.StartAsync(
            new()
            {
                Apis = 2,
                Workers = 2,
                Data = _data.FullName,
                Services = new Dictionary<string, string>(StringComparer.Ordinal)
                {
                    ["Queue__LeaseTime"] = Lease.ToString("c", CultureInfo.InvariantCulture),
                    ["Worker__Concurrency"] = SlotsOfWorker.ToString(CultureInfo.InvariantCulture),

                    // A sixtieth of the default pauses between probes (1 s to 15 s): an outage of 10 s is as many probes long as one of 10 minutes.
                    ["Models__Backoff"] = "00:00:00.0167",
                    ["Models__MaxBackoff"] = "00:00:00.25",
                },
            },
            CancellationToken.None);
        Api = new(Parts.Apis[0].Address);
        OtherApi = new(Parts.Apis[1].Address);
        Endpoint = new(Parts.ModelAddress);
        Table = new(await Api.UploadAsync("cities", Csv, CancellationToken.None), "cities");
    }

    public async ValueTask DisposeAsync()
    {
        Api?.Dispose();
        OtherApi?.Dispose();
        Endpoint?.Dispose();
        if (Parts is not null)
        {
            await Parts.DisposeAsync();
        }

        _data.Delete(recursive: true);
    }

    /// <summary>Asks a question that is a new one by its seed.</summary>
    internal Task<string> AskAsync(long seed) =>
        Api.AskAsync("Which city has the highest population?", [Table], TestContext.Current.CancellationToken, new { seed });

    /// <summary>Begins anew: the endpoint has no faults and has seen nothing.</summary>
    internal async Task CalmAsync(params IReadOnlyList<EndpointFault> faults)
    {
        await Endpoint.ForgetAsync(TestContext.Current.CancellationToken);
        await Endpoint.SetFaultsAsync(faults, TestContext.Current.CancellationToken);
    }

    /// <summary>Waits until the endpoint works on so many requests for completions.</summary>
    internal async Task UntilInFlightAsync(int count)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        limit.CancelAfter(TimeSpan.FromSeconds(60));
        while ((await Endpoint.ChatsAsync(limit.Token)).Count(static request => string.Equals(request.End, "Running", StringComparison.Ordinal)) < count)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(50), limit.Token);
        }
    }
}
