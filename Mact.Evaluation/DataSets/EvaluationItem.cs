using Mact.Core.Tables;
using Mact.Evaluation.Scoring;

namespace Mact.Evaluation.DataSets;

/// <summary>One question of a data set, with its right answer.</summary>
/// <param name="Id">Unique within the set.</param>
/// <param name="DataSet">wtq, tatqa, scitab, tabfact, spider_mt, mmqa, or a name of one's own.</param>
/// <param name="Question">The question or claim as the data set words it.</param>
/// <param name="Tables">At least one.</param>
/// <param name="Context">Paragraphs or a caption; may be empty.</param>
/// <param name="Gold">The right answer.</param>
/// <param name="Metric">How answers are judged.</param>
public sealed record EvaluationItem(
    string Id,
    string DataSet,
    string Question,
    IReadOnlyList<Table> Tables,
    IReadOnlyList<string> Context,
    GoldAnswer Gold,
    ScoringMetric Metric)
{
    /// <summary>What the system is asked: a claim is put as one, and a financial question asks for the scale, since a wrong scale is a wrong
    /// answer.</summary>
    public string Prompted => Metric switch
    {
        ScoringMetric.Label when Gold.Labels.Count > 2 =>
            $"Claim: {Question} Is the claim true or false? Answer 'not enough info' where the tables do not say.",
        ScoringMetric.Label => $"Claim: {Question} Is the claim true or false?",
        ScoringMetric.TatQa => $"{Question} Give each number with its scale (thousand, million, billion or percent) where it has one.",
        _ => Question,
    };

    /// <summary>By what the report breaks results down: the answer's type, or the data set's name.</summary>
    public string Type => Gold.Type ?? (Tables.Count > 1 ? "several tables" : Gold.Items.Count > 1 ? "list" : "single value");
}

/// <summary>Tables of a data set by the loader's rules (docs/data.md): given types are kept, cells trimmed, rows in file order.</summary>
internal static class ItemTables
{
    /// <summary>Builds a table.</summary>
    /// <param name="name">Wanted name.</param>
    /// <param name="columns">The header.</param>
    /// <param name="rows">Cells as text.</param>
    /// <param name="types">Given types (TEXT, INTEGER, REAL, NUMERIC); null: found in the data.</param>
    /// <exception cref="BadRowException">It cannot be a table.</exception>
    public static Table Build(
        string name, IReadOnlyList<string?> columns, IReadOnlyList<IReadOnlyList<string?>> rows, IReadOnlyList<string>? types = null)
    {
        if (types is not null && types.Count != columns.Count)
        {
            throw new BadRowException($"Table '{name}' has {columns.Count} columns, but {types.Count} types.");
        }

        return TableBuilder.Build(name, columns, rows, new TableLimits(), types?.Select(TypeOf).ToList(), strictRows: types is not null) switch
        {
            TableReading.Success success => success.Table,
            TableReading.Refused refused => throw new BadRowException($"Table '{name}': {refused.Sentence}"),
            _ => throw new BadRowException($"Table '{name}' cannot be read."),
        };
    }

    /// <summary>Builds a table from rows, of which the first is the header.</summary>
    /// <exception cref="BadRowException">There is no header, or it cannot be a table.</exception>
    public static Table WithHeader(string name, IReadOnlyList<IReadOnlyList<string?>> rows) =>
        rows.Count == 0 ? throw new BadRowException($"Table '{name}' is empty.") : Build(name, rows[0], [.. rows.Skip(1)]);

    private static ColumnType TypeOf(string type) => type.ToUpperInvariant() switch
    {
        "TEXT" => ColumnType.Text,
        "INTEGER" => ColumnType.Integer,
        "REAL" or "NUMERIC" or "NUMBER" => ColumnType.Number,
        "DATE" => ColumnType.Date,
        _ => throw new BadRowException($"'{type}' is not a type; the types are TEXT, INTEGER, REAL and NUMERIC."),
    };
}

/// <summary>The labels of known claim data sets.</summary>
internal static class LabelSets
{
    public static readonly string[] TabFact = ["yes", "no"];
    public static readonly string[] SciTab = ["supports", "refutes", "not enough info"];
    public static readonly string[] TrueFalse = ["true", "false"];
}
