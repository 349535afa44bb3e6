using Mact.Core.Access;

namespace Mact.Api.Access;

/// <summary>Who did what that another would ask about, as structured logs of one category.</summary>
internal sealed partial class AuditLog(ILogger<AuditLog> logger)
{
    public void ReadOther(string person, OwnedKind kind, string id) => Log.ReadOther(logger, person, kind, id);

    public void KeyMade(HttpContext context, ApiKey key) =>
        Log.KeyMade(logger, Person.Of(context.User).Id, key.Id, key.Owner, string.Join(' ', key.Scopes));

    /// <summary>Notes requests that ask, delete or take something away whole.</summary>
    public void Note(HttpContext context)
    {
        var request = context.Request;
        var path = request.Path.Value ?? string.Empty;
        if (HttpMethods.IsPost(request.Method) || HttpMethods.IsDelete(request.Method) || path.EndsWith("/export", StringComparison.Ordinal))
        {
            Log.Did(logger, Person.Of(context.User).Id, request.Method, path, context.Response.StatusCode);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(LogLevel.Information, "Audit: {Person} looked at {Kind} {Id}, which is another's")]
        public static partial void ReadOther(ILogger logger, string person, OwnedKind kind, string id);

        [LoggerMessage(LogLevel.Information, "Audit: {Person} made the key {Key} of {Owner} with the scopes {Scopes}")]
        public static partial void KeyMade(ILogger logger, string person, string key, string owner, string scopes);

        [LoggerMessage(LogLevel.Information, "Audit: {Person} did {Method} {Path}: {Status}")]
        public static partial void Did(ILogger logger, string person, string method, string path, int status);
    }
}
