using System.Net;
using Microsoft.AspNetCore.Mvc.Testing;

namespace Mact.Worker.Tests.Health;

public sealed class LivenessTests
{
    [Fact]
    public async Task The_worker_answers_the_liveness_probe()
    {
        // Neither is there: a worker is alive without them, and waits.
        await using var factory = new WebApplicationFactory<Program>().WithWebHostBuilder(static host => host
            .UseSetting("ConnectionStrings:redis", "localhost:1")
            .UseSetting("ConnectionStrings:model", "Endpoint=http://localhost:1/v1;Model=auto"));
        using var client = factory.CreateClient();

        using var response = await client.GetAsync(new Uri("/alive", UriKind.Relative), TestContext.Current.CancellationToken);

        response.StatusCode.ShouldBe(HttpStatusCode.OK);
    }
}
