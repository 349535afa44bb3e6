namespace Mact.Web.ApiAccess;

/// <summary>What several stored tables are like, and what to join them on.</summary>
public sealed record TablesProfile(IReadOnlyList<TableDescription> Tables, IReadOnlyList<SuggestedJoin> Joins)
{
    /// <summary>Of nothing.</summary>
    public static TablesProfile None { get; } = new([], []);
}
