namespace Mact.Core.Evaluation.Scoring;

/// <summary>By which rule an answer is judged.</summary>
public enum ScoringMetric
{
    /// <summary>Plain exact match of the items, in order, after trimming and lower-casing.</summary>
    Exact,

    /// <summary>WikiTableQuestions denotation accuracy: equal sets of values.</summary>
    Denotation,

    /// <summary>TAT-QA exact match and numeracy-aware F1, the scale included.</summary>
    TatQa,

    /// <summary>A label out of a closed set (TabFact, SciTab).</summary>
    Label,

    /// <summary>Execution match of result rows (Spider); order counts only where it was asked for.</summary>
    Execution,
}
