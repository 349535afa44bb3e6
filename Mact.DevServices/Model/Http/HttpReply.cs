namespace Mact.DevServices.Model.Http;

/// <summary>A whole reply: status, content type, body, and the seconds of <c>Retry-After</c> if any.</summary>
internal sealed record HttpReply(int Status, string ContentType, byte[] Body, string? RetryAfter = null)
{
    public const string JsonType = "application/json";

    public static HttpReply Json(byte[] body, int status = 200) => new(status, JsonType, body);

    public static HttpReply Json(string body, int status = 200) => Json(System.Text.Encoding.UTF8.GetBytes(body), status);

    public static HttpReply Text(string body, string contentType, int status = 200) => new(status, contentType, System.Text.Encoding.UTF8.GetBytes(body));
}
