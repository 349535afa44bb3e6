using System.Net;
using Mact.Api.Tests.Support;

namespace Mact.Api.Tests.Server;

public sealed class LivenessTests
{
    [Theory]
    [InlineData("/alive")]
    [InlineData("/health")]
    public async Task The_api_answers_its_probes_in_production(string path)
    {
        await using var factory = new ApiFactory();
        using var client = factory.CreateClient();

        (await client.ReadAsync(path)).Status.ShouldBe(HttpStatusCode.OK);
    }
}
