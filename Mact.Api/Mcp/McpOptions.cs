using System.ComponentModel.DataAnnotations;

namespace Mact.Api.Mcp;

/// <summary>What the server of the Model Context Protocol is told.</summary>
internal sealed class McpOptions
{
    /// <summary>Where they are configured.</summary>
    public const string SectionName = "Mcp";

    /// <summary>The page's address as people reach it, for links to runs; null = links lead to the Api's own view of the question.</summary>
    public Uri? PageAddress { get; set; }

    /// <summary>How long a call waits for an answer where the caller does not say, in seconds; the question goes on after that.</summary>
    [Range(1, 3_600)]
    public int WaitSeconds { get; set; } = 300;
}
