using Mact.EndToEnd.Tests.Stack;
using Mact.Testing;

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

    internal AspireStack Parts { get; private set; } = null!;

    internal ApiDriver Api { get; private set; } = null!;

    internal ApiDriver OtherApi { get; private set; } = null!;

    internal ScriptedEndpoint Endpoint => Parts.Model;

    internal TableRef Table { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        Parts = await AspireStack.StartAsync(
            new()
            {
                Apis = 2,
                Workers = 2,
                Data = _data.FullName,
                Services = new Dictionary<string, string>(StringComparer.Ordinal)
                {
                    ["Queue__LeaseTime"] = Lease.ToString("c"),
                    ["Worker__Concurrency"] = SlotsOfWorker.ToString(),

                    // A sixtieth of the default pauses between probes (1 s to 15 s): an outage of 10 s is as many probes long as one of 10 minutes.
                    ["Models__Backoff"] = "00:00:00.0167",
                    ["Models__MaxBackoff"] = "00:00:00.25",
                },
            },
            CancellationToken.None);
        Api = new(Parts.Apis[0].Address);
        OtherApi = new(Parts.Apis[1].Address);
        Table = new(await Api.UploadAsync("cities", Csv, CancellationToken.None), "cities");
    }

    public async ValueTask DisposeAsync()
    {
        Api?.Dispose();
        OtherApi?.Dispose();
        if (Parts is not null)
        {
            await Parts.DisposeAsync();
        }

        _data.Delete(recursive: true);
    }

    /// <summary>Asks a question that is a new one by its seed.</summary>
    internal Task<string> AskAsync(long seed) =>
        Api.AskAsync("Which city has the highest population?", [Table], TestContext.Current.CancellationToken, new { seed, strategy = "agent" });

    /// <summary>Begins anew: the endpoint has no faults and has seen nothing.</summary>
    internal void Calm(params IReadOnlyList<EndpointFault> faults)
    {
        Endpoint.Forget();
        Endpoint.Spoil(faults);
    }

    /// <summary>Waits until the endpoint works on so many requests for completions.</summary>
    internal Task UntilInFlightAsync(int count) =>
        Eventually.TrueAsync(() => Endpoint.Chats.Count(static request => request.End == RequestEnd.Running) >= count);
}
