using System.Globalization;
using Mact.Core.Voting;

namespace Mact.Worker.Tests.Agents.Fakes;

/// <summary>Whether a run's answer is the gold one, by the measure of its set.</summary>
internal static class OracleMatch
{
    /// <summary>Rows where the set has them (execution match), else a set of values (denotation).</summary>
    public static bool IsRight(OracleItem item, Outcome outcome, IEnumerable<ToolResult> results) =>
        outcome is Outcome.Answered answered && (item.Rows is { } gold
            ? SameRows(Executed(answered, results), gold, item.Ordered)
                && SameRows([.. answered.Answer.Select(Row)], [.. gold.SelectMany(row => row).Select(Row)], item.Ordered)
            : SameValues(answered.Answer, item.Answer) || SameValues(answered.Answer, item.Canonical));

    /// <summary>The rows behind the answer, as they were executed.</summary>
    private static IReadOnlyList<IReadOnlyList<string?>> Executed(Outcome.Answered answered, IEnumerable<ToolResult> results)
    {
        var result = results.LastOrDefault(candidate => candidate.Step == answered.EvidenceStep);
        var sample = result?.Samples.FirstOrDefault(candidate => candidate.Code == answered.Sql);
        return sample?.Group is { } group && result!.Results[group] is var found && found.RowCount == found.Rows.Count ? found.Rows : [];
    }

    // A multiset of rows, or a sequence where order counts. Column order counts, column names do not.
    private static bool SameRows(IReadOnlyList<IReadOnlyList<string?>> given, IReadOnlyList<IReadOnlyList<string?>> gold, bool ordered)
    {
        if (given.Count != gold.Count)
        {
            return false;
        }

        if (ordered)
        {
            return given.Zip(gold).All(pair => SameRow(pair.First, pair.Second));
        }

        var left = gold.ToList();
        return given.All(row => left.FindIndex(other => SameRow(row, other)) is var found and >= 0 && Removed(left, found));
    }

    private static bool Removed(List<IReadOnlyList<string?>> rows, int index)
    {
        rows.RemoveAt(index);
        return true;
    }

    private static bool SameRow(IReadOnlyList<string?> given, IReadOnlyList<string?> gold) =>
        given.Count == gold.Count && given.Zip(gold).All(pair => SameCell(pair.First, pair.Second));

    // As numbers where both are; NULL equals NULL only.
    private static bool SameCell(string? given, string? gold) => given is not null && gold is not null
        && double.TryParse(given, NumberStyles.Float, CultureInfo.InvariantCulture, out var left)
        && double.TryParse(gold, NumberStyles.Float, CultureInfo.InvariantCulture, out var right)
        ? Math.Abs(left - right) <= 1e-9 * Math.Max(1, Math.Abs(right))
        : given == gold;

    // Stricter than the set's own scorer: remarks in parentheses count.
    private static bool SameValues(IReadOnlyList<string> given, IReadOnlyList<string> gold) =>
        given.Select(Value).ToHashSet(StringComparer.Ordinal).SetEquals(gold.Select(Value));

    private static string Value(string text) => CanonicalForm.OfTexts([text]).Key;

    private static IReadOnlyList<string?> Row(string? cell) => [cell];
}
