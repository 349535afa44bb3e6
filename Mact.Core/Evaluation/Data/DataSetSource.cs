using Mact.Core.Tables;

namespace Mact.Core.Evaluation.Data;

/// <summary>Where a data set's text comes from and what it leans on.</summary>
/// <param name="Name">File name; its ending helps to find the format, and its stem names items that have no id.</param>
public sealed record DataSetSource(string Name)
{
    /// <summary>The shape of the file.</summary>
    public DataSetFormat Format { get; init; } = DataSetFormat.Auto;

    /// <summary>Text of a file that a row names (WikiTableQuestions, TabFact), or null where there is none. The caller keeps it within the data set's folder.</summary>
    public Func<string, string?>? ReadFile { get; init; }

    /// <summary>The tables that the questions of a CSV are asked of.</summary>
    public IReadOnlyList<Table> Tables { get; init; } = [];
}
