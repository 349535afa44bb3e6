using System.Net;
using System.Text.Json;
using Mact.Api.Http;
using Mact.Api.Tests.Support;
using Mact.Core.Queueing;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.Extensions.DependencyInjection;

namespace Mact.Api.Tests.Evaluations;

/// <summary>The Api on the Redis stand-in, and a worker that a test plays.</summary>
internal sealed class EvaluationApp : IAsyncDisposable
{
    private const string Row = """{"id":"ID","dataset":"wtq","question":"Which city has the most people?","tables":[{"name":"t","columns":["City","People"],"rows":[["Arden","131,900"],["ID","5"]]}],"answer":["Arden"]}""";
    private static readonly TimeSpan Lease = TimeSpan.FromMinutes(1);

    private readonly WebApplicationFactory<RequestLimits> _factory;

    public EvaluationApp(GarnetInProcess garnet)
    {
        _factory = new WebApplicationFactory<RequestLimits>().WithWebHostBuilder(builder =>
        {
            builder.UseEnvironment("Production");
            builder.UseSetting("ConnectionStrings:redis", garnet.ConnectionString);
        });
        Client = _factory.CreateClient();
    }

    public HttpClient Client { get; }

    /// <summary>A line of a data set; each has a table of its own.</summary>
    public static string Item(string id) => Row.Replace("ID", id, StringComparison.Ordinal);

    /// <summary>The body of a request.</summary>
    public static string Body(string data, string more = "") => $"{{\"data\":{JsonSerializer.Serialize(data)}{more}}}";

    /// <summary>Starts an evaluation and returns its path.</summary>
    public async Task<string> StartAsync(string data, string more = "")
    {
        var started = await Client.PostAsync("/evaluations", Body(data, more));
        started.Status.ShouldBe(HttpStatusCode.Accepted, started.Text);
        return $"/evaluations/{started.At("definition.id")}";
    }

    /// <summary>Claims the next question as soon as there is one.</summary>
    public async Task<Lease> ClaimAsync() => (await Eventually.FitsAsync(
        () => _factory.Services.GetRequiredService<IQuestionQueue>().ClaimAsync("test", Lease, TestContext.Current.CancellationToken),
        static lease => lease is not null))!;

    /// <summary>Claims the next question and answers it.</summary>
    public async Task<Question> AnswerAsync(string answer)
    {
        var lease = await ClaimAsync();
        var outcome = new Outcome.Answered([answer], AnsweredBy.Vote, new(3, 5, 1, Executed: true));
        await _factory.Services.GetRequiredService<IQuestionQueue>()
            .SettleAsync(
                lease,
                new Settlement.Done(outcome),
                TestContext.Current.CancellationToken);
        return lease.Question;
    }

    /// <summary>Waits until a reply says what is wanted.</summary>
    public Task UntilAsync(string path, Func<Reply, bool> fits) => Eventually.FitsAsync(() => Client.ReadAsync(path), fits);

    /// <summary>Waits for a status.</summary>
    public Task UntilAsync(string path, string status) => UntilAsync(path, reply => reply.At("status") == status);

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await _factory.DisposeAsync();
    }
}
