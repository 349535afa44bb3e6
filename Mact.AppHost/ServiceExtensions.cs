using System.Net.Http.Json;

namespace Mact.AppHost;

/// <summary>Where a service listens, how it is asked for its health, how it is started, and what the dashboard offers for it.</summary>
internal static class ServiceExtensions
{
    private const string Endpoint = "http";
    private static readonly string[] Columns = ["town", "inhabitants"];
    private static readonly string[][] Rows = [["Arden", "120,400"], ["Belmore", "98,200"], ["Corin", "131,900"]];

    /// <summary>The images listen on it (deploy/Container.props).</summary>
    private const int ImagePort = 8080;

    // As in deploy/: a process that does not answer for a minute is restarted, one that cannot work for 15 s gets no requests.
    private const int LivenessSeconds = 10;
    private const int LivenessFailures = 6;
    private const int ReadinessSeconds = 5;
    private const int ReadinessFailures = 3;
    private const int TimeoutSeconds = 5;

    /// <summary>
    /// Its HTTP endpoint: in a run on a port that a person types, or on any; in what is published on the port of its image. With its probes: the
    /// process answers (<c>/alive</c>), and it reaches what it needs (<c>/health</c>; a model that is away is "degraded", and ready). Nobody
    /// waits for anybody: a service is "not ready" until Redis answers, and so all of them start at once.
    /// </summary>
    /// <param name="service">The service.</param>
    /// <param name="port">In a run; 0 = a free one.</param>
    public static IResourceBuilder<ProjectResource> WithHttp(this IResourceBuilder<ProjectResource> service, int port = 0)
    {
        var endpoint = service.ApplicationBuilder.ExecutionContext.IsPublishMode
            ? service.WithHttpEndpoint(port: ImagePort, targetPort: ImagePort, name: Endpoint)
            : service.WithHttpEndpoint(port: port == 0 ? null : port, name: Endpoint).FromBuildOutput();
        return endpoint
            .WithHttpProbe(
                ProbeType.Liveness,
                "/alive",
                periodSeconds: LivenessSeconds,
                timeoutSeconds: TimeoutSeconds,
                failureThreshold: LivenessFailures,
                endpointName: Endpoint)
            .WithHttpProbe(
                ProbeType.Readiness,
                "/health",
                periodSeconds: ReadinessSeconds,
                timeoutSeconds: TimeoutSeconds,
                failureThreshold: ReadinessFailures,
                endpointName: Endpoint);
    }

    /// <summary>Offers to ask a question with two rows of its own, to see at once what a question is.</summary>
    public static IResourceBuilder<ProjectResource> WithExampleQuestion(this IResourceBuilder<ProjectResource> api) => api.WithHttpCommand(
        "/questions",
        "Ask an example question",
        commandName: "ask-example",
        commandOptions: new()
        {
            IconName = "ChatSparkle",
            IsHighlighted = true,
            Description = "Asks which of three towns has the most inhabitants. The page lists the question under History, and Traces has its trace.",
            PrepareRequest = static context =>
            {
                context.Request.Content = JsonContent.Create(new
                {
                    question = "Which town has the most inhabitants?",
                    tables = new[] { new { name = "towns", columns = Columns, rows = Rows } },
                });
                return Task.CompletedTask;
            },
        });

    /// <summary>Offers to put back, with fresh attempts, every question that was given up.</summary>
    public static IResourceBuilder<ProjectResource> WithRetryOfDeadLetters(this IResourceBuilder<ProjectResource> api) => api.WithCommand(
        "retry-dead-letters",
        "Retry what was given up",
        async context =>
        {
            using var client = new HttpClient { BaseAddress = new(api.GetEndpoint(Endpoint).Url) };
            var tried = new HashSet<string>(StringComparer.Ordinal);
            try
            {
                // The Api names the latest ones; what it names again could not be put back.
                while (true)
                {
                    var system = await client.GetFromJsonAsync<SystemReport>("system", context.CancellationToken);
                    var dead = system!.Failures.Where(failure => failure.Dead && tried.Add(failure.Id)).ToList();
                    foreach (var failure in dead)
                    {
                        using var reply = await client.PostAsync(
                            new Uri($"system/dead/{failure.Id}/retry", UriKind.Relative), content: null, context.CancellationToken);
                    }

                    if (dead.Count == 0)
                    {
                        return CommandResults.Success($"{tried.Count} questions were put back into the queue.");
                    }
                }
            }
            catch (HttpRequestException exception)
            {
                return CommandResults.Failure(exception.Message);
            }
        },
        new CommandOptions { IconName = "ArrowReset", Description = "Puts every question whose attempts are used up back into the queue." });

    /// <summary>
    /// Starts what was built together with this program, which lies beside it; Aspire's own way is <c>dotnet run</c> for each service, which takes
    /// seconds before the service itself begins. A debugger and <c>dotnet watch</c> start it their way.
    /// </summary>
    private static IResourceBuilder<ProjectResource> FromBuildOutput(this IResourceBuilder<ProjectResource> service)
    {
        var configuration = service.ApplicationBuilder.Configuration;
        var name = Path.GetFileNameWithoutExtension(service.Resource.GetProjectMetadata().ProjectPath);
        var own = new DirectoryInfo(AppContext.BaseDirectory);
        var program = Path.Combine(own.Parent!.Parent!.FullName, name, own.Name, name + (OperatingSystem.IsWindows() ? ".exe" : string.Empty));
        return File.Exists(program) && configuration["DEBUG_SESSION_PORT"] is null && configuration["DOTNET_WATCH"] is null
            ? service.WithAnnotation(
                new ExecutableAnnotation
                {
                    Command = program,
                    WorkingDirectory = Path.GetDirectoryName(service.Resource.GetProjectMetadata().ProjectPath)!,
                })
            : service;
    }

    private sealed record SystemReport(IReadOnlyList<Failure> Failures);

    private sealed record Failure(string Id, bool Dead);
}
