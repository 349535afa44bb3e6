using Mact.Api.Problems;
using Mact.Core.Questions;
using Mact.Core.Tables;

namespace Mact.Api.Tables;

/// <summary>Stored tables as a body names them.</summary>
internal static class TableReferences
{
    /// <summary>The tables, each under its own name.</summary>
    /// <exception cref="RequestRefusedException">None is named, too many are, two names are the same (400), or one is not stored (404).</exception>
    public static async Task<List<Table>> FindAsync(
        IQuestionStore store, IReadOnlyList<TableRef?>? references, TableLimits limits, CancellationToken cancellationToken)
    {
        List<Table> tables = [];
        foreach (var reference in Require(references, limits))
        {
            tables.Add(await TableStorage.FindAsync(store, reference.Id, reference.Name, cancellationToken));
        }

        return tables;
    }

    private static List<TableRef> Require(IReadOnlyList<TableRef?>? references, TableLimits limits)
    {
        var violations = new Violations();
        if (references is null or [])
        {
            violations.Add("tables", ProblemCodes.NoTable, "There is no table to query", "Give \"tables\": [{\"id\": …, \"name\": …}] with the tables that the statement reads.");
        }
        else if (references.Count > limits.MaxTables)
        {
            violations.Add("tables", ProblemCodes.TooManyTables, "There are too many tables", $"{references.Count} tables are given; at most {limits.MaxTables} are taken.");
        }

        List<TableRef> found = [];
        var names = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        foreach (var (index, reference) in (references ?? []).Index())
        {
            if (reference is not { Id: { Length: > 0 } id, Name: { Length: > 0 } name })
            {
                violations.Add($"tables[{index}]", ProblemCodes.InvalidTable, "A table is not named", $"tables[{index}] needs an \"id\" and a \"name\".");
            }
            else if (!names.Add(SafeNames.ForTable(name)))
            {
                violations.Add($"tables[{index}].name", ProblemCodes.DuplicateTableName, "Two tables have the same name", $"'{KnownProblems.Shorten(name)}' is the name of two tables.");
            }
            else
            {
                found.Add(new(id, name));
            }
        }

        violations.ThrowIfAny();
        return found;
    }
}
