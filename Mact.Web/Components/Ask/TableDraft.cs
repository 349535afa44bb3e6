using Mact.Core.Questions;
using Mact.Core.Tables;
using Mact.Web.ApiAccess;

namespace Mact.Web.Components.Ask;

/// <summary>A stored table that is about to be asked about.</summary>
public sealed class TableDraft(TableInfo info, string name, IReadOnlyList<TableRepair> repairs, int repairCount)
{
    /// <summary>What the Api knows of it, corrections included.</summary>
    public TableInfo Info { get; private set; } = info;

    /// <summary>As it was read at first: corrections always start from here, so that each can be taken back.</summary>
    public TableInfo Source { get; } = info;

    /// <summary>The row that holds the column names: 1 = as it was read, 0 = none does.</summary>
    public int HeaderRow { get; private set; } = 1;

    /// <summary>It is no longer as it was read.</summary>
    public bool IsCorrected => Info.Id != Source.Id;

    /// <summary>The name that the question and its SQL use.</summary>
    public string Name { get; set; } = name;

    /// <summary>What was changed while it was read, as far as it is listed.</summary>
    public IReadOnlyList<TableRepair> Repairs => repairs;

    /// <summary>All changes, listed or not.</summary>
    public int RepairCount => repairCount;

    /// <summary>As a question refers to it.</summary>
    public TableRef Reference => new(Info.Id, Name.Trim());

    /// <summary>Takes over what came of a correction.</summary>
    public void Correct(TableInfo corrected, int headerRow)
    {
        Info = corrected;
        HeaderRow = headerRow;
    }

    /// <summary>Back to how it was read.</summary>
    public void Restore() => Correct(Source, 1);

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
