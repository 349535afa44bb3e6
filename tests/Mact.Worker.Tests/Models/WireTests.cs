using System.IO.Compression;
using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;

namespace Mact.Worker.Tests.Models;

/// <summary>Replies that come in forms that nobody asked for, and addresses that cannot work.</summary>
public sealed class WireTests
{
    private static readonly string Reply = Replies.Completion(Replies.Choice(0, "a"), Replies.Choice(1, "b"), Replies.Choice(2, "c"));

    public static TheoryData<string> Bodies { get; } = new()
    {
        $"{Reply}\nINFO: 200 OK",
        $"{Reply}{Reply}",
        $"  \n\n{Reply}\u0000",
        Reply.Replace(
            "\"logprobs\":null",
            """ "logprobs":{"content":[{"token":"a","logprob":-Infinity},{"token":"b","logprob":NaN}]}""",
            StringComparison.Ordinal),
        Reply.Replace("\"stop_reason\":null", "\"stop_reason\":NaN", StringComparison.Ordinal),
        string.Concat(Enumerable.Range(0, 3).Select(
            static i => $"data: {Replies.Delta(i, $"{(char)('a' + i)}")}\n\ndata: {Replies.End(i)}\n\n")) + "data: [DONE]\n\n",
    };

    [Theory]
    [MemberData(nameof(Bodies))]
    public async Task Odd_bodies_are_read_at_the_first_try(string body)
    {
        await using var fixture = await ModelFixture.StartAsync();
        fixture.Endpoint.Chat = Replies.Json(200, body);

        (await fixture.SampleAsync()).Completions.Select(static completion => completion.Text).ShouldBe(["a", "b", "c"]);
        fixture.Endpoint.Chats.Count.ShouldBe(1);
    }

    [Theory]
    [InlineData("gzip")]
    [InlineData("x-gzip")]
    [InlineData("br")]
    [InlineData("deflate")]
    public async Task Compressed_replies_are_read(string encoding)
    {
        await using var fixture = await ModelFixture.StartAsync();
        fixture.Endpoint.Chat = async (context, _) =>
        {
            context.Response.ContentType = "application/json";
            context.Response.Headers.ContentEncoding = encoding;
            using var packed = new MemoryStream();
            await using (Stream packer = encoding switch
            {
                "br" => new BrotliStream(packed, CompressionLevel.Fastest, leaveOpen: true),
                "deflate" => new ZLibStream(packed, CompressionLevel.Fastest, leaveOpen: true),
                _ => new GZipStream(packed, CompressionLevel.Fastest, leaveOpen: true),
            })
            {
                await packer.WriteAsync(Encoding.UTF8.GetBytes(Reply));
            }

            await context.Response.Body.WriteAsync(packed.ToArray());
        };

        (await fixture.SampleAsync()).Completions.Select(static completion => completion.Text).ShouldBe(["a", "b", "c"]);
    }

    [Fact]
    public async Task A_name_that_is_of_no_host_fails_at_once()
    {
        await using var fixture = await ModelFixture.StartAsync(static _ => "Endpoint=http://no-such-host.invalid:8000/v1;Model=m");

        var error = await fixture.FailAsync();

        error.Code.ShouldBe(ErrorCodes.ModelEndpointWrong);
        error.Message.ShouldContain("host name is not known");
        fixture.Observer.Waits.ShouldBeEmpty();
    }

    [Fact]
    public async Task Https_where_the_server_speaks_http_fails_at_once()
    {
        await using var fixture = await ModelFixture.StartAsync(static endpoint => $"Endpoint=https://{endpoint.Server}/v1;Model=m");

        var error = await fixture.FailAsync();

        error.Code.ShouldBe(ErrorCodes.ModelEndpointWrong);
        error.Message.ShouldContain("https");
    }

    [Theory]
    [InlineData("https", "self-signed")]
    [InlineData("http", "https")]
    public async Task A_certificate_that_nobody_trusts_and_http_to_a_TLS_port_fail_at_once(string scheme, string words)
    {
        using var key = RSA.Create(2048);
        var request = new CertificateRequest("CN=localhost", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        using var certificate = request.CreateSelfSigned(DateTimeOffset.UnixEpoch, DateTimeOffset.MaxValue);
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        using var stopping = new CancellationTokenSource();
        var serving = ServeAsync(listener, certificate, stopping.Token);
        var server = listener.LocalEndpoint.ToString();
        await using var fixture = await ModelFixture.StartAsync(_ => $"Endpoint={scheme}://{server}/v1;Model=m");

        var error = await fixture.FailAsync();
        await stopping.CancelAsync();
        await serving;

        error.Code.ShouldBe(ErrorCodes.ModelEndpointWrong);
        error.Message.ShouldContain(words);
    }

    [Fact]
    public async Task Without_a_key_no_header_says_so()
    {
        await using var fixture = await ModelFixture.StartAsync(static endpoint => $"Endpoint=http://{endpoint.Server}/v1;Model=Qwen/Qwen3-8B");

        await fixture.SampleAsync();

        fixture.Endpoint.Received.ShouldAllBe(static request => !request.Headers.ContainsKey("Authorization"));
    }

    [Fact]
    public async Task Times_that_the_server_tells_are_in_the_record()
    {
        await using var fixture = await ModelFixture.StartAsync();
        fixture.Endpoint.Chat = Replies.Json(
            200, Reply[..^1] + ""","metrics":{"time_to_first_token_ms":500.0,"queue_time_ms":120.5,"mean_itl_ms":NaN}}""");

        var attempt = (await fixture.SampleAsync()).Tries.ShouldHaveSingleItem();

        (attempt.ServerQueueMs, attempt.ServerFirstTokenMs).ShouldBe((120.5, 500));
    }

    private static async Task ServeAsync(TcpListener listener, X509Certificate2 certificate, CancellationToken stopping)
    {
        while (true)
        {
            try
            {
                using var client = await listener.AcceptTcpClientAsync(stopping);
                await using var stream = new SslStream(client.GetStream());
                await stream.AuthenticateAsServerAsync(certificate);
            }
            catch (OperationCanceledException)
            {
                return;
            }
            catch (Exception exception) when (exception is IOException or AuthenticationException or ObjectDisposedException)
            {
                // The caller does not trust it, or speaks no TLS.
            }
        }
    }
}
