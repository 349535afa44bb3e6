using Mact.Core.Redis;
using Mact.ServiceDefaults;
using Mact.Worker.Agents;
using Mact.Worker.Models;
using Mact.Worker.Pump;

var builder = WebApplication.CreateBuilder(args);
builder.AddServiceDefaults();
builder.AddMactRedis();
builder.AddModels();
builder.Services.AddAgents(builder.Configuration);
builder.AddQuestionPump();

var app = builder.Build();
app.MapDefaultEndpoints();

await app.RunAsync();
