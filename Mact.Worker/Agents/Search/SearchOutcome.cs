namespace Mact.Worker.Agents.Search;

/// <summary>What a search came to.</summary>
public abstract record SearchOutcome
{
    private SearchOutcome()
    {
    }

    /// <summary>The opening of a page.</summary>
    public sealed record Found(string Text) : SearchOutcome;

    /// <summary>No page; similar titles, if any.</summary>
    public sealed record NotFound(IReadOnlyList<string> Similar) : SearchOutcome;

    /// <summary>The encyclopedia could not be asked.</summary>
    public sealed record Unavailable(string Reason) : SearchOutcome;
}
