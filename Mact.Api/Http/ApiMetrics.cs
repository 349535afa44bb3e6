using System.Diagnostics.Metrics;

namespace Mact.Api.Http;

/// <summary>What the Api counts beyond the framework's request metrics.</summary>
internal sealed class ApiMetrics
{
    private readonly Counter<long> _questions;
    private readonly Counter<long> _tables;
    private readonly UpDownCounter<long> _watchers;

    public ApiMetrics(IMeterFactory meters)
    {
        var meter = meters.Create("Mact.Api");
        _questions = meter.CreateCounter<long>("mact.api.questions", "{question}", "Questions handed in, by what became of them.");
        _tables = meter.CreateCounter<long>("mact.api.tables", "{table}", "Tables stored.");
        _watchers = meter.CreateUpDownCounter<long>("mact.api.watchers", "{stream}", "Open event streams.");
    }

    /// <summary>Counts a question that was handed in.</summary>
    /// <param name="outcome">accepted, existing, conflict, full, clientLimit or tableMissing.</param>
    public void QuestionHandedIn(string outcome) => _questions.Add(1, new KeyValuePair<string, object?>("outcome", outcome));

    public void TablesStored(int count) => _tables.Add(count);

    public void WatcherCame() => _watchers.Add(1);

    public void WatcherWent() => _watchers.Add(-1);
}
