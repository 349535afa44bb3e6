using Mact.AppHost.Embedded.Dashboard.Otlp;

namespace Mact.AppHost.Tests.Embedded.Dashboard;

/// <summary>Spans for tests.</summary>
internal static class Spans
{
    public static DateTimeOffset Start { get; } = new(2026, 1, 2, 3, 4, 5, TimeSpan.Zero);

    public static OtlpSpan Span(string trace, string id, string? parent = null, int startMs = 0, int durationMs = 10, string name = "GET /tables") => new(
        trace,
        id,
        parent,
        "api",
        name,
        "server",
        Start.AddMilliseconds(startMs),
        Start.AddMilliseconds(startMs + durationMs),
        new Dictionary<string, string>(StringComparer.Ordinal),
        IsError: false,
        StatusMessage: null);

    public static OtlpSpan Chat(string trace, string id, string? parent = null, int input = 100, int output = 20, string content = "") => Span(trace, id, parent) with
    {
        Service = "worker",
        Name = "chat m",
        Attributes = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["gen_ai.operation.name"] = "chat",
            ["gen_ai.usage.input_tokens"] = input.ToString(System.Globalization.CultureInfo.InvariantCulture),
            ["gen_ai.usage.output_tokens"] = output.ToString(System.Globalization.CultureInfo.InvariantCulture),
            ["gen_ai.output.messages"] = content,
        },
    };
}
