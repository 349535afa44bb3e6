using System.Globalization;
using System.Text;

namespace Mact.Core.Tables;

/// <summary>Names that SQL can use when quoted: trimmed, on one line, unique case-insensitively.</summary>
public static class SafeNames
{
    private const int MaxLength = 200;

    /// <summary>One line without control characters, white space collapsed; may be empty. Names longer than 200 characters are cut.</summary>
    public static string OneLine(string? name)
    {
        if (string.IsNullOrWhiteSpace(name))
        {
            return string.Empty;
        }

        var line = new StringBuilder(name.Length);
        foreach (var c in name)
        {
            if (char.GetUnicodeCategory(c) == UnicodeCategory.Format)
            {
                // A soft hyphen or a zero-width mark is no gap between two words.
                continue;
            }

            var blank = char.IsWhiteSpace(c) || char.IsControl(c) || c == '\ufffd';
            if (!blank)
            {
                line.Append(c);
            }
            else if (line.Length > 0 && line[^1] != ' ')
            {
                line.Append(' ');
            }
        }

        if (line.Length > MaxLength)
        {
            line.Length = char.IsHighSurrogate(line[MaxLength - 1]) ? MaxLength - 1 : MaxLength;
        }

        return WellFormed(line.ToString().Trim());
    }

    /// <summary>A name for a table: never empty, and not one that SQLite keeps for itself.</summary>
    public static string ForTable(string? name)
    {
        var line = OneLine(name);
        return line.Length == 0 ? "t" : line.StartsWith("sqlite_", StringComparison.OrdinalIgnoreCase) ? "t_" + line : line;
    }

    /// <summary>The name, or the name with "_2", "_3", … where it is taken already; takes it.</summary>
    public static string Unique(string name, HashSet<string> taken)
    {
        if (taken.Add(name))
        {
            return name;
        }

        for (var number = 2; ; number++)
        {
            var candidate = $"{name}_{number}";
            if (taken.Add(candidate))
            {
                return candidate;
            }
        }
    }

    private static string WellFormed(string text)
    {
        for (var i = 0; i < text.Length; i++)
        {
            if (char.IsHighSurrogate(text[i]) && i + 1 < text.Length && char.IsLowSurrogate(text[i + 1]))
            {
                i++;
            }
            else if (char.IsSurrogate(text[i]))
            {
                // A lone surrogate cannot be written as UTF-8, so two of them would collide in SQL.
                return new string([.. text.Where(c => !char.IsSurrogate(c))]).Trim();
            }
        }

        return text;
    }
}

/// <summary>Turns the header of a source into unique names for SQL and says every change.</summary>
internal static class HeaderNames
{
    public static IReadOnlyList<(string Name, string Original)> Make(IReadOnlyList<string?> header, List<TableRepair> repairs)
    {
        var cleaned = header.Select(SafeNames.OneLine).ToArray();
        var taken = new HashSet<string>(StringComparer.OrdinalIgnoreCase);

        // "a, a, a_2": the names that stand in the source go first, so that only the copies are renamed.
        var reserved = new HashSet<string>(cleaned.Where(name => name.Length > 0), StringComparer.OrdinalIgnoreCase);
        var names = new (string Name, string Original)[header.Count];
        for (var i = 0; i < cleaned.Length; i++)
        {
            var original = header[i]?.Trim() ?? string.Empty;
            names[i] = (NameOf(cleaned[i], i, taken, reserved, repairs), original);
        }

        return names;
    }

    private static string NameOf(string cleaned, int index, HashSet<string> taken, HashSet<string> reserved, List<TableRepair> repairs)
    {
        if (cleaned.Length > 0 && taken.Add(cleaned))
        {
            return cleaned;
        }

        var stem = cleaned.Length > 0 ? cleaned : $"col_{index + 1}";
        var name = cleaned.Length == 0 && !reserved.Contains(stem) && taken.Add(stem) ? stem : Numbered(stem, taken, reserved);
        repairs.Add(cleaned.Length == 0
            ? new TableRepair(
                "emptyHeader", $"Column {index + 1} has no header; it is called \"{name}\".")
            : new TableRepair("duplicateHeader", $"The header \"{cleaned}\" stands twice; the later column is called \"{name}\"."));
        return name;
    }

    private static string Numbered(string stem, HashSet<string> taken, HashSet<string> reserved)
    {
        for (var number = 2; ; number++)
        {
            var name = $"{stem}_{number}";
            if (!reserved.Contains(name) && taken.Add(name))
            {
                return name;
            }
        }
    }
}
