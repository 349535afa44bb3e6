using Mact.Core.Tables;

namespace Mact.Core.Sql;

/// <summary>Finds columns to join tables on, from names and values alone.</summary>
public static class JoinHints
{
    /// <summary>Hints for one pair of tables.</summary>
    public const int MaxPerPair = 3;

    private const double MinScore = 0.6;

    /// <summary>How far behind the best hint of a pair another may be.</summary>
    private const double MaxLag = 0.2;

    /// <summary>Different values looked at; enough to judge, and bounded for large tables.</summary>
    private const int MaxValues = 20_000;

    /// <summary>The best hints, best first; none where nothing fits.</summary>
    public static IReadOnlyList<JoinHint> Find(IReadOnlyList<Table> tables)
    {
        var keys = tables.Select(table => table.Columns.Select((column, index) => JoinKey.Of(table, column, index, MaxValues)).ToArray()).ToArray();
        var hints = new List<JoinHint>();
        for (var a = 0; a < tables.Count; a++)
        {
            for (var b = a + 1; b < tables.Count; b++)
            {
                var pair = keys[a].SelectMany(left => keys[b].Select(right => Judge(left, right))).OfType<JoinHint>()
                    .OrderByDescending(hint => hint.Score).ThenBy(hint => hint.Column, StringComparer.Ordinal).ToList();
                hints.AddRange(pair.Where(hint => hint.Score >= pair[0].Score - MaxLag).Take(MaxPerPair));
            }
        }

        return [.. hints.OrderByDescending(hint => hint.Score)];
    }

    private static JoinHint? Judge(JoinKey left, JoinKey right)
    {
        if (left.Values.Count == 0 || right.Values.Count == 0)
        {
            return null;
        }

        var shared = left.Values.Count <= right.Values.Count ? left.Values.Count(right.Values.Contains) : right.Values.Count(left.Values.Contains);

        // The referencing side is the one whose values are all on the other; where both are, the one that repeats them.
        var swap = left.Values.Count > right.Values.Count || (left.Values.Count == right.Values.Count && left.IsUnique && !right.IsUnique);
        var (from, to) = swap ? (right, left) : (left, right);
        var inclusion = (double)shared / from.Values.Count;
        var name = NameScore(left, right);

        // Small numbers (ages, counts, ranks) overlap everywhere: without a related name they say nothing.
        var telling = name > 0 || (!from.IsNumeric && shared >= 2);
        if (shared == 0 || !telling || inclusion < 0.3)
        {
            return null;
        }

        var score = (0.5 * inclusion) + (0.4 * name) + (from.IsUnique || to.IsUnique ? 0.1 : 0);
        score += name == 0 && inclusion > 0.9 && (from.IsUnique || to.IsUnique) ? 0.05 : 0;
        return score < MinScore
            ? null
            : new JoinHint(from.Table, from.Column, to.Table, to.Column, shared, from.Values.Count, from.IsUnique, to.IsUnique, Math.Round(score, 3));
    }

    /// <summary>1 for one name, less for "city_id" and "city", "host_city_id" and "city_id", "id" of table "city" and "city_id", two ids.</summary>
    internal static double NameScore(JoinKey left, JoinKey right)
    {
        if (left.NameKey == right.NameKey)
        {
            // "id" and "id", "name" and "name" of different things are no key.
            return left.Stem.Length == 0 ? 0.2 : left.IsId ? 1 : 0.8;
        }

        if (left.Stem.Length > 0 && left.Stem == right.Stem)
        {
            return 0.9;
        }

        if (Owns(left, right) || Owns(right, left))
        {
            return 0.9;
        }

        return EndsWithWord(left.Stem, right.Stem) || EndsWithWord(right.Stem, left.Stem) ? 0.8 : left.IsId && right.IsId ? 0.4 : 0;
    }

    private static bool Owns(JoinKey owner, JoinKey other) =>
        (owner.Stem.Length == 0 || owner.NameKey is "name") && other.Stem.Length > 0
        && (JoinKey.Singular(owner.TableKey) == JoinKey.Singular(other.Stem)
            || EndsWithWord(other.Stem, JoinKey.Singular(owner.TableKey)) || EndsWithWord(JoinKey.Singular(owner.TableKey), other.Stem));

    private static bool EndsWithWord(string text, string ending) =>
        ending.Length >= 3 && text.Length > ending.Length && text.EndsWith('_' + ending, StringComparison.Ordinal);
}
