namespace Mact.Web.Projections;

/// <summary>What has been entered for a new evaluation so far, and what is still missing.</summary>
public sealed class EvaluationDraft
{
    /// <summary>The largest data set that the page takes, in bytes; larger ones go to the Api or the command line.</summary>
    public const long MaxBytes = 25 * 1024 * 1024;

    /// <summary>Repeats at most.</summary>
    public const int MaxRepeats = 100;

    private const string DefaultFileName = "pasted.jsonl";

    /// <summary>For people; empty = the file's name.</summary>
    public string Name { get; set; } = string.Empty;

    /// <summary>The name of the data set's file; its ending helps to find the format.</summary>
    public string FileName { get; set; } = DefaultFileName;

    /// <summary>The data set's text.</summary>
    public string Data { get; set; } = string.Empty;

    /// <summary>Its shape.</summary>
    public DataSetFormat Format { get; set; } = DataSetFormat.Auto;

    /// <summary>Stored tables for a CSV of questions.</summary>
    public List<TableRef> Tables { get; } = [];

    /// <summary>One arm each.</summary>
    public SortedSet<Strategy> Strategies { get; } = [Strategy.Agent];

    /// <summary>The effort dial and the settings behind it.</summary>
    public AskForm Settings { get; } = new();

    /// <summary>How often each question is asked.</summary>
    public int Repeats { get; set; } = 1;

    /// <summary>Rows from the first; 0 = all.</summary>
    public int Limit { get; set; }

    /// <summary>The questions are in a CSV, so that their tables are given apart.</summary>
    public bool NeedsTables =>
        Format == DataSetFormat.QuestionCsv || (Format == DataSetFormat.Auto && FileName.EndsWith(".csv", StringComparison.OrdinalIgnoreCase));

    /// <summary>What a form of data sets is called.</summary>
    public static string NameOf(DataSetFormat format) => format switch
    {
        DataSetFormat.Mact => "Mact JSON Lines",
        DataSetFormat.QuestionCsv => "CSV (question, answer)",
        DataSetFormat.Statement => "JSON Lines (statement, table_text)",
        DataSetFormat.TatQa => "TAT-QA",
        DataSetFormat.Mmqa => "MMQA",
        _ => format.ToString(),
    };

    /// <summary>What stands in the way of starting, a key of the pages' texts; null where nothing does.</summary>
    /// <param name="check">What the data set was found to be; null while that is not known.</param>
    public string? Missing(DataSetCheck? check) => this switch
    {
        { Data.Length: 0 } => "Choose a file of questions first, or paste one.",
        { NeedsTables: true, Tables.Count: 0 } => "A CSV of questions needs the tables that they are about: add at least one.",
        { Strategies.Count: 0 } => "Choose at least one strategy.",
        _ when check is null => "The file has not been read yet.",
        _ when check.Usable == 0 => "No row of this file can be used; the reasons are above.",
        _ => null,
    };

    /// <summary>Questions that will be asked, bad rows not counted.</summary>
    public int QuestionCount(DataSetCheck check)
    {
        return Strategies.Count * Repeats * (Limit == 0 ? check.Usable : Math.Min(Limit, check.Usable));
    }

    /// <summary>As the Api takes it.</summary>
    public EvaluationRequest ToSubmit() => new()
    {
        Data = Data,
        Name = string.IsNullOrWhiteSpace(Name) ? FileName : Name.Trim(),
        FileName = FileName,
        Format = Format,
        Tables = NeedsTables && Tables.Count > 0 ? [.. Tables.Select(RequestTable.Of)] : null,
        Strategies = [.. Strategies],
        Options = Settings.Options,
        Repeats = Repeats,
        Limit = Limit,
    };
}

/// <summary>An arm of an evaluation, to be chosen for a comparison.</summary>
/// <param name="Id">The id of the evaluation.</param>
/// <param name="Arm">Its name.</param>
/// <param name="Name">The name of the evaluation.</param>
/// <param name="At">When it was started.</param>
public sealed record EvaluationChoice(string Id, string Arm, string Name, DateTimeOffset At)
{
    /// <summary>Unique among the choices.</summary>
    public string Key => $"{Id}|{Arm}";

    /// <summary>Every arm of every evaluation.</summary>
    public static IEnumerable<EvaluationChoice> Of(IEnumerable<EvaluationView> views) =>
        views.SelectMany(
            static view =>
                view.Definition.Arms.Select(
                    arm => new EvaluationChoice(view.Definition.Id, arm.Name, view.Definition.Name, view.Definition.CreatedAt)));

    /// <summary>The one that an address names; null where there is none.</summary>
    /// <param name="choices">All choices.</param>
    /// <param name="id">The id of the evaluation.</param>
    /// <param name="arm">Null = the first one.</param>
    public static EvaluationChoice? Find(IEnumerable<EvaluationChoice> choices, string? id, string? arm) =>
        choices.FirstOrDefault(choice => choice.Id == id && (string.IsNullOrEmpty(arm) || choice.Arm == arm));
}
