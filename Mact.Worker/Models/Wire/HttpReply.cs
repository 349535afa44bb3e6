namespace Mact.Worker.Models.Wire;

/// <summary>An HTTP response as far as it was read.</summary>
/// <param name="Status">HTTP status.</param>
/// <param name="ContentType">Media type without parameters; null where the response names none.</param>
/// <param name="Body">The bytes, up to the configured bound.</param>
/// <param name="TooLarge">The body goes on past that bound.</param>
/// <param name="RetryAfter">From the header, not capped.</param>
/// <param name="Location">Host that a redirect points to.</param>
internal sealed record HttpReply(
    int Status,
    string? ContentType,
    ReadOnlyMemory<byte> Body,
    bool TooLarge = false,
    TimeSpan? RetryAfter = null,
    string? Location = null);
