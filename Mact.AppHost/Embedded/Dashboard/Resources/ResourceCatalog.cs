using System.Text.Json;
using Mact.AppHost.Embedded.Processes;

namespace Mact.AppHost.Embedded.Dashboard.Resources;

/// <summary>The resources of the stack as reports. Health is asked when somebody looks, never on a timer.</summary>
internal sealed class ResourceCatalog(IReadOnlyList<IManagedResource> resources, HttpClient client)
{
    private static readonly TimeSpan HealthLimit = TimeSpan.FromSeconds(2);

    public IManagedResource? Find(string name) => resources.FirstOrDefault(resource => string.Equals(resource.Spec.Name, name, StringComparison.Ordinal));

    public async Task<IReadOnlyList<ResourceReport>> ReportAsync(CancellationToken cancellationToken) =>
        await Task.WhenAll(resources.Select(resource => ReportAsync(resource, cancellationToken)));

    private async Task<ResourceReport> ReportAsync(IManagedResource resource, CancellationToken cancellationToken)
    {
        var health = resource.State is ResourceState.Running or ResourceState.Starting
            ? await ReadHealthAsync(resource.Spec.Health, cancellationToken)
            : HealthReading.None;
        return new(
            resource.Spec.Name,
            resource.Spec.Project,
            resource.State.ToString().ToLowerInvariant(),
            resource.Restarts,
            resource.ProcessId,
            resource.Spec.Endpoint,
            health.Status,
            health.Checks,
            [
                .. resource.Spec.Environment.OrderBy(static variable => variable.Key, StringComparer.Ordinal)
                    .Select(static variable => new VariableReport(variable.Key, SecretMask.Apply(variable.Key, variable.Value))),
            ]);
    }

    private async Task<HealthReading> ReadHealthAsync(Uri health, CancellationToken cancellationToken)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(HealthLimit);
        try
        {
            using var response = await client.GetAsync(health, limit.Token);
            using var body = JsonDocument.Parse(await response.Content.ReadAsStringAsync(limit.Token));
            return new(
                body.RootElement.GetProperty("status").GetString(),
                [
                    .. body.RootElement.GetProperty("entries").EnumerateObject().Select(static entry => new HealthCheckReport(
                        entry.Name,
                        entry.Value.GetProperty("status").GetString() ?? string.Empty,
                        entry.Value.TryGetProperty("description", out var words) ? words.GetString() : null)),
                ]);
        }
        catch (Exception exception) when (
            exception is HttpRequestException or JsonException or KeyNotFoundException or InvalidOperationException
            || (exception is OperationCanceledException && !cancellationToken.IsCancellationRequested))
        {
            return HealthReading.None;
        }
    }
}
