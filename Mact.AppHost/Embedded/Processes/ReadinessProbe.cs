using System.Text.Json;

namespace Mact.AppHost.Embedded.Processes;

/// <summary>Asks a health endpoint until it says ready.</summary>
internal sealed class ReadinessProbe(HttpClient client, TimeProvider time)
{
    // Quick at first, since most are ready soon; a service that waits for long is asked once a second.
    private static readonly TimeSpan FirstInterval = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan LongestInterval = TimeSpan.FromSeconds(1);
    private const double Easing = 1.1;

    private static readonly TimeSpan FirstReport = TimeSpan.FromSeconds(10);

    /// <summary>
    /// Completes at the first 2xx. There is no limit: a service that waits for something outside (a Redis that is down) is not broken.
    /// What it says of itself is reported after 10 s, 20 s, 40 s, …
    /// </summary>
    public async Task WaitUntilReadyAsync(Uri health, Action<TimeSpan, string> report, CancellationToken cancellationToken)
    {
        var startedAt = time.GetTimestamp();
        var reportAt = FirstReport;
        var interval = FirstInterval;
        while (await AskAsync(health, cancellationToken) is { } trouble)
        {
            var waited = time.GetElapsedTime(startedAt);
            if (waited >= reportAt)
            {
                report(waited, trouble);
                reportAt *= 2;
            }

            await Task.Delay(interval, time, cancellationToken);
            interval = interval * Easing > LongestInterval ? LongestInterval : interval * Easing;
        }
    }

    /// <summary>Null when it is ready, else what is wrong in words.</summary>
    private async Task<string?> AskAsync(Uri health, CancellationToken cancellationToken)
    {
        try
        {
            using var response = await client.GetAsync(health, cancellationToken);
            return response.IsSuccessStatusCode ? null : Describe(await response.Content.ReadAsStringAsync(cancellationToken));
        }
        catch (HttpRequestException)
        {
            return "it does not answer yet";
        }
        catch (TaskCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return "it takes too long to answer";
        }
    }

    private static string Describe(string body)
    {
        try
        {
            using var document = JsonDocument.Parse(body);
            var troubles = document.RootElement.GetProperty("entries").EnumerateObject()
                .Where(static entry => entry.Value.GetProperty("status").GetString() is not "Healthy")
                .Select(static entry => entry.Value.TryGetProperty("description", out var words) && words.GetString() is { } text ? text : entry.Name);
            return string.Join("; ", troubles);
        }
        catch (Exception exception) when (exception is JsonException or KeyNotFoundException or InvalidOperationException)
        {
            return "it says it is not ready";
        }
    }
}
