using System.Collections.Concurrent;
using Mact.Api.Http;
using Mact.Core.Access;
using Mact.ServiceDefaults.Access;
using Microsoft.Extensions.Options;

namespace Mact.Api.Access;

/// <summary>
/// Refuses what there is no room for before the store does: a person's share, and the last tenth of the memory of all, which belongs to questions
/// that have begun.
/// </summary>
internal sealed class Room(
    CurrentPerson current,
    IOwnership ownership,
    IStoreSize size,
    IOptions<AuthOptions> auth,
    IOptions<RequestLimits> limits,
    TimeProvider time)
{
    // An evaluation, which asks thousands of times for little each, is not added up again at once while less than half of a share is used.
    private static readonly TimeSpan Trusted = TimeSpan.FromSeconds(10);

    private readonly ConcurrentDictionary<string, DateTimeOffset> _halfEmpty = new(StringComparer.Ordinal);

    /// <summary>Lets a request that stores something pass, or not.</summary>
    /// <exception cref="RequestRefusedException">There is no room left (507).</exception>
    public Task RequireAsync(CancellationToken cancellationToken) => RequireAsync(isSmall: false, cancellationToken);

    /// <summary>The same for the rows of an evaluation.</summary>
    /// <exception cref="RequestRefusedException">There is no room left (507).</exception>
    public Task RequireForRowAsync(CancellationToken cancellationToken) => RequireAsync(isSmall: true, cancellationToken);

    private async Task RequireAsync(bool isSmall, CancellationToken cancellationToken)
    {
        var (used, max) = await size.ReadAsync(cancellationToken);
        var limit = limits.Value.StoredBytes ?? (max / 10 * 9);
        if (used >= limit)
        {
            throw Full(limits.Value.StoredBytes is null
                ? (Sentence)($"What is stored takes {used:N0} bytes of Redis' memory; new things are taken below {limit:N0} (nine tenths of its "
                    + $"maxmemory). Delete questions or evaluations that are no longer needed, or ask whoever runs this Mact for more memory.")
                : $"What is stored takes {used:N0} bytes of Redis' memory; new things are taken below {limit:N0} (Api:StoredBytes). Delete "
                    + $"questions or evaluations that are no longer needed, or ask whoever runs this Mact for more memory.");
        }

        if (current.Limited is { } person)
        {
            await RequireAsync(person.Id, auth.Value.StoredBytesPerPerson, isSmall, cancellationToken);
        }
    }

    private async Task RequireAsync(string person, long share, bool isSmall, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        if (isSmall && _halfEmpty.TryGetValue(person, out var until) && now < until)
        {
            return;
        }

        var bytes = await ownership.StoredBytesAsync(person, cancellationToken);
        _halfEmpty.TryRemove(person, out _);
        if (bytes < share / 2)
        {
            _halfEmpty[person] = now + Trusted;
        }
        else if (bytes >= share)
        {
            throw Full(
                $"Your tables, questions and evaluations take {bytes:N0} bytes; one person's may take {share:N0} (Auth:StoredBytesPerPerson). Delete "
                    + $"questions or evaluations that are no longer needed; tables that no question uses go by themselves.");
        }
    }

    private static RequestRefusedException Full(Sentence detail) => new(new ProblemResult(
        StatusCodes.Status507InsufficientStorage, ProblemCodes.StoreFull, "There is no room for this", detail));
}
