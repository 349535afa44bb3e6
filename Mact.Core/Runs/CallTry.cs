namespace Mact.Core.Runs;

/// <summary>One HTTP request made for a <see cref="ModelCall"/>, also those that gave nothing.</summary>
/// <param name="StartedAt">UTC.</param>
/// <param name="DurationMs">Until the last byte, or until it failed.</param>
/// <param name="N">Samples asked in this request.</param>
/// <param name="Status">HTTP status; null where no response came.</param>
/// <param name="Error">Why it gave nothing; null when it did.</param>
public sealed record CallTry(DateTimeOffset StartedAt, double DurationMs, int N, int? Status, string? Error)
{
    /// <summary>Milliseconds until the first token came; null where none did.</summary>
    public double? FirstTokenMs { get; init; }

    /// <summary>Tokens that came and are lost, since the connection or the server broke before their sample was complete.</summary>
    public long LostTokens { get; init; }
}
