using System.Net;
using System.Text;
using Mact.Api.Tests.Support;

namespace Mact.Api.Tests.Server;

/// <summary>The Api behind its real server, on a free loopback port: limits and streams that a test server does not have.</summary>
public sealed class KestrelTests
{
    private const int Limit = 1_000;
    private const int Overhead = 1024 * 1024;

    [Theory]
    [InlineData(Limit + 1, false)]
    [InlineData(Limit + 1, true)]
    [InlineData(Limit + (2 * Overhead), false)]
    [InlineData(Limit + (2 * Overhead), true)]
    public async Task A_body_beyond_the_limit_is_too_large_whether_or_not_its_length_is_announced(int length, bool chunked)
    {
        await using var factory = new ApiFactory(("Api:MaxRequestBytes", "1000"), ("Tables:MaxBytes", "1000"));
        factory.UseKestrel(static options => options.Listen(IPAddress.Loopback, 0));
        using var client = factory.CreateClient();
        client.DefaultRequestHeaders.ExpectContinue = true;
        client.DefaultRequestHeaders.TransferEncodingChunked = chunked;

        var reply = await client.PostAsync("/tables", Encoding.ASCII.GetBytes("a,b\n" + new string('1', length - 4)), "text/csv");

        reply.ShouldBeProblem(HttpStatusCode.RequestEntityTooLarge, "tooManyBytes");
    }

    [Fact]
    public async Task Records_reach_a_watcher_over_a_real_connection()
    {
        await using var factory = new ApiFactory();
        factory.UseKestrel(static options => options.Listen(IPAddress.Loopback, 0));
        using var client = factory.CreateClient();
        var id = await client.AskAsync();
        await using var stream = await EventReader.OpenAsync(client, id);

        (await stream.EventAsync()).Id.ShouldBe("1");
        factory.Store.Answer(id);
        (await stream.EventAsync()).Id.ShouldBe("2");
        (await stream.EventAsync()).Id.ShouldBe("3");
        (await stream.EventAsync()).Type.ShouldBe("end");
    }

    [Fact]
    public async Task The_server_does_not_name_itself()
    {
        await using var factory = new ApiFactory();
        factory.UseKestrel(static options => options.Listen(IPAddress.Loopback, 0));
        using var client = factory.CreateClient();

        (await client.ReadAsync("/alive")).Headers.Server.ShouldBeEmpty();
    }
}
