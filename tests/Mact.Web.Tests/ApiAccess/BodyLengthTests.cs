using System.Net;
using System.Net.Http.Json;

namespace Mact.Web.Tests.ApiAccess;

public sealed class BodyLengthTests
{
    [Fact]
    public async Task A_question_says_how_long_its_body_is_so_that_it_waits_for_no_large_one()
    {
        using LengthHandler handler = new();
        using HttpClient http = new(handler) { BaseAddress = new("http://api.test/") };

        await new MactClient(http).AskAsync(
            new QuestionRequest("Which town has the most people?", []), TestContext.Current.CancellationToken);

        handler.Length.ShouldNotBeNull().ShouldBeGreaterThan(0);
        handler.Length.ShouldBe(handler.Body.Length);
    }

    private sealed class LengthHandler : HttpMessageHandler
    {
        public long? Length { get; private set; }

        public byte[] Body { get; private set; } = [];

        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            Length = request.Content!.Headers.ContentLength;
            Body = await request.Content.ReadAsByteArrayAsync(cancellationToken);
            return new(HttpStatusCode.Accepted) { Content = JsonContent.Create(new { id = "1" }) };
        }
    }
}
