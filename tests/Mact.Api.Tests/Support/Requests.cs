using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;

namespace Mact.Api.Tests.Support;

/// <summary>Requests as a client sends them.</summary>
internal static class Requests
{
    /// <summary>Two cities, four cells, and a column of numbers with separators.</summary>
    public const string Cities = """{"name":"cities","columns":["City","People"],"rows":[["Arden","131,900"],["Belmore","115,050"]]}""";

    public static string Question(string tables = $"[{Cities}]", string question = "Which city has the most people?", string more = "") =>
        $$"""{"question":"{{question}}","tables":{{tables}}{{more}}}""";

    public static Task<Reply> ReadAsync(this HttpClient client, string path) => client.ReplyAsync(new HttpRequestMessage(HttpMethod.Get, path));

    public static Task<Reply> RemoveAsync(this HttpClient client, string path) => client.ReplyAsync(new HttpRequestMessage(HttpMethod.Delete, path));

    public static Task<Reply> PostAsync(this HttpClient client, string path, string json, params (string Name, string Value)[] headers) =>
        client.PostAsync(path, Encoding.UTF8.GetBytes(json), "application/json", headers);

    public static Task<Reply> PostAsync(
        this HttpClient client, string path, byte[] body, string? contentType, params (string Name, string Value)[] headers)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = new ByteArrayContent(body) };
        if (contentType is not null)
        {
            request.Content.Headers.TryAddWithoutValidation("Content-Type", contentType);
        }

        foreach (var (name, value) in headers)
        {
            request.Headers.TryAddWithoutValidation(name, value);
        }

        return client.ReplyAsync(request);
    }

    public static Task<Reply> PostFormAsync(
        this HttpClient client, string path, IEnumerable<(string Name, string Value)> fields, params (string FileName, byte[] Content)[] files)
    {
        var form = new MultipartFormDataContent();
        foreach (var (name, value) in fields)
        {
            form.Add(new StringContent(value), name);
        }

        foreach (var (fileName, content) in files)
        {
            var part = new ByteArrayContent(content);
            part.Headers.ContentType = new MediaTypeHeaderValue("application/octet-stream");
            form.Add(part, "files", fileName);
        }

        return client.ReplyAsync(new HttpRequestMessage(HttpMethod.Post, path) { Content = form });
    }

    /// <summary>Asks a valid question and returns its id.</summary>
    public static async Task<string> AskAsync(this HttpClient client, string question = "Which city has the most people?")
    {
        var reply = await client.PostAsync("/questions", Question(question: question));
        reply.Status.ShouldBe(System.Net.HttpStatusCode.Accepted, reply.Text);
        return reply.At("id");
    }

    /// <summary>Stores <see cref="Cities"/> and returns the id.</summary>
    public static async Task<string> StoreCitiesAsync(this HttpClient client) => (await client.PostAsync("/tables", Cities)).At("id");

    /// <summary>The reply; whatever it tells a person, the page can write in Korean.</summary>
    public static async Task<Reply> ReplyAsync(this HttpClient client, HttpRequestMessage request)
    {
        using (request)
        {
            using var response = await client.SendAsync(request, TestContext.Current.CancellationToken);
            var text = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
            if (response.Content.Headers.ContentType?.MediaType is "application/problem+json" or "application/json"
                && request.RequestUri?.OriginalString.Contains("/openapi/", StringComparison.Ordinal) == false)
            {
                ToldInKorean.Check(JsonNode.Parse(text));
            }

            return new(response.StatusCode, response.Headers, response.Content.Headers.ContentType?.MediaType, text);
        }
    }
}
