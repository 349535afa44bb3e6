using System.Globalization;

namespace Mact.Core.Tables;

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

        var stem = cleaned.Length > 0 ? cleaned : string.Create(CultureInfo.InvariantCulture, $"col_{index + 1}");
        var name = cleaned.Length == 0 && !reserved.Contains(stem) && taken.Add(stem) ? stem : Numbered(stem, taken, reserved);
        repairs.Add(cleaned.Length == 0
            ? new TableRepair("emptyHeader", string.Create(CultureInfo.InvariantCulture, $"Column {index + 1} has no header; it is called \"{name}\"."))
            : new TableRepair("duplicateHeader", $"The header \"{cleaned}\" stands twice; the later column is called \"{name}\"."));
        return name;
    }

    private static string Numbered(string stem, HashSet<string> taken, HashSet<string> reserved)
    {
        for (var number = 2; ; number++)
        {
            var name = string.Create(CultureInfo.InvariantCulture, $"{stem}_{number}");
            if (!reserved.Contains(name) && taken.Add(name))
            {
                return name;
            }
        }
    }
}
