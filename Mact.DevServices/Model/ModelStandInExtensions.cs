using Mact.DevServices.Model.Configuration;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace Mact.DevServices.Model;

/// <summary>Registers and maps the model endpoint stand-in.</summary>
public static class ModelStandInExtensions
{
    /// <summary>
    /// Adds the stand-in with the settings of section <c>Model</c>. The <see cref="IModel"/> behind it is registered apart. When a port is
    /// configured, it listens there, on loopback; otherwise <see cref="MapModelStandIn"/> puts it on the application's own address.
    /// </summary>
    public static TBuilder AddModelStandIn<TBuilder>(this TBuilder builder)
        where TBuilder : IHostApplicationBuilder
    {
        builder.Services.AddSingleton<IValidateOptions<ModelStandInOptions>, ModelStandInOptionsValidator>();
        builder.Services.AddOptions<ModelStandInOptions>().BindConfiguration(ModelStandInOptions.Section).ValidateOnStart();
        builder.Services.TryAddSingleton(TimeProvider.System);
        builder.Services.AddSingleton(static services => new ModelStandIn(
            services.GetRequiredService<IOptions<ModelStandInOptions>>().Value,
            services.GetRequiredService<IModel>(),
            services.GetRequiredService<TimeProvider>()));
        builder.Services.AddHostedService<ModelListener>();
        return builder;
    }

    /// <summary>Maps the routes of the stand-in, catch-all included, on the application's own address.</summary>
    public static IEndpointRouteBuilder MapModelStandIn(this IEndpointRouteBuilder routes)
    {
        routes.ServiceProvider.GetRequiredService<ModelStandIn>().Map(routes);
        return routes;
    }
}
