using Mact.Core.Access;
using Mact.Core.Questions;

namespace Mact.Api.Access;

/// <summary>Who did what that another would ask about: structured logs of one category, and the latest on the page System for admins.</summary>
internal sealed partial class AuditLog(IAuditStore store, TimeProvider time, ILogger<AuditLog> logger)
{
    /// <summary>Where links are opened.</summary>
    public const string LinkPath = "/links";

    /// <summary>Notes what a person did. A store that is away holds nobody up: the log has the entry.</summary>
    public async Task NoteAsync(Person person, string action, string target, CancellationToken cancellationToken)
    {
        Log.Did(logger, person.Id, action, target);
        try
        {
            await store.AddAsync(new(time.GetUtcNow(), person.Id, action, target), cancellationToken);
        }
        catch (StoreUnavailableException exception)
        {
            Log.NotKept(logger, exception.Message);
        }
    }

    /// <summary>Notes requests that ask, delete or take something away whole, and those that were refused what they asked for, with their
    /// status.</summary>
    public Task NoteAsync(Person person, HttpContext context)
    {
        var request = context.Request;

        // As it was sent: a line end in it would begin an entry of its own in a log of lines.
        var path = request.Path.ToUriComponent();
        if (request.Path.StartsWithSegments(LinkPath, StringComparison.OrdinalIgnoreCase))
        {
            // What follows opens a run.
            path = LinkPath;
        }

        return HttpMethods.IsPost(request.Method) || HttpMethods.IsDelete(request.Method) || path.EndsWith("/export", StringComparison.Ordinal)
            || context.Response.StatusCode is StatusCodes.Status403Forbidden or StatusCodes.Status404NotFound
            ? NoteAsync(person, request.Method, $"{path}: {context.Response.StatusCode}", CancellationToken.None)
            : Task.CompletedTask;
    }

    private static partial class Log
    {
        [LoggerMessage(LogLevel.Information, "Audit: {Person} {Action} {Target}")]
        public static partial void Did(ILogger logger, string person, string action, string target);

        [LoggerMessage(LogLevel.Warning, "The audit entry before is in this log only: {Reason}")]
        public static partial void NotKept(ILogger logger, string reason);
    }
}
