using Aspire.Hosting;
using Aspire.Hosting.ApplicationModel;
using Aspire.Hosting.Testing;
using Microsoft.Extensions.DependencyInjection;

namespace Mact.AppHost.Tests;

/// <summary>The AppHost's application model, built by its own program with given arguments, and not started.</summary>
internal sealed class AppModel
{
    private readonly DistributedApplication _application;

    // Never disposed: what was never started cannot be stopped, and would be waited for.
    private AppModel(DistributedApplication application) => _application = application;

    public IReadOnlyList<IResource> Resources => [.. _application.Services.GetRequiredService<DistributedApplicationModel>().Resources];

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public static async Task<AppModel> BuildAsync(params string[] arguments)
    {
        var builder = await DistributedApplicationTestingBuilder.CreateAsync<Projects.Mact_AppHost>(
            [.. arguments.Where(static argument => argument.Length > 0)], Cancellation);
        return new(await builder.BuildAsync(Cancellation));
    }

    public IResource Find(string name) => Resources.Single(resource => resource.Name == name);

    public IEnumerable<T> Annotations<T>(string name)
        where T : IResourceAnnotation => Find(name).Annotations.OfType<T>();

    /// <summary>Names of what a resource waits for.</summary>
    public IEnumerable<string> Waits(string name) => Annotations<WaitAnnotation>(name).Select(static wait => wait.Resource.Name);

    /// <summary>The variables that a resource is given. Values that are known only in a run stay objects: an endpoint, an expression.</summary>
    public async Task<IReadOnlyDictionary<string, object>> EnvironmentAsync(string name)
    {
        var resource = Find(name);
        var context = new EnvironmentCallbackContext(
            _application.Services.GetRequiredService<DistributedApplicationExecutionContext>(),
            resource,
            cancellationToken: Cancellation);
        foreach (var callback in Annotations<EnvironmentCallbackAnnotation>(name))
        {
            await callback.Callback(context);
        }

        return context.EnvironmentVariables;
    }

    /// <summary>The arguments of a container.</summary>
    public async Task<IReadOnlyList<object>> ArgumentsAsync(string name)
    {
        var context = new CommandLineArgsCallbackContext([], Find(name), Cancellation)
        {
            ExecutionContext = _application.Services.GetRequiredService<DistributedApplicationExecutionContext>(),
        };
        foreach (var callback in Annotations<CommandLineArgsCallbackAnnotation>(name))
        {
            await callback.Callback(context);
        }

        return [.. context.Args];
    }
}
