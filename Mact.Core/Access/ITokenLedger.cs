namespace Mact.Core.Access;

/// <summary>How many tokens were used on a day (UTC), as the workers count them while they journal model calls.</summary>
public interface ITokenLedger
{
    /// <summary>Tokens read and written on the day.</summary>
    /// <param name="day">UTC.</param>
    /// <param name="client">Whose questions; null = all together.</param>
    /// <param name="cancellationToken">Ends the request.</param>
    Task<long> SpentAsync(DateOnly day, string? client, CancellationToken cancellationToken);
}
