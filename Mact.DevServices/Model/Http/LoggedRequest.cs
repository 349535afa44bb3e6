namespace Mact.DevServices.Model.Http;

/// <summary>A request as the stand-in saw it.</summary>
/// <param name="Method">The HTTP method.</param>
/// <param name="Path">The path.</param>
/// <param name="BodyHash">SHA-256 of the body in lower-case hexadecimal; equal bodies are the same work asked twice.</param>
/// <param name="Arrived">When it came.</param>
public sealed record LoggedRequest(string Method, string Path, string BodyHash, DateTimeOffset Arrived)
{
    /// <summary>The status sent; 0 while there is none.</summary>
    public int Status { get; set; }

    /// <summary>How it ended.</summary>
    public RequestEnd End { get; set; }

    /// <summary>The fault that hit it, if any.</summary>
    public string? Fault { get; set; }

    /// <summary>Completions asked for; 0 when it asked for none.</summary>
    public int Completions { get; set; }

    /// <summary>The seed asked for, which tells a client's sampling points apart; null when there is none.</summary>
    public long? Seed { get; set; }

    /// <summary>The <c>traceparent</c> it came with, if any.</summary>
    public string? TraceParent { get; set; }
}
