using System.Net;
using Microsoft.AspNetCore.Mvc.Testing;

namespace Mact.DevServices.Tests.Health;

public sealed class LivenessTests
{
    [Fact]
    public async Task The_stand_ins_answer_the_liveness_probe()
    {
        await using var factory = new WebApplicationFactory<StandInOptions>();
        using var client = factory.CreateClient();

        using var response = await client.GetAsync(new Uri("/alive", UriKind.Relative), TestContext.Current.CancellationToken);

        response.StatusCode.ShouldBe(HttpStatusCode.OK);
    }
}
