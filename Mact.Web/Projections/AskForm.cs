using System.Text.Json;
using System.Text.Json.Serialization;
using Microsoft.Extensions.Localization;

namespace Mact.Web.Projections;

/// <summary>What has been entered on the page so far, and what is still missing.</summary>
public sealed class AskForm
{
    /// <summary>The longest question; the Api has the last word.</summary>
    public const int MaxQuestionLength = 4000;

    /// <summary>The longest context text.</summary>
    public const int MaxContextLength = 50_000;

    public string Question { get; set; } = string.Empty;

    /// <summary>Paragraphs that belong to the tables; an empty line separates them.</summary>
    public string Context { get; set; } = string.Empty;

    public List<TableDraft> Tables { get; } = [];

    /// <summary>Sources of several sheets, chosen or not.</summary>
    public List<Workbook> Workbooks { get; } = [];

    public Effort Effort { get; private set; } = Effort.Default;

    /// <summary>The settings behind the dial, possibly changed one by one.</summary>
    public QuestionOptions Options { get; set; } = Effort.Default.Options;

    /// <summary>Settings are no longer those of the dial.</summary>
    public bool Changed => Options != Effort.Options;

    /// <summary>Turns the dial: all settings follow.</summary>
    public void Turn(Effort effort)
    {
        Effort = effort;
        Options = effort.Options;
    }

    /// <summary>Takes settings over as they are; the dial shows the effort that has them, or the standard one. What was a replay is asked of the
    /// model.</summary>
    public void Take(QuestionOptions options)
    {
        options = options with { ReplayOf = null };
        Effort = Effort.All.FirstOrDefault(effort => effort.Options == options) ?? Effort.Default;
        Options = options;
    }

    /// <summary>Nothing is entered.</summary>
    public bool IsEmpty => Tables.Count == 0 && Workbooks.Count == 0 && Question.Length == 0 && Context.Length == 0;

    /// <summary>Takes everything off; the settings stay.</summary>
    public void Clear()
    {
        (Question, Context) = (string.Empty, string.Empty);
        Tables.Clear();
        Workbooks.Clear();
    }

    /// <summary>What a reload must not lose, beside the question and the context.</summary>
    public AskDraft Draft() => new([.. Tables.Select(static table => table.Kept)], Options)
    {
        Workbooks =
        [
            .. Workbooks.Select(static book => new AskDraftWorkbook(book.Name, [.. book.Sheets.Select(static sheet => sheet.Kept)], book.Skipped)),
        ],
    };

    /// <summary>What stands in the way of asking, in words; null where nothing does.</summary>
    /// <param name="t">The texts of the page.</param>
    /// <param name="withQuestion">False: of the tables alone.</param>
    public string? Missing(IStringLocalizer<Texts> t, bool withQuestion = true)
    {
        if (Tables.Count == 0)
        {
            return t["Add a table first: drop a file, paste rows from a spreadsheet, or take an example."];
        }

        if (Tables.Any(static table => string.IsNullOrWhiteSpace(table.Name)))
        {
            return t["Every table needs a name."];
        }

        if (
            Tables.GroupBy(static table => table.Name.Trim(), StringComparer.OrdinalIgnoreCase)
                .FirstOrDefault(static group => group.Count() > 1) is { } twice)
        {
            return t["Two tables are called “{0}”. Give one of them another name.", twice.Key];
        }

        return withQuestion && string.IsNullOrWhiteSpace(Question) ? t["Write a question."].Value : null;
    }

    /// <summary>The paragraphs of the context.</summary>
    public IReadOnlyList<string> Paragraphs() =>
        Context.ReplaceLineEndings("\n").Split("\n\n", StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
}

/// <summary>A stored table that is about to be asked about.</summary>
public sealed class TableDraft(TableInfo info, string name, UploadedTable uploaded, ReadingOptions? reading = null)
{
    /// <summary>What the Api knows of it, corrections included.</summary>
    public TableInfo Info { get; private set; } = info;

    /// <summary>As it was read at first: corrections always start from here, so that each can be taken back.</summary>
    public TableInfo Source { get; private set; } = info;

    /// <summary>How it was read, as the Api told it.</summary>
    public UploadedTable Uploaded { get; private set; } = uploaded;

    /// <summary>Under which the browser keeps the source; null where it does not.</summary>
    public string? Key { get; init; }

    /// <summary>How a person has said that the source is read.</summary>
    public ReadingOptions Reading { get; private set; } = reading ?? ReadingOptions.None;

    /// <summary>The row that holds the column names: 1 = as it was read, 0 = none does.</summary>
    public int HeaderRow { get; private set; } = 1;

    /// <summary>The types that a person has said, column by column; null where all are as found.</summary>
    public IReadOnlyList<string>? Types { get; private set; }

    /// <summary>It is no longer as it was read.</summary>
    public bool IsCorrected => Info.Id != Source.Id;

    /// <summary>The name that the question and its SQL use.</summary>
    public string Name { get; set; } = name;

    /// <summary>What was changed while it was read, as far as it is listed.</summary>
    public IReadOnlyList<TableRepair> Repairs => Uploaded.Repairs;

    /// <summary>All changes, listed or not.</summary>
    public int RepairCount => Uploaded.RepairCount;

    /// <summary>Where it shows in the drop zone: an id of the page.</summary>
    public string ChipId { get; } = $"chip-{Guid.NewGuid():N}";

    /// <summary>Where it shows with its rows: an id of the page.</summary>
    public string CardId => ChipId.Replace("chip", "table", StringComparison.Ordinal);

    /// <summary>As the tab keeps it.</summary>
    public AskDraftTable Kept => new(Source.Id, Info.Id, Name, HeaderRow) { Key = Key, Reading = Reading, Types = Types };

    /// <summary>As a question refers to it.</summary>
    public TableRef Reference => new(Info.Id, Name.Trim());

    /// <summary>Takes over what came of a correction.</summary>
    public void Correct(TableInfo corrected, int headerRow, IReadOnlyList<string>? types) => (Info, HeaderRow, Types) = (corrected, headerRow, types);

    /// <summary>Takes over what came of reading the source in another way.</summary>
    public void ReadAgain(TableInfo read, UploadedTable told, ReadingOptions reading)
    {
        (Source, Uploaded, Reading) = (read, told, reading);
        Restore();
    }

    /// <summary>Back to how it was read.</summary>
    public void Restore() => Correct(Source, 1, types: null);

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

/// <summary>A table that an upload stored.</summary>
/// <param name="Id">Identity by content.</param>
/// <param name="Name">As the Api named it.</param>
/// <param name="Repairs">The first of what was changed while reading.</param>
/// <param name="RepairCount">All of them.</param>
public sealed record UploadedTable(string Id, string Name, IReadOnlyList<TableRepair> Repairs, int RepairCount)
{
    private const int MaxRepairs = 20;
    private const int MaxRowsAbove = 6;
    private const int MaxCellsAbove = 8;
    private const int MaxMessage = 300;

    /// <summary>What the Api told of a table, cut to what a circuit's message holds.</summary>
    public static UploadedTable Of(TableInfo table) => new(
        table.Id,
        table.Name,
        [.. (table.Repairs ?? []).Take(MaxRepairs).Select(static repair => repair with
        {
            Message = Show.Cut(repair.Message, MaxMessage),
            Sentence = repair.Sentence?.With(static text => Show.Cut(text, MaxMessage)),
        })],
        table.Repairs?.Count ?? 0)
    {
        HeaderRow = table.HeaderRow,
        RowsAbove =
        [
            .. (table.RowsAbove ?? []).Take(MaxRowsAbove).Select(static row => Show.Cut(string.Join(" · ", row.Take(MaxCellsAbove)), MaxMessage)),
        ],
    };

    /// <summary>The row of the source that was taken for the header; null where it has no such rows.</summary>
    public int? HeaderRow { get; init; }

    /// <summary>Rows of the source above the header, the first being row 1, each as one line.</summary>
    public IReadOnlyList<string> RowsAbove { get; init; } = [];
}

/// <summary>A source that gave several tables, or left sheets out.</summary>
/// <param name="Name">The name of the file.</param>
/// <param name="Sheets">Its tables, chosen or not.</param>
/// <param name="Skipped">Sheets without a table, and why.</param>
public sealed record Workbook(string Name, IReadOnlyList<TableDraft> Sheets, IReadOnlyList<SkippedTable> Skipped);

/// <summary>What has been entered, as the tab keeps it.</summary>
public sealed record AskDraft(IReadOnlyList<AskDraftTable> Tables, QuestionOptions Options)
{
    /// <summary>Sources of several sheets, chosen or not; null in a draft of before they were kept.</summary>
    public IReadOnlyList<AskDraftWorkbook>? Workbooks { get; init; }

    /// <summary>As it is kept.</summary>
    public string ToJson() => JsonSerializer.Serialize(this, AskDraftJson.Default.AskDraft);

    /// <summary>As it was kept; null where nothing was, or by another version of the page.</summary>
    public static AskDraft? Read(string? json)
    {
        try
        {
            return json is null ? null : JsonSerializer.Deserialize(json, AskDraftJson.Default.AskDraft);
        }
        catch (JsonException)
        {
            return null;
        }
    }
}

/// <summary>A table of a draft.</summary>
/// <param name="Source">Id of the table as it was read.</param>
/// <param name="Id">Id of the table as it was corrected; the same where it was not.</param>
/// <param name="Name">As the question uses it.</param>
/// <param name="HeaderRow">The row that holds the column names.</param>
public sealed record AskDraftTable(string Source, string Id, string Name, int HeaderRow)
{
    /// <summary>Under which the browser keeps the source; null where it does not.</summary>
    public string? Key { get; init; }

    /// <summary>How a person has said that the source is read; null in a draft of before that was kept.</summary>
    public ReadingOptions? Reading { get; init; }

    /// <summary>The types that a person has said; null where all are as found, or in a draft of before they were kept.</summary>
    public IReadOnlyList<string>? Types { get; init; }
}

/// <summary>A source of several sheets in a draft.</summary>
/// <param name="Name">The name of the file.</param>
/// <param name="Sheets">Its tables, chosen or not; a chosen one equals one of the draft's tables.</param>
/// <param name="Skipped">Sheets without a table, and why.</param>
public sealed record AskDraftWorkbook(string Name, IReadOnlyList<AskDraftTable> Sheets, IReadOnlyList<SkippedTable> Skipped);

[JsonSourceGenerationOptions(JsonSerializerDefaults.Web, UseStringEnumConverter = true)]
[JsonSerializable(typeof(AskDraft))]
internal sealed partial class AskDraftJson : JsonSerializerContext;
