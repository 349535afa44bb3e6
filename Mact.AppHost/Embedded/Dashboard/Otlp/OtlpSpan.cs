namespace Mact.AppHost.Embedded.Dashboard.Otlp;

/// <summary>A span as received by OTLP. Ids are lower-case hexadecimal.</summary>
/// <param name="TraceId">32 characters.</param>
/// <param name="SpanId">16 characters.</param>
/// <param name="ParentSpanId">Null = a root.</param>
/// <param name="Service"><c>service.name</c> of the process that sent it.</param>
/// <param name="Name">Of the operation.</param>
/// <param name="Kind">internal, server, client, producer, consumer.</param>
/// <param name="Start">UTC.</param>
/// <param name="End">UTC.</param>
/// <param name="Attributes">Values as text; lists are joined by ", ".</param>
/// <param name="IsError">The status is Error.</param>
/// <param name="StatusMessage">With the status; null where it says nothing.</param>
internal sealed record OtlpSpan(
    string TraceId,
    string SpanId,
    string? ParentSpanId,
    string Service,
    string Name,
    string Kind,
    DateTimeOffset Start,
    DateTimeOffset End,
    IReadOnlyDictionary<string, string> Attributes,
    bool IsError,
    string? StatusMessage)
{
    /// <summary><c>service.instance.id</c> of the process that sent it; null where it says none.</summary>
    public string? Instance { get; init; }

    public TimeSpan Duration => End - Start;

    /// <summary>A call of a model by the GenAI conventions.</summary>
    public bool IsModelCall => string.Equals(Attributes.GetValueOrDefault("gen_ai.operation.name"), "chat", StringComparison.Ordinal);
}
