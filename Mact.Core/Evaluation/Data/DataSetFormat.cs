namespace Mact.Core.Evaluation.Data;

/// <summary>The shape of a data set's file.</summary>
public enum DataSetFormat
{
    /// <summary>Found by the file's ending and first row.</summary>
    Auto,

    /// <summary>JSON Lines of docs/data.md.</summary>
    Mact,

    /// <summary>JSON Lines with <c>statement</c>, <c>table_text</c>, <c>answer</c>, and for financial questions <c>text</c>, <c>answer_type</c>, <c>answer_scale</c>.</summary>
    Statement,

    /// <summary>SciTab's JSON: <c>table_caption</c>, <c>table_column_names</c>, <c>table_content_values</c>, <c>claim</c>, <c>label</c>.</summary>
    SciTab,

    /// <summary>TAT-QA's JSON: per table <c>table.table</c>, <c>paragraphs</c> and <c>questions</c>.</summary>
    TatQa,

    /// <summary>TabFact's JSON: table file → [statements, labels, caption]; the tables are files separated by '#'.</summary>
    TabFact,

    /// <summary>MMQA's JSON: <c>Question</c>, <c>table_names</c>, <c>tables</c> with <c>table_columns</c> and <c>table_content</c>.</summary>
    Mmqa,

    /// <summary>WikiTableQuestions' tab-separated file: id, utterance, context (a CSV file), targetValue, and targetCanon where tagged.</summary>
    WikiTableQuestions,

    /// <summary>CSV with the columns <c>question</c>, <c>answer</c> and perhaps <c>id</c>, over tables given apart.</summary>
    QuestionCsv,
}
