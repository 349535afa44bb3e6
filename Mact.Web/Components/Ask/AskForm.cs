using Mact.Core.Questions;
using Mact.Web.Localization;
using Mact.Web.Runs;
using Microsoft.Extensions.Localization;

namespace Mact.Web.Components.Ask;

/// <summary>What has been entered on the page so far, and what is still missing.</summary>
public sealed class AskForm
{
    /// <summary>The longest question; the Api has the last word.</summary>
    public const int MaxQuestionLength = 4000;

    /// <summary>The longest context text.</summary>
    public const int MaxContextLength = 50_000;

    /// <summary>The question.</summary>
    public string Question { get; set; } = string.Empty;

    /// <summary>Paragraphs that belong to the tables; an empty line separates them.</summary>
    public string Context { get; set; } = string.Empty;

    /// <summary>The tables.</summary>
    public List<TableDraft> Tables { get; } = [];

    /// <summary>Sources of several sheets, chosen or not.</summary>
    public List<Workbook> Workbooks { get; } = [];

    /// <summary>The dial.</summary>
    public Effort Effort { get; private set; } = Effort.Standard;

    /// <summary>The settings behind the dial, possibly changed one by one.</summary>
    public QuestionOptions Options { get; set; } = Effort.Standard.Options;

    /// <summary>Settings are no longer those of the dial.</summary>
    public bool Changed => Options != Effort.Options;

    /// <summary>Turns the dial: all settings follow.</summary>
    public void Turn(Effort effort)
    {
        Effort = effort;
        Options = effort.Options;
    }

    /// <summary>Takes settings over as they are; the dial shows the effort that has them, or the standard one. What was a replay is asked of the model.</summary>
    public void Take(QuestionOptions options)
    {
        options = options with { ReplayOf = null };
        Effort = Effort.All.FirstOrDefault(effort => effort.Options == options) ?? Effort.Standard;
        Options = options;
    }

    /// <summary>What stands in the way of asking, in words; null where nothing does.</summary>
    /// <param name="t">The texts of the page.</param>
    /// <param name="withQuestion">False: of the tables alone.</param>
    public string? Missing(IStringLocalizer<Texts> t, bool withQuestion = true)
    {
        ArgumentNullException.ThrowIfNull(t);
        if (Tables.Count == 0)
        {
            return t["Add a table first: drop a file, paste rows from a spreadsheet, or take an example."];
        }

        if (Tables.Any(static table => string.IsNullOrWhiteSpace(table.Name)))
        {
            return t["Every table needs a name."];
        }

        if (Tables.GroupBy(static table => table.Name.Trim(), StringComparer.OrdinalIgnoreCase).FirstOrDefault(static group => group.Count() > 1) is { } twice)
        {
            return t["Two tables are called “{0}”. Give one of them another name.", twice.Key];
        }

        return withQuestion && string.IsNullOrWhiteSpace(Question) ? t["Write a question."].Value : null;
    }

    /// <summary>The paragraphs of the context.</summary>
    public IReadOnlyList<string> Paragraphs() =>
        Context.ReplaceLineEndings("\n").Split("\n\n", StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
}
