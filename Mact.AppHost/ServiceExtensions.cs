using System.Net.NetworkInformation;
using System.Text;

namespace Mact.AppHost;

/// <summary>Where a service listens, how it is asked for its health, how it is started, and what the dashboard offers for it.</summary>
internal static class ServiceExtensions
{
    /// <summary>The images listen on it (deploy/Container.props).</summary>
    private const int ImagePort = 8080;

    private const string Example = """
        {
          "question": "Which town has the most people?",
          "tables": [{ "name": "towns", "columns": ["town", "people"], "rows": [["Arden", "120,400"], ["Belmore", "98,200"], ["Corin", "131,900"]] }]
        }
        """;

    /// <summary>
    /// Its HTTP endpoint and its probes: the process answers (<c>/alive</c>), and it reaches what it needs (<c>/health</c>; a model that is away is
    /// "degraded", and ready). Nobody waits for anybody: a service is "not ready" until Redis answers, and so all of them start at once.
    /// </summary>
    /// <param name="service">The service.</param>
    /// <param name="port">In a run; 0 = a free one, which a taken one becomes too.</param>
    public static IResourceBuilder<ProjectResource> WithHttp(this IResourceBuilder<ProjectResource> service, int port = 0)
    {
        if (service.ApplicationBuilder.ExecutionContext.IsPublishMode)
        {
            service.WithHttpEndpoint(ImagePort, ImagePort, "http");
        }
        else if (IPGlobalProperties.GetIPGlobalProperties().GetActiveTcpListeners().Any(listener => listener.Port == port))
        {
            Console.WriteLine($"Port {port} is taken; {service.Resource.Name} moves to a free one.");
            return service.WithHttp();
        }
        else
        {
            // As in the images: glibc would keep freed memory of SQL statements once for each of many threads.
            service.WithEnvironment("MALLOC_ARENA_MAX", "2").FromBuildOutput().WithHttpEndpoint(port == 0 ? null : port, name: "http");
        }

        // As in deploy/: a process that does not answer for a minute is restarted, one that cannot work for 15 s gets no requests.
        return service
            .WithHttpProbe(ProbeType.Liveness, "/alive", periodSeconds: 10, timeoutSeconds: 5, failureThreshold: 6, endpointName: "http")
            .WithHttpProbe(ProbeType.Readiness, "/health", periodSeconds: 5, timeoutSeconds: 5, failureThreshold: 3, endpointName: "http");
    }

    /// <summary>Offers to ask a question with a table of its own, and what can be done with questions whose attempts are used up.</summary>
    public static IResourceBuilder<ProjectResource> WithQuestionCommands(this IResourceBuilder<ProjectResource> api) => api
        .WithHttpCommand("/questions", "Ask an example question", commandName: "ask-example", commandOptions: new()
        {
            IconName = "ChatSparkle",
            IsHighlighted = true,
            Description = "Asks which of three towns has the most people. The page lists the question under History, and Traces has its trace.",
            PrepareRequest = static context =>
                Task.FromResult(context.Request.Content = new StringContent(Example, Encoding.UTF8, "application/json")),
        })
        .WithHttpCommand("/system/dead/retry", "Retry the dead letters", commandName: "retry-dead-letters", commandOptions: new()
        {
            IconName = "ArrowReset",
            Description = "Puts every question that was given up back into the queue, with fresh attempts.",
        })
        .WithHttpCommand("/system/dead", "Empty the dead letters", commandName: "empty-dead-letters", commandOptions: new()
        {
            IconName = "Delete",
            Method = HttpMethod.Delete,
            ConfirmationMessage = "Delete every question that was given up, with its records?",
        });

    /// <summary>
    /// Starts what was built together with this program, which lies beside it; Aspire's own way is <c>dotnet run</c> for each service, which takes
    /// seconds before the service itself begins. A debugger and <c>dotnet watch</c> start it their way.
    /// </summary>
    private static IResourceBuilder<ProjectResource> FromBuildOutput(this IResourceBuilder<ProjectResource> service)
    {
        var configuration = service.ApplicationBuilder.Configuration;
        var project = service.Resource.GetProjectMetadata().ProjectPath;
        var name = Path.GetFileNameWithoutExtension(project);
        var own = new DirectoryInfo(AppContext.BaseDirectory);
        var program = Path.Combine(own.Parent!.Parent!.FullName, name, own.Name, name + (OperatingSystem.IsWindows() ? ".exe" : string.Empty));
        return File.Exists(program) && configuration["DEBUG_SESSION_PORT"] is null && configuration["DOTNET_WATCH"] is null
            ? service.WithAnnotation(new ExecutableAnnotation { Command = program, WorkingDirectory = Path.GetDirectoryName(project)! })
            : service;
    }
}
