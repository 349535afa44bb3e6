using System.ComponentModel.DataAnnotations;

namespace Mact.Api.Http;

/// <summary>What one request may carry. Bound from section <c>Api</c>; the limits of a table are those of section <c>Tables</c>.</summary>
public sealed class RequestLimits
{
    /// <summary>The configuration section.</summary>
    public const string SectionName = "Api";

    /// <summary>Bytes of a request's body, all its tables together.</summary>
    [Range(1_000, 2_000_000_000)]
    public int MaxRequestBytes { get; set; } = 64 * 1024 * 1024;

    /// <summary>Bytes of large bodies (over 256 KiB) that are read at once, all together; each costs several times its size until it is answered.
    /// </summary>
    [Range(1_000_000, 2_000_000_000)]
    public int MaxBodyBytesAtOnce { get; set; } = 64 * 1024 * 1024;

    /// <summary>Bytes of large bodies that wait for their turn, unread; more are refused.</summary>
    [Range(0d, 2_000_000_000_000d)]
    public long MaxBodyBytesWaiting { get; set; } = 1024L * 1024 * 1024;

    /// <summary>Time within which a body must have come, once its turn has.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "01:00:00")]
    public TimeSpan BodyTime { get; set; } = TimeSpan.FromMinutes(2);

    /// <summary>Bytes in Redis' memory at which nothing more is taken, so that questions that have begun can end. Without it: nine tenths of Redis'
    /// own maxmemory.</summary>
    [Range(1d, 1_000_000_000_000_000d)]
    public long? StoredBytes { get; set; }

    /// <summary>Characters of a question.</summary>
    [Range(1, 1_000_000)]
    public int MaxQuestionLength { get; set; } = 4_000;

    /// <summary>Characters of a question's context, all paragraphs together.</summary>
    [Range(0, 100_000_000)]
    public int MaxContextLength { get; set; } = 200_000;

    /// <summary>Items of a page: questions, or rows of a table.</summary>
    [Range(1, 100_000)]
    public int MaxPageSize { get; set; } = 1_000;

    /// <summary>Questions that one search looks through before it gives back what it has and the place to go on from.</summary>
    [Range(1, 1_000_000)]
    public int MaxSearched { get; set; } = 2_000;

    /// <summary>SQL statements that run at once in this process; each may hold a core until its time limit.</summary>
    [Range(1, 1_000)]
    public int MaxConcurrentQueries { get; set; } = 4;

    /// <summary>SQL statements that wait for their turn; more are refused.</summary>
    [Range(0, 10_000)]
    public int MaxWaitingQueries { get; set; } = 32;

    /// <summary>Cells of stored tables that statements and profiles have in hand at once, all together; each takes about 100 bytes. A request whose
    /// tables have more is refused. Never fewer than one table may have.</summary>
    [Range(1, 1_000_000_000)]
    public int MaxCellsAtOnce { get; set; } = 4_000_000;

    /// <summary>Time that looking at the columns of stored tables may take (<c>POST /tables/profile</c>).</summary>
    [Range(typeof(TimeSpan), "00:00:00.100", "00:10:00")]
    public TimeSpan ProfileTime { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>Silence after which an event stream says that it is alive.</summary>
    [Range(typeof(TimeSpan), "00:00:00.010", "00:05:00")]
    public TimeSpan Heartbeat { get; set; } = TimeSpan.FromSeconds(10);
}

/// <summary>Checks of query parameters.</summary>
internal static class Paging
{
    /// <summary>Checks that a number is within its range.</summary>
    /// <exception cref="RequestRefusedException">The value is out of range (400).</exception>
    public static void Require(string name, int value, int min, int max)
    {
        if (value < min || value > max)
        {
            throw new RequestRefusedException(ProblemResult.BadRequest(
                ProblemCodes.InvalidParameter, "A parameter is out of range", $"{name} is {value}; it must be from {min} to {max}."));
        }
    }
}
