using System.Globalization;
using System.Text;
using Mact.Core.Tables;

namespace Mact.Core.Sql;

/// <summary>A column as a possible key: its name in a form that compares, and its different values, with "301" and 301 the same.</summary>
internal sealed record JoinKey(string Table, string Column, string TableKey, string NameKey, string Stem, bool IsId, bool IsNumeric, bool IsUnique, HashSet<string> Values)
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
        long whole => whole.ToString(CultureInfo.InvariantCulture),
        double real => real.ToString("R", CultureInfo.InvariantCulture),
        string text when NumberText.TryParse(text, out NumberReading number) && !number.IsIdentifier => number.Value.ToString("R", CultureInfo.InvariantCulture),
        string text => text.Trim().ToLowerInvariant(),
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

            if (char.IsUpper(c) && i > 0 && (char.IsLower(name[i - 1]) || (char.IsUpper(name[i - 1]) && i + 1 < name.Length && char.IsLower(name[i + 1]))))
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
