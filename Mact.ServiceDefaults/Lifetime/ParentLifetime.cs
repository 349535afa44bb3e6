using System.Runtime.InteropServices;
using Microsoft.Extensions.Hosting;

namespace Mact.ServiceDefaults.Lifetime;

/// <summary>
/// Replaces the console lifetime in a child of the AppHost. Ctrl+C reaches the whole process group at once; the children ignore it, since the
/// AppHost stops them in order (web, api, workers, then the stand-ins). SIGTERM, by which it does so, stops the application.
/// </summary>
internal sealed class ParentLifetime(IHostApplicationLifetime application) : IHostLifetime, IDisposable
{
    private readonly List<PosixSignalRegistration> _registrations = [];

    public Task WaitForStartAsync(CancellationToken cancellationToken)
    {
        _registrations.Add(PosixSignalRegistration.Create(PosixSignal.SIGINT, static context => context.Cancel = true));
        _registrations.Add(PosixSignalRegistration.Create(PosixSignal.SIGTERM, Stop));
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public void Dispose()
    {
        foreach (var registration in _registrations)
        {
            registration.Dispose();
        }

        _registrations.Clear();
    }

    private void Stop(PosixSignalContext context)
    {
        context.Cancel = true;
        application.StopApplication();
    }
}
