using Mact.EndToEnd.Tests.Stack;

namespace Mact.EndToEnd.Tests.Chaos;

/// <summary>A question as it ended, with all its records.</summary>
internal sealed record JournalOfQuestion(QuestionView View, IReadOnlyList<RunRecord> Records)
{
    public IReadOnlyList<ModelCall> Calls { get; } = [.. Records.OfType<ModelCall>()];

    /// <summary>Claims but the last: the worker died, was suspended past its lease, or handed the question back.</summary>
    public int BrokenClaims { get; } = Records.Count(static record => record is AttemptStarted) - 1;

    public static async Task<JournalOfQuestion> ReadAsync(ApiDriver api, string id, CancellationToken cancellationToken)
    {
        var view = await api.GetAsync(id, cancellationToken);
        return new(view, [.. (await api.RecordsAsync(id, cancellationToken)).Select(static stored => stored.Record)]);
    }

    /// <summary>The worker that had claimed the question last at a moment; null before the first claim.</summary>
    public string? HolderAt(DateTimeOffset moment) => Records.OfType<AttemptStarted>().LastOrDefault(claim => claim.At <= moment)?.Worker;
}
