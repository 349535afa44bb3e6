using System.Text.Json;
using System.Text.RegularExpressions;
using Mact.EndToEnd.Tests.Stack;

namespace Mact.EndToEnd.Tests.Telemetry;

/// <summary>Aspire's dashboard of an AppHost: where it is, and what it was sent.</summary>
internal sealed partial class Dashboard : IDisposable
{
    private const string Key = "a-key-of-this-test";
    private readonly HttpClient _client;

    private Dashboard(Uri login)
    {
        Login = login;
        _client = new HttpClient { BaseAddress = new(login.GetLeftPart(UriPartial.Authority)) };
        _client.DefaultRequestHeaders.Add("X-API-Key", Key);
    }

    /// <summary>What an AppHost must be started with, so that its dashboard can be asked.</summary>
    public static IReadOnlyDictionary<string, string> Environment { get; } =
        new Dictionary<string, string>(StringComparer.Ordinal) { ["AppHost__DashboardApiKey"] = Key };

    /// <summary>The address that a person opens.</summary>
    public Uri Login { get; }

    public static Dashboard Of(AppHostProcess host) =>
        new(new(host.Output.Select(static line => LoginLine().Match(line)).First(static match => match.Success).Groups["address"].Value));

    /// <summary>Every span that has come so far.</summary>
    public async Task<IReadOnlyList<DashboardSpan>> SpansAsync(CancellationToken cancellationToken)
    {
        using var document = JsonDocument.Parse(
            await _client.GetStringAsync(new Uri("api/telemetry/spans?limit=10000", UriKind.Relative), cancellationToken));
        return
        [
            .. from resource in document.RootElement.GetProperty("data").GetProperty("resourceSpans").EnumerateArray()
               let service = Attributes(resource.GetProperty("resource"))["service.name"]
               from scope in resource.GetProperty("scopeSpans").EnumerateArray()
               from span in scope.GetProperty("spans").EnumerateArray()
               select Read(service, span),
        ];
    }

    public void Dispose() => _client.Dispose();

    private static DashboardSpan Read(string service, JsonElement span) => new(
        service,
        span.GetProperty("name").GetString()!,
        span.GetProperty("kind").GetInt32(),
        span.GetProperty("traceId").GetString()!,
        span.GetProperty("spanId").GetString()!,
        span.TryGetProperty("parentSpanId", out var parent) ? parent.GetString() : null,
        TimeSpan.FromMicroseconds((Nanoseconds(span, "endTimeUnixNano") - Nanoseconds(span, "startTimeUnixNano")) / 1000),
        span.TryGetProperty("status", out var status) && status.TryGetProperty("code", out var code) && code.GetInt32() == 2,
        Attributes(span));

    private static long Nanoseconds(JsonElement span, string name) => long.Parse(span.GetProperty(name).GetString()!);

    private static Dictionary<string, string> Attributes(JsonElement owner) => owner.TryGetProperty("attributes", out var attributes)
        ? attributes.EnumerateArray().ToDictionary(
            static attribute => attribute.GetProperty("key").GetString()!,
            static attribute => attribute.GetProperty("value").EnumerateObject().First().Value.ToString(),
            StringComparer.Ordinal)
        : new(StringComparer.Ordinal);

    [GeneratedRegex(@"^\s+Dashboard\s+(?<address>http://\S+/login\?t=\S+)", RegexOptions.ExplicitCapture, 5000)]
    private static partial Regex LoginLine();
}

/// <summary>A span as the dashboard has it; the kind is OTLP's: 1 internal, 2 server, 3 client, 5 consumer.</summary>
internal sealed record DashboardSpan(
    string Service,
    string Name,
    int Kind,
    string TraceId,
    string SpanId,
    string? ParentSpanId,
    TimeSpan Duration,
    bool IsError,
    IReadOnlyDictionary<string, string> Attributes)
{
    public bool IsModelCall => this["gen_ai.operation.name"] == "chat";

    /// <summary>An attribute; null where it has none of that name.</summary>
    public string? this[string name] => Attributes.GetValueOrDefault(name);
}
