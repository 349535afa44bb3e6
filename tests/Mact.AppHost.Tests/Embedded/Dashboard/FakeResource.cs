using Mact.AppHost.Embedded.Dashboard.Resources;
using Mact.AppHost.Embedded.Processes;
using Mact.AppHost.Embedded.Topology;

namespace Mact.AppHost.Tests.Embedded.Dashboard;

/// <summary>A resource without a process: its commands are counted.</summary>
internal sealed class FakeResource(string name) : IManagedResource
{
    public List<string> Commands { get; } = [];

    public ResourceSpec Spec { get; } = new(
        name,
        "Mact.Api",
        new("http://localhost:1/"),
        new Dictionary<string, string>(StringComparer.Ordinal) { ["ConnectionStrings__model"] = "Endpoint=http://m/v1;Key=sk-very-secret" },
        0,
        0);

    public ResourceState State { get; private set; } = ResourceState.Stopped;

    public int Restarts => 3;

    public int? ProcessId => null;

    public Task StartAgainAsync()
    {
        Commands.Add("start");
        return Task.CompletedTask;
    }

    public Task StopAsync()
    {
        Commands.Add("stop");
        State = ResourceState.Stopped;
        return Task.CompletedTask;
    }
}
