namespace Mact.Client.Evaluations;

/// <summary>The shape of a data set's file.</summary>
public enum DataSetFormat
{
    /// <summary>Found by the file's ending and first row.</summary>
    Auto,

    /// <summary>JSON Lines of docs/data.md.</summary>
    Mact,

    /// <summary>JSON Lines with <c>statement</c>, <c>table_text</c>, <c>answer</c>, and for financial questions <c>text</c>, <c>answer_type</c>,
    /// <c>answer_scale</c>.</summary>
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

/// <summary>What a data set is found to be, before anything is asked of it.</summary>
/// <param name="Format">The shape of the file.</param>
/// <param name="Rows">All rows, bad ones included.</param>
/// <param name="Usable">Rows that can be asked.</param>
/// <param name="Bad">The first of the others, with the reason.</param>
/// <param name="BadCount">All of the others.</param>
/// <param name="Types">Usable rows by the answer's type.</param>
/// <param name="Samples">The first usable rows.</param>
public sealed record DataSetCheck(
    DataSetFormat Format,
    int Rows,
    int Usable,
    IReadOnlyList<BadRow> Bad,
    int BadCount,
    IReadOnlyDictionary<string, int> Types,
    IReadOnlyList<SampleRow> Samples);

/// <summary>A row that cannot be asked.</summary>
/// <param name="Number">Its line or position, from 1.</param>
/// <param name="Reason">Why, in words.</param>
public sealed record BadRow(int Number, string Reason)
{
    /// <summary>The reason with its values; null where it has none.</summary>
    public Sentence? Sentence { get; init; }
}

/// <summary>A row as it will be asked.</summary>
/// <param name="Number">Its line or position, from 1.</param>
/// <param name="Question">As it is asked.</param>
/// <param name="Expected">The right answer.</param>
/// <param name="Tables">Names of its tables.</param>
public sealed record SampleRow(int Number, string Question, IReadOnlyList<string> Expected, IReadOnlyList<string> Tables);
