// The topology on Aspire; Embedded/Topology has the same resources as plain processes.
//   dotnet run --project Mact.AppHost                                              run, with Aspire's dashboard
//   … -- --model-endpoint https://host/v1 [--model NAME]                           an endpoint of your own; its key is the parameter model-key
//   … -- --vllm Qwen/Qwen3-8B                                                      vLLM in a container with all GPUs
//   … -- --redis stand-in                                                          no container runtime needed
//   … -- --operation publish --step publish --output-path out --target compose     or kubernetes; docs/deploy.md says more
using Mact.AppHost.Topology;
using Microsoft.Extensions.Configuration;

var builder = DistributedApplication.CreateBuilder(args);

builder.AddTarget();
var redis = builder.AddMactRedis();
var model = builder.AddMactModel();

var api = builder.AddProject<Projects.Mact_Api>("api")
    .WithHttp(builder.Configuration.GetValue("api-port", 8081))
    .WithReference(redis.ConnectionString)
    .WithModel(model)
    .WithEnvironment("Mact__VolatileHistory", redis.IsStandIn ? "true" : "false")
    .WithEnvironment("Mact__ModelStandIn", model.IsStandIn ? "true" : "false")
    .WaitFor(redis.Resource)
    .WithProbes()
    .WithUrlForEndpoint("http", static url => url.DisplayText = "API")
    .WithIconName("PlugConnected");

builder.AddProject<Projects.Mact_Worker>("worker")
    .WithHttp()
    .WithReference(redis.ConnectionString)
    .WithModel(model)
    .WaitFor(redis.Resource)
    .WithReplicas(builder.Configuration.GetValue("workers", 1))
    .WithProbes()
    .WithTimeToDrain()
    .WithIconName("BrainCircuit");

builder.AddProject<Projects.Mact_Web>("web")
    .WithHttp(builder.Configuration.GetValue("web-port", 8080))
    .WithReference(api)
    .WaitFor(api)
    .WithExternalHttpEndpoints()
    .WithProbes()
    .WithUrlForEndpoint("http", static url => url.DisplayText = "Ask a question")
    .WithIconName("ChatSparkle");

await builder.Build().RunAsync();
