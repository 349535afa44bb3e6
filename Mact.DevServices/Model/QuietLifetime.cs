namespace Mact.DevServices.Model;

/// <summary>Leaves signals and the console to the process's own host; a second host must not listen to them too.</summary>
internal sealed class QuietLifetime : IHostLifetime
{
    public Task WaitForStartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
