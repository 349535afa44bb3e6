namespace Mact.Client.Evaluations;

/// <summary>What an evaluation asks. The data set's text is stored beside it.</summary>
/// <param name="Id">Sortable by time.</param>
/// <param name="Name">For people.</param>
/// <param name="FileName">The name of the data set's file; its ending helps to find the format.</param>
/// <param name="Format">The format of the data set.</param>
/// <param name="Arms">At least one.</param>
/// <param name="Repeats">How often each item is asked.</param>
/// <param name="Rows">Rows of the data set that are taken, from the first.</param>
/// <param name="CreatedAt">UTC.</param>
public sealed record EvaluationDefinition(
    string Id, string Name, string FileName, DataSetFormat Format, IReadOnlyList<EvaluationArm> Arms, int Repeats, int Rows, DateTimeOffset CreatedAt)
{
    /// <summary>Names of the tables that a CSV of questions is asked of; they are stored beside the text.</summary>
    public IReadOnlyList<string> Tables { get; init; } = [];

    /// <summary>Id of the earlier evaluation whose recorded replies answer in place of any model; null = models are asked.</summary>
    public string? ReplayOf { get; init; }

    /// <summary>Whose it is; null where people are not told apart.</summary>
    public string? Owner { get; init; }

    /// <summary>Results that it will have.</summary>
    public int Total => Arms.Count * Repeats * Rows;
}

/// <summary>One way of answering that an evaluation measures.</summary>
/// <param name="Name">Unique within the evaluation.</param>
/// <param name="Options">How its questions are answered.</param>
public sealed record EvaluationArm(string Name, QuestionOptions Options);

/// <summary>Where an evaluation stands.</summary>
public enum EvaluationStatus
{
    /// <summary>Items are handed in as others end.</summary>
    Running,

    /// <summary>Nothing is handed in until it is resumed; what is in the queue is carried out.</summary>
    Paused,

    /// <summary>Every row has its result.</summary>
    Finished,

    /// <summary>A person ended it; results so far stay.</summary>
    Cancelled,

    /// <summary>A person ended it; its unfinished questions are being cancelled.</summary>
    Cancelling,

    /// <summary>It is no longer shown; its questions are being removed, and then itself.</summary>
    Deleting,
}

/// <summary>How one arm of an evaluation does so far, counted up as results come, so that lists need not read them all.</summary>
/// <param name="Name">The arm's name.</param>
/// <param name="Accuracy">Right answers out of all items so far; bad rows are not among them.</param>
/// <param name="Answered">Items with an answer.</param>
/// <param name="Failed">Items whose question failed or was not taken.</param>
/// <param name="Cost">In the currency of the configured prices; null where none is configured.</param>
public sealed record ArmSummary(string Name, Proportion Accuracy, int Answered, int Failed, decimal? Cost)
{
    /// <summary>Prompt tokens.</summary>
    public long InputTokens { get; init; }

    /// <summary>Completion tokens.</summary>
    public long OutputTokens { get; init; }
}

/// <summary>An evaluation as it stands.</summary>
/// <param name="Definition">What it asks.</param>
/// <param name="Status">Where it stands.</param>
/// <param name="Done">Results so far.</param>
/// <param name="Total">Results in the end.</param>
/// <param name="Reports">One for each arm, over the results so far; empty in lists.</param>
public sealed record EvaluationView(
    EvaluationDefinition Definition, EvaluationStatus Status, int Done, int Total, IReadOnlyList<EvaluationReport> Reports)
{
    /// <summary>One for each arm, in lists too.</summary>
    public IReadOnlyList<ArmSummary> Summaries { get; init; } = [];

    /// <summary>Results so far that are of rows which could not be read.</summary>
    public int BadRows { get; init; }

    /// <summary>The models that answered, by name.</summary>
    public IReadOnlyList<string> Models { get; init; } = [];

    /// <summary>How long it has been running; pauses are not in it.</summary>
    public double ActiveSeconds { get; init; }
}

/// <summary>A page of the list of evaluations, newest first.</summary>
/// <param name="Items">The evaluations, without their reports.</param>
/// <param name="Next">To be given as <c>before</c> for the page that follows; null on the last.</param>
public sealed record EvaluationList(IReadOnlyList<EvaluationView> Items, string? Next);

/// <summary>A page of an evaluation's results, in the order of arms, repeats and rows.</summary>
/// <param name="Items">The results.</param>
/// <param name="Total">Results that fit the filter, on all pages.</param>
/// <param name="Offset">Results before this page.</param>
public sealed record ItemPage(IReadOnlyList<ItemResult> Items, int Total, int Offset);

/// <summary>
/// The body of <c>POST /evaluations</c> and <c>POST /evaluations/check</c>: a data set to be asked, or an ended evaluation to be replayed. The Api
/// reads it by hand, in order to name what is wrong with it.
/// </summary>
public sealed record EvaluationRequest
{
    /// <summary>The text of a data set; null where <see cref="ReplayOf"/> is given.</summary>
    public string? Data { get; init; }

    /// <summary>The id of an ended evaluation, whose data and recorded replies are used again.</summary>
    public string? ReplayOf { get; init; }

    /// <summary>For people; null = the file's name.</summary>
    public string? Name { get; init; }

    /// <summary>The name of the data set's file; its ending helps to find the format.</summary>
    public string? FileName { get; init; }

    /// <summary>The format of the data set; null = as found.</summary>
    public DataSetFormat? Format { get; init; }

    /// <summary>What a CSV of questions is asked of; null elsewhere.</summary>
    public IReadOnlyList<RequestTable>? Tables { get; init; }

    /// <summary>One arm each; null = the strategy of the options.</summary>
    public IReadOnlyList<Strategy>? Strategies { get; init; }

    /// <summary>Arms with options of their own, in place of <see cref="Strategies"/> and <see cref="Options"/>; null elsewhere.</summary>
    public IReadOnlyList<EvaluationArm>? Arms { get; init; }

    /// <summary>How questions are answered; null = as the Api is set up.</summary>
    public QuestionOptions? Options { get; init; }

    /// <summary>How often each is asked; null = once.</summary>
    public int? Repeats { get; init; }

    /// <summary>Rows from the first; null or 0 = all.</summary>
    public int? Limit { get; init; }
}
