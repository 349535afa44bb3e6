using System.Collections.Concurrent;
using Mact.Client.Access;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Mact.Cli.Tests;

/// <summary><c>mact keys</c> in front of an Api.</summary>
[Collection("the console")]
public sealed class KeysCommandTests : IAsyncLifetime
{
    private static readonly ApiKey Key = new("0199", "n", "ann", ["ask"], DateTimeOffset.UnixEpoch);

    private readonly ConcurrentQueue<string> _asked = new();
    private WebApplication _api = null!;

    public async ValueTask InitializeAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        _api = builder.Build();
        _api.MapGet("/keys", (HttpRequest request) => Note(request, "", Results.Json<IReadOnlyList<ApiKey>>([Key])));
        _api.MapPost("/keys", async (HttpRequest request) =>
        {
            using var reader = new StreamReader(request.Body);
            return Note(request, await reader.ReadToEndAsync(), Results.Json(new MadeKey(Key, "mact_1"), statusCode: 201));
        });
        _api.MapDelete("/keys/{id}", (HttpRequest request, string id) => Note(
            request, string.Empty, id == Key.Id ? Results.NoContent() : Results.Problem("No key.", statusCode: 404)));
        await _api.StartAsync(TestContext.Current.CancellationToken);
    }

    public ValueTask DisposeAsync() => _api.DisposeAsync();

    [Fact]
    public async Task Keys_are_listed_made_and_revoked_as_whoever_the_variable_says()
    {
        Environment.SetEnvironmentVariable(Cli.KeyVariable, "mact_admin");
        try
        {
            (await RunAsync("list")).ShouldBe(ExitCode.Done);
            (await RunAsync("make", "ann", "--scope", "ask", "--scope", "delete", "--name", "n")).ShouldBe(ExitCode.Done);
            (await RunAsync("revoke", Key.Id)).ShouldBe(ExitCode.Done);
            (await RunAsync("revoke", "other")).ShouldBe(ExitCode.Error);
        }
        finally
        {
            Environment.SetEnvironmentVariable(Cli.KeyVariable, value: null);
        }

        _asked.ShouldBe([
            "Bearer mact_admin GET /keys ",
            """Bearer mact_admin POST /keys {"name":"n","owner":"ann","scopes":["ask","delete"]}""",
            "Bearer mact_admin DELETE /keys/0199 ",
            "Bearer mact_admin DELETE /keys/other ",
        ]);
    }

    private IResult Note(HttpRequest request, string body, IResult reply)
    {
        _asked.Enqueue($"{request.Headers.Authorization} {request.Method} {request.Path} {body}");
        return reply;
    }

    private Task<int> RunAsync(params string[] arguments) =>
        KeysCommand.Create().Parse([.. arguments, "--url", _api.Urls.First()]).InvokeAsync(cancellationToken: TestContext.Current.CancellationToken);
}
