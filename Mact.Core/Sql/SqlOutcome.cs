using Mact.Core.Tables;

namespace Mact.Core.Sql;

/// <summary>What one statement came to. Nothing else leaves the sandbox, whatever the statement was.</summary>
public abstract record SqlOutcome
{
    private SqlOutcome()
    {
    }

    /// <summary>How long preparing and running took.</summary>
    public TimeSpan Elapsed { get; init; }

    /// <summary>It ran; the result may have no rows.</summary>
    /// <param name="Result">Typed result; values as SQLite gave them.</param>
    /// <param name="Ordered">The statement asks for an order (a top-level ORDER BY), so row order counts.</param>
    public sealed record Rows(Table Result, bool Ordered) : SqlOutcome;

    /// <summary>It is not exactly one read-only SELECT over the given tables.</summary>
    /// <param name="Code">twoStatements, notReadOnly, notAllowed, empty, tooLong.</param>
    /// <param name="Message">In words, for the coder and for people.</param>
    public sealed record Rejected(string Code, string Message) : SqlOutcome;

    /// <summary>SQLite could not prepare or run it: syntax, unknown column, function misuse.</summary>
    /// <param name="Message">SQLite's words, and the closest columns where a name is unknown.</param>
    public sealed record Error(string Message) : SqlOutcome;

    /// <summary>The time limit ended it.</summary>
    public sealed record TimedOut(TimeSpan Limit) : SqlOutcome;

    /// <summary>A limit on rows, text or memory ended it.</summary>
    public sealed record TooLarge(string Message) : SqlOutcome;
}
