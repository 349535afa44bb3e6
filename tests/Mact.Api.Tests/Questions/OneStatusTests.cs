using CsCheck;
using Mact.Api.Http;
using Mact.Api.Tests.Support;
using Mact.Core.Questions;
using Mact.Core.Queueing;
using Mact.Core.Redis;
using Mact.Web.Projections;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.Extensions.DependencyInjection;
using StackExchange.Redis;

namespace Mact.Api.Tests.Questions;

/// <summary>One truth for a question's status, whatever happens to it.</summary>
public sealed class OneStatusTests
{
    [Fact]
    public async Task After_every_step_of_any_walk_list_page_api_history_and_redis_say_the_same()
    {
        using var garnet = new GarnetInProcess();
        await using var factory = new WebApplicationFactory<RequestLimits>().WithWebHostBuilder(host => host
            .UseEnvironment("Production")
            .UseSetting("ConnectionStrings:redis", garnet.ConnectionString)
            .UseSetting("Queue:MaxAttempts", "2")
            .UseSetting("Queue:CancelGrace", "00:00:00"));
        using var client = factory.CreateClient();
        var api = new MactClient(client);
        var (queue, store) = (factory.Services.GetRequiredService<IQuestionQueue>(), factory.Services.GetRequiredService<IQuestionStore>());
        await using var connection = await ConnectionMultiplexer.ConnectAsync($"{garnet.ConnectionString},allowAdmin=true");
        var redis = connection.GetDatabase();

        await QuestionWalks.All.SampleAsync(
            async walk =>
            {
                await redis.ExecuteAsync("FLUSHDB");
                var id = (await client.PostAsync("/questions", Requests.Question())).At("id")!;
                Lease? lease = null;
                foreach (var (number, step) in walk.Index())
                {
                    lease = await QuestionWalks.StepAsync(queue, store, id, lease, step, number);

                    var records = (await api.ReadRecordsAsync(id, TestContext.Current.CancellationToken)).Require();
                    string?[] told =
                    [
                        (await client.ReadAsync("/questions")).At("items.0.status"),
                        Spelled(RunTimeline.From(records).Status),
                        (await client.ReadAsync($"/questions/{id}")).At("status"),
                        Spelled(QuestionProjection.StatusOf(records.Select(static stored => stored.Record))),
                        await redis.HashGetAsync(RedisKeys.Question(id), QuestionFields.Status),
                    ];
                    told.Distinct(StringComparer.Ordinal).ShouldHaveSingleItem($"{string.Join(", ", walk)}: after {number + 1}").ShouldNotBeNull();
                }
            },
            iter: 40,
            threads: 1);

        static string Spelled(QuestionStatus status) => System.Text.Json.JsonNamingPolicy.CamelCase.ConvertName(status.ToString());
    }
}
