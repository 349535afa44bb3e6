using Mact.DevServices.Reader;
using Mact.EndToEnd.Tests.Stack;

namespace Mact.Benchmarks.Stack;

/// <summary>Api, workers and stand-ins as real processes without an AppHost, so that a test decides which of them live.</summary>
internal sealed class Cluster : IAsyncDisposable
{
    private static readonly Dictionary<string, string> Nothing = new(StringComparer.Ordinal);

    private readonly List<Node> _nodes = [];

    private Cluster(StackShape shape, ScriptedEndpoint model)
    {
        var redisPort = FreePort.Find();
        if (shape.Redis is null)
        {
            Redis = Add(
                "Mact.DevServices",
                "redis",
                Nothing,
                ("StandIns__Redis", "true"),
                ("Redis__Port", Text(redisPort)),
                ("Redis__DataDirectory", shape.Data ?? string.Empty));
        }

        Model = model;
        var address = shape.ModelFile is { } file
            ? new Uri(Add("Mact.LocalModel", "local-model", Nothing, ("LocalModel__File", file)).Address, "v1")
            : model.ApiAddress;
        (string, string)[] connections =
        [
            ("ConnectionStrings__redis", shape.Redis ?? $"localhost:{Text(redisPort)}"),
            ("ConnectionStrings__model", $"Endpoint={address};Model=auto"),
        ];
        Apis = [.. Enumerable.Range(1, shape.Apis).Select(number => Add("Mact.Api", $"api-{Text(number)}", shape.Services, connections))];
        Workers = [.. Enumerable.Range(1, shape.Workers).Select(number =>
            Add("Mact.Worker", $"worker-{Text(number)}", shape.Services, [.. connections, ("Worker__Name", $"worker-{Text(number)}")]))];
    }

    /// <summary>The Redis stand-in; null where an existing Redis is used.</summary>
    public Node? Redis { get; }

    /// <summary>The model endpoint, in this process; the table reader is behind it.</summary>
    public ScriptedEndpoint Model { get; }

    public IReadOnlyList<Node> Apis { get; }

    public IReadOnlyList<Node> Workers { get; }

    /// <summary>Starts everything and waits until it is ready.</summary>
    public static async Task<Cluster> StartAsync(StackShape shape, CancellationToken cancellationToken)
    {
        var reader = new TableReaderModel(TimeProvider.System);
        var model = await ScriptedEndpoint.StartAsync(reader);
        if (shape.Delay is { } delay)
        {
            model.Chat = Replies.Of(reader, delay);
        }

        var cluster = new Cluster(shape, model);
        try
        {
            foreach (var node in cluster._nodes)
            {
                node.Start();
            }

            foreach (var node in cluster._nodes)
            {
                await node.UntilReadyAsync(cancellationToken);
            }

            return cluster;
        }
        catch
        {
            await cluster.DisposeAsync();
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var node in _nodes.AsEnumerable().Reverse())
        {
            await node.DisposeAsync();
        }

        await Model.DisposeAsync();
    }

    private Node Add(string project, string name, IReadOnlyDictionary<string, string> given, params ReadOnlySpan<(string Name, string Value)> own)
    {
        var environment = new Dictionary<string, string>(given, StringComparer.Ordinal);
        foreach (var (key, value) in own)
        {
            environment[key] = value;
        }

        var node = new Node(project, name, environment);
        _nodes.Add(node);
        return node;
    }

    private static string Text(int number) => number.ToString();
}
