using Mact.Core.Questions;
using Mact.Core.Tables;
using Mact.Web.ApiAccess;

namespace Mact.Web.Components.Ask;

/// <summary>A stored table that is about to be asked about.</summary>
public sealed class TableDraft(TableInfo info, string name, IReadOnlyList<TableRepair> repairs, int repairCount)
{
    /// <summary>What the Api knows of it.</summary>
    public TableInfo Info => info;

    /// <summary>The name that the question and its SQL use.</summary>
    public string Name { get; set; } = name;

    /// <summary>What was changed while it was read, as far as it is listed.</summary>
    public IReadOnlyList<TableRepair> Repairs => repairs;

    /// <summary>All changes, listed or not.</summary>
    public int RepairCount => repairCount;

    /// <summary>As a question refers to it.</summary>
    public TableRef Reference => new(info.Id, Name.Trim());

    /// <summary>"sales", "sales_2", … : the first form that is not yet taken, upper and lower case being the same.</summary>
    public static string UniqueName(string wanted, IEnumerable<string> taken)
    {
        var names = taken.ToHashSet(StringComparer.OrdinalIgnoreCase);
        var name = string.IsNullOrWhiteSpace(wanted) ? "table" : wanted.Trim();
        return names.Contains(name)
            ? Enumerable.Range(2, names.Count + 1).Select(number => $"{name}_{number}").First(candidate => !names.Contains(candidate))
            : name;
    }
}
