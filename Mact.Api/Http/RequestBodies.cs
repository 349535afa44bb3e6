using System.Text.Json;

namespace Mact.Api.Http;

// What the OpenAPI document says of bodies that are read by hand, in order to name everything that is wrong with them at once.

/// <summary>The body of <c>POST /questions</c>.</summary>
/// <param name="Question">What is asked.</param>
/// <param name="Tables">At least one.</param>
internal sealed record QuestionBody(string Question, IReadOnlyList<TableBody> Tables)
{
    /// <summary>Paragraphs or captions that belong to the tables, as one text or several; null where there are none.</summary>
    public JsonElement? Context { get; init; }

    /// <summary>How to answer; null = as the Api is set up.</summary>
    public QuestionOptions? Options { get; init; }
}

/// <summary>A stored table (id and name), or a table with its rows (name, columns, rows).</summary>
internal sealed record TableBody
{
    /// <summary>The id of a stored table; null where the rows are given.</summary>
    public string? Id { get; init; }

    /// <summary>The name that SQL uses.</summary>
    public string? Name { get; init; }

    /// <summary>Names, in order.</summary>
    public IReadOnlyList<string>? Columns { get; init; }

    /// <summary>Cells: texts, numbers, truth values, or null.</summary>
    public IReadOnlyList<IReadOnlyList<JsonElement?>>? Rows { get; init; }

    /// <summary>text, integer, number, date or auto for each column; null = as detected.</summary>
    public IReadOnlyList<string>? Types { get; init; }
}

/// <summary>The body of <c>POST /evaluations</c> and <c>POST /evaluations/check</c>: a data set, or an ended evaluation to replay.</summary>
internal sealed record EvaluationBody
{
    /// <summary>The text of a data set; null where <see cref="ReplayOf"/> is given.</summary>
    public string? Data { get; init; }

    /// <summary>The id of an ended evaluation, whose data and recorded replies are used again.</summary>
    public string? ReplayOf { get; init; }

    /// <summary>For people.</summary>
    public string? Name { get; init; }

    /// <summary>Its ending helps to find the format.</summary>
    public string? FileName { get; init; }

    /// <summary>The format of the data set; null = as found.</summary>
    public string? Format { get; init; }

    /// <summary>What a CSV of questions is asked of.</summary>
    public IReadOnlyList<TableBody>? Tables { get; init; }

    /// <summary>auto, agent, direct, sql, mix: one arm each.</summary>
    public IReadOnlyList<string>? Strategies { get; init; }

    /// <summary>Arms with options of their own, in place of strategies and options.</summary>
    public IReadOnlyList<EvaluationArm>? Arms { get; init; }

    /// <summary>How questions are answered.</summary>
    public QuestionOptions? Options { get; init; }

    /// <summary>How often each is asked; null = once.</summary>
    public int? Repeats { get; init; }

    /// <summary>Rows from the first; null or 0 = all.</summary>
    public int? Limit { get; init; }
}
