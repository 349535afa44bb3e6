using System.ComponentModel.DataAnnotations;

namespace Mact.Worker.Agents.Search;

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
