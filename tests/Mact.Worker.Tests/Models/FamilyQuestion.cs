using Mact.Core.Queueing;
using Mact.Core.Tables;
using Mact.Worker.Agents;
using Mact.Worker.Models;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace Mact.Worker.Tests.Models;

/// <summary>Whole questions to a server of one family: the worker's agents and its client, in this process.</summary>
internal sealed class FamilyQuestion : IAsyncDisposable
{
    private readonly ServiceProvider _services;
    private int _asked;

    private readonly Dictionary<string, string?> _values;

    private FamilyQuestion(ScriptedEndpoint endpoint, Dictionary<string, string?> values)
    {
        Endpoint = endpoint;
        _values = values;
        var services = new ServiceCollection();
        services.AddLogging();
        services.AddModels(new ConfigurationBuilder().AddInMemoryCollection(values).Build());
        services.AddAgents();
        _services = services.BuildServiceProvider();
    }

    public ScriptedEndpoint Endpoint { get; }

    public IServiceProvider Services => _services;

    /// <summary>The calls of the last question.</summary>
    public IReadOnlyList<ModelCall> Calls { get; private set; } = [];

    public static async Task<FamilyQuestion> StartAsync(ServerFamily family, params (string Key, string Value)[] settings)
    {
        var endpoint = await family.StartAsync();
        var values = settings.ToDictionary(static setting => setting.Key, static setting => (string?)setting.Value, StringComparer.Ordinal);
        values["ConnectionStrings:model"] = $"Endpoint=http://{endpoint.Server}{family.Path};Key=sk-family-0123456789;Model={family.Model}";
        values.TryAdd("Models:Backoff", "00:00:00.001");
        values.TryAdd("Models:MaxBackoff", "00:00:00.010");
        values.TryAdd("Models:RecheckInterval", "00:00:00.001");
        values.TryAdd("Models:TotalBudget", "00:00:20");
        return new(endpoint, values);
    }

    /// <summary>A new process towards the same server.</summary>
    public FamilyQuestion Again() => new(Endpoint, _values);

    /// <summary>Asks who has the most goals.</summary>
    /// <param name="options">Null = the agent with five samples.</param>
    /// <param name="rows">Rows of the table beside the five that matter.</param>
    /// <param name="context">Paragraphs.</param>
    /// <param name="cancellationToken">Of the test.</param>
    public async Task<Outcome> AskAsync(
        QuestionOptions? options = null, int rows = 0, IReadOnlyList<string>? context = null, CancellationToken cancellationToken = default)
    {
        Endpoint.Forget();
        string[][] filler = [.. Enumerable.Range(0, rows).Select(static i => new[] { $"Reserve player number {i + 1000}", "Wyke", "1" })];
        var table = ((TableReading.Success)TableBuilder.Build(
            "players",
            ["player", "team", "goals"],
            [["Ines", "Osby", "12"], ["Jonas", "Tarn", "7"], ["Mara", "Osby", "9"], ["Owen", "Tarn", "15"], .. filler],
            new TableLimits())).Table;
        var question = new Question(
            $"q{++_asked}",
            "Who has the most goals?",
            [new TableRef(TableId.Of(table), table.Name)],
            context ?? [],
            options ?? new QuestionOptions { Strategy = Strategy.Agent, AdaptiveSampling = false },
            DateTimeOffset.UnixEpoch,
            "test");
        var journal = new MemoryJournal();
        var outcome = await _services.GetRequiredService<IQuestionRunner>()
            .RunAsync(new(new Lease(question, 1, TimeSpan.Zero), [table], journal), cancellationToken);
        Calls = [.. journal.Of<ModelCall>()];
        return outcome;
    }

    public async ValueTask DisposeAsync()
    {
        await _services.DisposeAsync();
        await Endpoint.DisposeAsync();
    }
}
