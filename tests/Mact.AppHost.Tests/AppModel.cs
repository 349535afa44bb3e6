using Aspire.Hosting.ApplicationModel;
using Aspire.Hosting.Testing;

namespace Mact.AppHost.Tests;

/// <summary>The AppHost's application model, as its own program puts it together with given arguments. Nothing is built or started.</summary>
internal sealed class AppModel
{
    // The program waits before it builds: once built, it would go on and start everything. Never disposed, since there is nothing to stop.
    private readonly IDistributedApplicationTestingBuilder _builder;

    private AppModel(IDistributedApplicationTestingBuilder builder) => _builder = builder;

    public IReadOnlyList<IResource> Resources => [.. _builder.Resources];

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public static async Task<AppModel> BuildAsync(params string[] arguments) => new(
        await DistributedApplicationTestingBuilder.CreateAsync<Projects.Mact_AppHost>(
            [
                .. arguments.Where(static argument => argument.Length > 0),

                // A watcher for each model and each of its files would be more than a machine gives to one person.
                "--hostBuilder:reloadConfigOnChange=false",
            ],
            Cancellation));

    public IResource Find(string name) => Resources.Single(resource => resource.Name == name);

    public IEnumerable<T> Annotations<T>(string name)
        where T : IResourceAnnotation => Find(name).Annotations.OfType<T>();

    /// <summary>Names of what a resource waits for.</summary>
    public IEnumerable<string> Waits(string name) => Annotations<WaitAnnotation>(name).Select(static wait => wait.Resource.Name);

    /// <summary>The variables that a resource is given. Values that are known only in a run stay objects: an endpoint, an expression.</summary>
    public async Task<IReadOnlyDictionary<string, object>> EnvironmentAsync(string name)
    {
        var resource = Find(name);
        var context = new EnvironmentCallbackContext(_builder.ExecutionContext, resource, cancellationToken: Cancellation);
        foreach (var callback in Annotations<EnvironmentCallbackAnnotation>(name))
        {
            await callback.Callback(context);
        }

        return context.EnvironmentVariables;
    }

    /// <summary>The arguments of a container.</summary>
    public async Task<IReadOnlyList<object>> ArgumentsAsync(string name)
    {
        var context = new CommandLineArgsCallbackContext([], Find(name), Cancellation) { ExecutionContext = _builder.ExecutionContext };
        foreach (var callback in Annotations<CommandLineArgsCallbackAnnotation>(name))
        {
            await callback.Callback(context);
        }

        return [.. context.Args];
    }
}
