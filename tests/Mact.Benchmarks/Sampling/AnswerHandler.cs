using System.Net;
using System.Text;

namespace Mact.Benchmarks.Sampling;

/// <summary>Answers every completion with the same bytes, without a network.</summary>
internal sealed class AnswerHandler(byte[] reply) : HttpMessageHandler
{
    private static readonly byte[] Models = Encoding.UTF8.GetBytes("""{"data":[{"id":"m","owned_by":"vllm","max_model_len":40960}]}""");

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        // The body is written, as a socket would ask for it.
        await (request.Content?.CopyToAsync(Stream.Null, cancellationToken) ?? Task.CompletedTask);
        var body = request.RequestUri!.AbsolutePath.EndsWith("/models", StringComparison.Ordinal) ? Models : reply;
        return new HttpResponseMessage(HttpStatusCode.OK) { Content = new StreamContent(new MemoryStream(body)), RequestMessage = request };
    }
}
