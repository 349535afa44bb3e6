using System.Diagnostics;
using System.Globalization;
using System.Text;
using Mact.Core.Tables;

namespace Mact.Core.Sql;

/// <summary>Finds columns to join tables on, from names and values alone.</summary>
public static class JoinHints
{
    /// <summary>Hints for one pair of tables.</summary>
    public const int MaxPerPair = 3;

    private const double MinScore = 0.6;

    /// <summary>Hints are a help; for many wide tables those found in this time are enough.</summary>
    private static readonly TimeSpan MaxTime = TimeSpan.FromSeconds(2);

    /// <summary>How far behind the best hint of a pair another may be.</summary>
    private const double MaxLag = 0.2;

    /// <summary>Different values looked at; enough to judge, and bounded for large tables.</summary>
    private const int MaxValues = 20_000;

    /// <summary>Different values of all columns together, so that many wide tables cost no more than a few.</summary>
    private const int MaxValuesTogether = 1_000_000;

    /// <summary>The best hints, best first; none where nothing fits.</summary>
    /// <exception cref="OperationCanceledException">Asked for by the caller.</exception>
    public static IReadOnlyList<JoinHint> Find(IReadOnlyList<Table> tables, CancellationToken cancellationToken = default)
    {
        var start = Stopwatch.GetTimestamp();
        var each = Math.Min(MaxValues, MaxValuesTogether / Math.Max(1, tables.Sum(static table => table.Columns.Count)));
        var keys = tables.Select(table => table.Columns.Select((column, index) =>
        {
            cancellationToken.ThrowIfCancellationRequested();
            return JoinKey.Of(table, column, index, each);
        }).ToArray()).ToArray();
        var hints = new List<JoinHint>();
        for (var a = 0; a < tables.Count; a++)
        {
            for (var b = a + 1; b < tables.Count; b++)
            {
                cancellationToken.ThrowIfCancellationRequested();
                if (Stopwatch.GetElapsedTime(start) > MaxTime)
                {
                    break;
                }

                var pair = keys[a].SelectMany(left => JudgeAll(left, keys[b], cancellationToken)).OfType<JoinHint>()
                    .OrderByDescending(hint => hint.Score).ThenBy(hint => hint.Column, StringComparer.Ordinal).ToList();
                hints.AddRange(pair.Where(hint => hint.Score >= pair[0].Score - MaxLag).Take(MaxPerPair));
            }
        }

        return [.. hints.OrderByDescending(hint => hint.Score)];
    }

    private static IEnumerable<JoinHint?> JudgeAll(JoinKey left, JoinKey[] others, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return others.Select(right => Judge(left, right));
    }

    private static JoinHint? Judge(JoinKey left, JoinKey right)
    {
        if (left.Values.Count == 0 || right.Values.Count == 0)
        {
            return null;
        }

        // Numbers under unrelated names are no key; most pairs of wide tables end here.
        var name = NameScore(left, right);
        if (name == 0 && (left.IsNumeric || right.IsNumeric))
        {
            return null;
        }

        var shared = left.Values.Count <= right.Values.Count ? CountShared(left.Values, right.Values) : CountShared(right.Values, left.Values);

        // The referencing side is the one whose values are all on the other; where both are, the one that repeats them.
        var swap = left.Values.Count > right.Values.Count || (left.Values.Count == right.Values.Count && left.IsUnique && !right.IsUnique);
        var (from, to) = swap ? (right, left) : (left, right);
        var inclusion = (double)shared / from.Values.Count;

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

    // As is all that is asked for every pair of columns, millions of them in wide tables: nothing is allocated.
    private static int CountShared(HashSet<string> few, HashSet<string> many)
    {
        var shared = 0;
        foreach (var value in few)
        {
            shared += many.Contains(value) ? 1 : 0;
        }

        return shared;
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
        ending.Length >= 3 && text.Length > ending.Length && text[^(ending.Length + 1)] == '_' && text.EndsWith(ending, StringComparison.Ordinal);
}

/// <summary>Two columns that the data suggests to join on.</summary>
/// <param name="Table">The side whose values are found on the other.</param>
/// <param name="Column">Its column.</param>
/// <param name="OtherTable">The other side.</param>
/// <param name="OtherColumn">Its column.</param>
/// <param name="Shared">Different values that stand on both sides.</param>
/// <param name="Distinct">Different values of the first side.</param>
/// <param name="IsUnique">Whether no value repeats in the first column.</param>
/// <param name="OtherIsUnique">Whether no value repeats in the other column: then a join keeps the number of rows.</param>
/// <param name="Score">0 to 1, from names and values.</param>
public sealed record JoinHint(
    string Table, string Column, string OtherTable, string OtherColumn, int Shared, int Distinct, bool IsUnique, bool OtherIsUnique, double Score)
{
    /// <summary>One sentence for prompts and pages.</summary>
    public string Describe()
    {
        var left = SqlLoader.Quote(Table) + "." + SqlLoader.Quote(Column);
        var right = SqlLoader.Quote(OtherTable) + "." + SqlLoader.Quote(OtherColumn);
        var rows = OtherIsUnique ? "each value stands once on the right side"
            : IsUnique ? "each value stands once on the left side"
            : "values repeat on both sides, so this join multiplies rows";
        return $"{left} = {right}: {Shared} of {Distinct} values of the left column are in the right one; {rows}.";
    }
}

/// <summary>A column as a possible key: its name in a form that compares, and its different values, with "301" and 301 the same.</summary>
internal sealed record JoinKey(
    string Table, string Column, string TableKey, string NameKey, string Stem, bool IsId, bool IsNumeric, bool IsUnique, HashSet<string> Values)
{
    private static readonly string[] IdEndings = ["id", "code", "key", "no", "number", "ref"];

    public static JoinKey Of(Table table, Column column, int index, int maxValues)
    {
        var values = new HashSet<string>(StringComparer.Ordinal);
        var present = 0;
        var numbers = 0;
        for (var r = 0; r < table.RowCount && values.Count < maxValues; r++)
        {
            if (ValueKey(table[r, index].Value) is { } value)
            {
                present++;
                numbers += double.TryParse(value, NumberStyles.Float, CultureInfo.InvariantCulture, out _) ? 1 : 0;
                values.Add(value);
            }
        }

        var name = Snake(column.Name);
        var (stem, isId) = StripId(name);
        return new JoinKey(table.Name, column.Name, Snake(table.Name), name, stem, isId, numbers * 2 > present, values.Count == present, values);
    }

    /// <summary>"cities" and "city", "dogs" and "dog" are the same word here.</summary>
    public static string Singular(string name) =>
        name.EndsWith("ies", StringComparison.Ordinal) ? name[..^3] + "y"
        : name.EndsWith('s') && !name.EndsWith("ss", StringComparison.Ordinal) ? name[..^1] : name;

    private static string? ValueKey(object? value) => value switch
    {
        null => null,
        long whole => whole.ToString(),
        double real => real.ToString("R"),
        string text when NumberText.TryParse(text, out NumberReading number) && !number.IsIdentifier =>
            number.Value.ToString("R"),
        string text => TextFold.Fold(text.Trim()),
        _ => null,
    };

    private static (string Stem, bool IsId) StripId(string name)
    {
        foreach (var ending in IdEndings)
        {
            if (name == ending)
            {
                return (string.Empty, true);
            }

            if (name.EndsWith('_' + ending, StringComparison.Ordinal))
            {
                return (name[..^(ending.Length + 1)], true);
            }
        }

        return (name, false);
    }

    /// <summary>"HostCityID", "Host city-id" and "host_city_id" are all "host_city_id".</summary>
    private static string Snake(string name)
    {
        var snake = new StringBuilder(name.Length + 4);
        for (var i = 0; i < name.Length; i++)
        {
            var c = name[i];
            if (!char.IsLetterOrDigit(c))
            {
                AppendBreak(snake);
                continue;
            }

            if (
                char.IsUpper(c)
                    && i > 0 && (char.IsLower(name[i - 1]) || (char.IsUpper(name[i - 1]) && i + 1 < name.Length && char.IsLower(name[i + 1]))))
            {
                AppendBreak(snake);
            }

            snake.Append(char.ToLowerInvariant(c));
        }

        return snake.ToString().Trim('_');
    }

    private static void AppendBreak(StringBuilder snake)
    {
        if (snake.Length > 0 && snake[^1] != '_')
        {
            snake.Append('_');
        }
    }
}
