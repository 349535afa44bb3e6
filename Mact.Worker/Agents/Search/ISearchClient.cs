using System.ComponentModel.DataAnnotations;

namespace Mact.Worker.Agents.Search;

/// <summary>Looks names up in an encyclopedia.</summary>
public interface ISearchClient
{
    /// <summary>Whether it is configured; where not, plans that search are not carried out.</summary>
    bool Enabled { get; }

    /// <summary>The opening of the page with that name, or what else came of it. Only cancellation is thrown.</summary>
    Task<SearchOutcome> FindAsync(string name, CancellationToken cancellationToken);
}

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
    public sealed record Unavailable(Sentence Reason) : SearchOutcome;
}

/// <summary>The encyclopedia behind the Search action. Off by default: a worker needs no outside network. Bound from section <c>Search</c>.</summary>
public sealed class SearchOptions
{
    /// <summary>The configuration section.</summary>
    public const string SectionName = "Search";

    /// <summary>Whether questions may search at all.</summary>
    public bool Enabled { get; set; }

    /// <summary>A MediaWiki site with the REST interface.</summary>
    [Required]
    public Uri BaseAddress { get; set; } = new("https://en.wikipedia.org/");

    /// <summary>Time of one look-up.</summary>
    [Range(typeof(TimeSpan), "00:00:00.100", "00:01:00")]
    public TimeSpan Timeout { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>Characters of a page's opening that are kept.</summary>
    [Range(50, 20_000)]
    public int MaxLength { get; set; } = 1_500;

    /// <summary>Bytes of a response that are read.</summary>
    [Range(1_000, 10_000_000)]
    public int MaxBytes { get; set; } = 500_000;
}
