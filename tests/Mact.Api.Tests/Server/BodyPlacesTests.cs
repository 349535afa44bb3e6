using System.IO.Pipelines;
using System.Net;
using System.Net.Http.Headers;
using System.Text;
using Mact.Api.Http;
using Mact.Api.Tests.Support;

namespace Mact.Api.Tests.Server;

/// <summary>Large bodies take turns, must come in time, and cost nothing once their sender has left.</summary>
public sealed class BodyPlacesTests
{
    private const string Table = "town,people\nArden,1\n";

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("/tables", "text/csv")]
    [InlineData("/questions", "application/json")]
    [InlineData("/tables/profile", "application/json")]
    public async Task A_body_that_does_not_come_in_time_is_told_so_wherever_it_is_sent(string path, string type)
    {
        await using var factory = new ApiFactory(("Api:BodyTime", "00:00:30"));
        using var client = Client(factory);
        var (content, pipe) = Slow(type);

        var reply = SendAsync(client, path, content);
        await pipe.WriteAsync("x"u8.ToArray(), Token);
        await Eventually.WhileAsync(() => !reply.IsCompleted, () => factory.Time.Advance(TimeSpan.FromSeconds(1)));

        (await reply).ShouldBeProblem(HttpStatusCode.RequestTimeout, "bodyTooSlow").Detail.ShouldContain("Api:BodyTime");
    }

    [Fact]
    public async Task Large_bodies_take_turns_small_ones_pass_and_who_leaves_makes_room()
    {
        await using var factory = new ApiFactory(("Api:MaxBodyBytesAtOnce", "1000000"), ("Api:MaxBodyBytesWaiting", "1000000"));
        using var client = Client(factory);
        using var leaving = CancellationTokenSource.CreateLinkedTokenSource(Token);
        var (first, firstPipe) = Slow("text/csv");
        var (second, secondPipe) = Slow("text/csv");
        var places = (BodyPlaces)factory.Services.GetService(typeof(BodyPlaces))!;

        var holding = client.PostAsync(new Uri("/tables", UriKind.Relative), first, leaving.Token);
        await Eventually.TrueAsync(() => places.IsTaken);
        var waiting = SendAsync(client, "/tables", second);
        await secondPipe.WriteAsync(Encoding.UTF8.GetBytes(Table), Token);
        await secondPipe.CompleteAsync();
        await Eventually.TrueAsync(() => places.Waiting > 0);

        var refused = await SendAsync(client, "/tables", Slow("text/csv").Content);
        refused.ShouldBeProblem(HttpStatusCode.ServiceUnavailable, "serverBusy").Detail.ShouldContain("Api:MaxBodyBytesAtOnce");
        refused.Headers.RetryAfter.ShouldNotBeNull();
        (await client.PostAsync("/tables", Requests.Cities)).Status.ShouldBe(HttpStatusCode.Created, "it is small");
        waiting.IsCompleted.ShouldBeFalse();

        await leaving.CancelAsync();
        await firstPipe.CompleteAsync();
        await Should.ThrowAsync<OperationCanceledException>(holding);
        (await waiting).Status.ShouldBe(HttpStatusCode.Created);
        await Eventually.TrueAsync(() => !places.IsTaken);
    }

    [Fact]
    public async Task Who_leaves_the_line_is_not_waited_for()
    {
        await using var factory = new ApiFactory(("Api:MaxBodyBytesAtOnce", "1000000"), ("Api:MaxBodyBytesWaiting", "1000000"));
        using var client = Client(factory);
        using var leaving = CancellationTokenSource.CreateLinkedTokenSource(Token);
        var places = (BodyPlaces)factory.Services.GetService(typeof(BodyPlaces))!;
        var (first, firstPipe) = Slow("text/csv");
        var holding = SendAsync(client, "/tables", first);
        await Eventually.TrueAsync(() => places.IsTaken);
        var waiting = client.PostAsync(new Uri("/tables", UriKind.Relative), Slow("text/csv").Content, leaving.Token);
        await Eventually.TrueAsync(() => places.Waiting > 0);

        await leaving.CancelAsync();

        await Should.ThrowAsync<OperationCanceledException>(waiting);
        await Eventually.TrueAsync(() => places.Waiting == 0);
        await firstPipe.WriteAsync(Encoding.UTF8.GetBytes(Table), Token);
        await firstPipe.CompleteAsync();
        (await holding).Status.ShouldBe(HttpStatusCode.Created);
    }

    // Following redirects, a client would wait for the whole body before it sends any of it.
    private static HttpClient Client(ApiFactory factory) => factory.CreateClient(new() { AllowAutoRedirect = false, HandleCookies = false });

    private static async Task<Reply> SendAsync(HttpClient client, string path, HttpContent content)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = content };
        return await client.ReplyAsync(request);
    }

    /// <summary>A body of unknown length that comes as it is written.</summary>
    private static (StreamContent Content, PipeWriter Pipe) Slow(string type)
    {
        var pipe = new Pipe();
        var content = new StreamContent(pipe.Reader.AsStream());
        content.Headers.ContentType = new MediaTypeHeaderValue(type);
        return (content, pipe.Writer);
    }
}
