using Mact.Core.Evaluation.Scoring;
using Mact.Core.Tables;

namespace Mact.Core.Evaluation.Data;

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
    /// <summary>What the system is asked: a claim is put as one, and a financial question asks for the scale, since a wrong scale is a wrong answer.</summary>
    public string Prompted => Metric switch
    {
        ScoringMetric.Label when Gold.Labels.Count > 2 => $"Claim: {Question} Is the claim true or false? Answer 'not enough info' where the tables do not say.",
        ScoringMetric.Label => $"Claim: {Question} Is the claim true or false?",
        ScoringMetric.TatQa => $"{Question} Give each number with its scale (thousand, million, billion or percent) where it has one.",
        _ => Question,
    };

    /// <summary>By what the report breaks results down: the answer's type, or the data set's name.</summary>
    public string Type => Gold.Type ?? (Tables.Count > 1 ? "several tables" : Gold.Items.Count > 1 ? "list" : "single value");
}
