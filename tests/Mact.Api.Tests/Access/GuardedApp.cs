using System.Collections.Concurrent;
using System.Net.Http.Headers;
using Mact.Api.Http;
using Mact.Api.Tests.Support;
using Mact.Core.Access;
using Mact.Core.Questions;
using Mact.Core.Queueing;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Mact.Api.Tests.Access;

/// <summary>The Api on the Redis stand-in, with keys.</summary>
internal sealed class GuardedApp : IAsyncDisposable
{
    public const string AdminKey = "an-admin-key-of-more-than-32-characters";

    private readonly WebApplicationFactory<RequestLimits> _factory;

    public GuardedApp(GarnetInProcess garnet, params (string Key, string Value)[] settings) =>
        _factory = new WebApplicationFactory<RequestLimits>().WithWebHostBuilder(builder =>
        {
            builder.UseEnvironment("Production");
            builder.ConfigureLogging(logging =>
            {
                if (Written is { } written)
                {
                    logging.AddProvider(new Lines(written));
                }
            });
            builder.UseSetting("ConnectionStrings:redis", garnet.ConnectionString);
            builder.UseSetting("Auth:Mode", "keys");
            builder.UseSetting("Auth:AdminKey", AdminKey);
            foreach (var (key, value) in settings)
            {
                builder.UseSetting(key, value);
            }
        });

    /// <summary>Whoever has the secret; null: nobody.</summary>
    public HttpClient Client(string? secret)
    {
        var client = _factory.CreateClient();
        client.DefaultRequestHeaders.Authorization = secret is null ? null : new AuthenticationHeaderValue("Bearer", secret);
        return client;
    }

    /// <summary>Takes what is logged; null = nothing does.</summary>
    public ConcurrentQueue<string>? Written { get; init; }

    /// <summary>Everything that is mapped.</summary>
    public IEnumerable<RouteEndpoint> Endpoints => _factory.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>();

    /// <summary>Makes a key and returns its id and secret.</summary>
    public async Task<(string Id, string Secret)> KeyAsync(string owner, params string[] scopes)
    {
        using var admin = Client(AdminKey);
        var list = string.Join(',', scopes.Select(static scope => $"\"{scope}\""));
        var made = await admin.PostAsync("/keys", $$"""{"name":"of {{owner}}","owner":"{{owner}}","scopes":[{{list}}]}""");
        return (made.At("key.id"), made.At("secret"));
    }

    /// <summary>Does as a worker whose model read so many tokens for the only question that waits.</summary>
    public async Task SpendAsync(string question, long tokens)
    {
        var lease = (await _factory.Services.GetRequiredService<IQuestionQueue>().ClaimAsync(
            "test", TimeSpan.FromMinutes(1), TestContext.Current.CancellationToken))!;
        lease.Question.Id.ShouldBe(question);
        var journal = await _factory.Services.GetRequiredService<IQuestionStore>().OpenJournalAsync(lease, TestContext.Current.CancellationToken);
        var call = Runs.Called("part");
        await journal.AppendAsync(
            call with { Reply = call.Reply with { Usage = new(1, tokens - 1, 1, 0) } }, TestContext.Current.CancellationToken);
    }

    /// <summary>What a person's things take in the store.</summary>
    public Task<long> StoredBytesAsync(string owner) => _factory.Services.GetRequiredService<IOwnership>().StoredBytesAsync(
        $"key:{owner}", TestContext.Current.CancellationToken);

    public ValueTask DisposeAsync() => _factory.DisposeAsync();

    private sealed class Lines(ConcurrentQueue<string> written) : ILoggerProvider, ILogger
    {
        public ILogger CreateLogger(string categoryName) => this;

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull
        {
            written.Enqueue($"{state}");
            return null;
        }

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(
            LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            written.Enqueue($"{formatter(state, exception)} {exception}");

        public void Dispose()
        {
            // Nothing is held.
        }
    }
}
