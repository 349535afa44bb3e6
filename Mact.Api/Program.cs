using Mact.Api.Access;
using Mact.Api.Evaluations;
using Mact.Api.Evidence;
using Mact.Api.Http;
using Mact.Api.Mcp;
using Mact.Api.Questions;
using Mact.Api.SystemStatus;
using Mact.Api.Tables;
using Mact.Core.Redis;
using Mact.ServiceDefaults;

if (args is [ReaderProcess.Argument])
{
    return await ReaderProcess.ServeAsync();
}

if (await ServiceCommand.TryRunAsync(args) is { } exitCode)
{
    return exitCode;
}

var builder = ServiceHost.CreateBuilder(args);
builder.AddServiceDefaults();
builder.AddMactRedis();
builder.AddHttp();
builder.AddProblems();
builder.AddReference();
builder.AddTables();
builder.AddQuestions();
builder.AddEvidence();
builder.AddEvaluations();
builder.AddSystemStatus();
builder.AddMcpServer();
builder.AddAccess();

return await ServiceHost.RunAsync(builder, static app =>
{
    app.UseAudit();
    app.UseProblems();
    app.UseSecurityHeaders();
    app.UseAccess();
    app.UseBodyPlaces();
    app.MapDefaultEndpoints();
    app.MapTables();
    app.MapQuestions();
    app.MapLinks();
    app.MapEvidence();
    app.MapEvaluations();
    app.MapSystem();
    app.MapKeys();
    app.MapPeople();
    app.MapReference();
    app.MapMcpServer();
});
