namespace Mact.AppHost.Embedded.Processes;

/// <summary>Asks a health endpoint until it says ready.</summary>
internal sealed class ReadinessProbe(HttpClient client, TimeProvider time)
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(100);

    /// <summary>Completes at the first 2xx; cancelled by its caller, who knows the limit.</summary>
    public async Task WaitUntilReadyAsync(Uri health, CancellationToken cancellationToken)
    {
        while (!await IsReadyAsync(health, cancellationToken))
        {
            await Task.Delay(Interval, time, cancellationToken);
        }
    }

    private async Task<bool> IsReadyAsync(Uri health, CancellationToken cancellationToken)
    {
        try
        {
            using var response = await client.GetAsync(health, cancellationToken);
            return response.IsSuccessStatusCode;
        }
        catch (HttpRequestException)
        {
            return false;
        }
        catch (TaskCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return false;
        }
    }
}
