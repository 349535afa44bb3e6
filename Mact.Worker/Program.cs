using Mact.Core.Redis;
using Mact.ServiceDefaults;
using Mact.Worker.Agents;
using Mact.Worker.Models;
using Mact.Worker.Pump;

if (await ServiceCommand.TryRunAsync(args) is { } exitCode)
{
    return exitCode;
}

var builder = ServiceHost.CreateBuilder(args);
builder.AddServiceDefaults();
builder.AddMactRedis();
builder.AddModels();
builder.Services.AddModelChecks();
builder.Services.AddAgents();
builder.AddQuestionPump();

return await ServiceHost.RunAsync(builder, static app => app.MapDefaultEndpoints());
