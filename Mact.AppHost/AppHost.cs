// The topology.
//   dotnet run --project Mact.AppHost                                      everything, on this machine
//   … -- --model-endpoint https://host/v1 [--model NAME]                   a model of yours; --help lists the other options
//   … -- --publisher manifest --output-path out/aspire-manifest.json       what a deployment consists of; docs/deploy.md says more
using Mact.AppHost;

var (options, exitCode) = MactOptions.Parse(args, Console.Out, Console.Error);
if (options is null)
{
    return exitCode;
}

var builder = DistributedApplication.CreateBuilder(args);
var redis = builder.AddMactRedis(options);
var model = builder.AddMactModel(options);

var api = builder.AddProject<Projects.Mact_Api>("api")
    .WithHttp(options.ApiPort)
    .WithReference(redis.Connection)
    .WithAddressOf(model)
    .WithLocalModel(model)
    .WithEnvironment("Mact__VolatileHistory", redis.IsStandIn && options.Data is null ? "true" : "false")
    .WithEnvironment("Mact__ModelStandIn", () => model.IsStandIn ? "true" : "false")
    .WithUrlForEndpoint("http", static url => url.DisplayText = "API")
    .WithUrl("/scalar", "API reference")
    .WithUrl("/mcp", "MCP server")
    .WithIconName("PlugConnected")
    .WithQuestionCommands();

var worker = builder.AddProject<Projects.Mact_Worker>("worker")
    .WithHttp()
    .WithReference(redis.Connection)
    .WithReference(model.Connection)
    // Shown the prompts before anyone asks, what answers on this machine answers its first question sooner, at no cost.
    .WithEnvironment("Agents__WarmUp", () => model.IsLocal || model.IsStandIn ? "true" : "false")
    .WithReplicas(options.Workers)
    .WithIconName("BrainCircuit");

var web = builder.AddProject<Projects.Mact_Web>("web")
    .WithHttp(options.WebPort)
    .WithReference(api)
    .WithExternalHttpEndpoints()
    .WithUrlForEndpoint("http", static url => url.DisplayText = "Ask a question")
    .WithIconName("ChatSparkle");

if (builder.ExecutionContext.IsRunMode)
{
    // The MCP server gives people links to runs. In what is published, the page's address is known to who publishes it.
    api.WithEnvironment("Mcp__PageAddress", web.GetEndpoint("http"));
}

model.ReplacesStandIn(api, worker);
web.WithStartupMessage(api);
builder.EndInOrder();
AddPublishers(builder);
await builder.Build().RunAsync();
return 0;

/// <summary>What a publish to Compose or Kubernetes needs, in a build with -p:Publishers=true.</summary>
internal static partial class Program
{
    static partial void AddPublishers(IDistributedApplicationBuilder builder);
}
