using Mact.Core.Questions;
using Mact.Core.Runs;

namespace Mact.Cli.Replay;

/// <summary>What a replay needs of an earlier question.</summary>
/// <param name="Key">Of its result: arm, row and repeat.</param>
/// <param name="QuestionId">Its id where it was asked.</param>
/// <param name="Options">How it was asked to be answered.</param>
/// <param name="Records">Its model calls, waits and searches; other records are derived anew.</param>
internal sealed record Recording(string Key, string QuestionId, QuestionOptions Options, IReadOnlyList<RunRecord> Records)
{
    /// <summary>The part of a journal that cannot be derived from the rest.</summary>
    public static IReadOnlyList<RunRecord> Kept(IEnumerable<RunRecord> records) =>
        [.. records.Where(static record => record is ModelCall or ModelResumed or ToolResult { Tool: "search" })];
}
