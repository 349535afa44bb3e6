using System.Text.Json.Serialization;
using Mact.Core.Queueing;

namespace Mact.Web.ApiAccess;

/// <summary>A question to be asked of stored tables.</summary>
public sealed record SubmitRequest(
    string Question,
    IReadOnlyList<TableRef> Tables,
    IReadOnlyList<string>? Context,
    QuestionOptions? Options);

/// <summary>The Api took the question.</summary>
public sealed record SubmitReply(string Id, QuestionStatus Status);

/// <summary>A stored table without its rows.</summary>
/// <param name="Id">Identity by content.</param>
/// <param name="Name">The name it was given when it was stored.</param>
/// <param name="Columns">In source order, with detected types.</param>
/// <param name="RowCount">Rows, the header not counted.</param>
/// <param name="Repairs">What was changed while it was read.</param>
public sealed record TableInfo(
    string Id,
    string Name,
    IReadOnlyList<Column> Columns,
    int RowCount,
    IReadOnlyList<TableRepair>? Repairs = null);

/// <summary>A window of a table's rows as text; null is a missing value.</summary>
/// <param name="Columns">Names, in order.</param>
/// <param name="Rows">One list per row.</param>
/// <param name="Total">Rows of the table.</param>
/// <param name="Offset">Zero-based place of the first row given.</param>
public sealed record TableRows(
    [property: JsonConverter(typeof(ColumnNamesConverter))] IReadOnlyList<string> Columns,
    IReadOnlyList<IReadOnlyList<string?>> Rows,
    int Total,
    int Offset);

/// <summary>Stored tables, each under the name of the page.</summary>
public sealed record TablesRequest(IReadOnlyList<TableRef> Tables);

/// <summary>What several stored tables are like, and what to join them on.</summary>
public sealed record TablesProfile(IReadOnlyList<TableDescription> Tables, IReadOnlyList<SuggestedJoin> Joins)
{
    /// <summary>Of nothing.</summary>
    public static TablesProfile None { get; } = new([], []);
}

/// <summary>What a stored table is like.</summary>
/// <param name="Name">Safe for SQL.</param>
/// <param name="RowCount">Rows, the header not counted.</param>
/// <param name="Characters">Of all cells together.</param>
/// <param name="Columns">In the table's order.</param>
public sealed record TableDescription(string Name, int RowCount, long Characters, IReadOnlyList<ColumnReport> Columns);

/// <summary>Two columns that names and values suggest to join on; see the Api for the meaning of the numbers.</summary>
public sealed record SuggestedJoin(string Left, string Right, int Shared, int Distinct, bool Multiplies, double Score);

/// <summary>How a stored table is to be read again.</summary>
/// <param name="Name">Of the table.</param>
/// <param name="HeaderRow">1 = as it was read, 2 = the first row below, 0 = there is no header.</param>
/// <param name="Types">text, integer, number, date or auto for each column; null = as detected.</param>
public sealed record CorrectionRequest(string Name, int HeaderRow, IReadOnlyList<string>? Types);

/// <summary>A sheet that was left out, and why.</summary>
public sealed record SkippedTable(string Name, string Code, string Message);

/// <summary>One read-only statement over stored tables.</summary>
public sealed record QueryRequest(string Sql, IReadOnlyList<TableRef> Tables);

/// <summary>What a statement gave.</summary>
/// <param name="Columns">Names, in order.</param>
/// <param name="Rows">As text; null is NULL. May be fewer than <paramref name="RowCount"/>.</param>
/// <param name="RowCount">Rows in all.</param>
/// <param name="ElapsedMs">Time of execution.</param>
/// <param name="Ordered">The statement asks for an order, so the order of rows counts.</param>
public sealed record QueryResult(
    [property: JsonConverter(typeof(ColumnNamesConverter))] IReadOnlyList<string> Columns,
    IReadOnlyList<IReadOnlyList<string?>> Rows,
    int RowCount,
    double ElapsedMs,
    bool Ordered);

/// <summary>A page of the history, newest first.</summary>
/// <param name="Items">The questions.</param>
/// <param name="Next">To be given as <c>before</c> for the page that follows; null on the last.</param>
public sealed record QuestionPage(IReadOnlyList<QuestionSummary> Items, string? Next);

/// <summary>What the stack consists of at this moment.</summary>
/// <param name="Queue">Depth, age, workers.</param>
/// <param name="Model">The configured model endpoint.</param>
/// <param name="Persistent">False where questions are kept in memory only and are gone when the stack stops.</param>
/// <param name="Version">Of the Api.</param>
/// <param name="Store">Whether queue and store answer.</param>
/// <param name="Failures">The latest questions that failed, and all that were given up.</param>
public sealed record SystemInfo(
    QueueSnapshot? Queue,
    ModelInfo? Model,
    bool Persistent,
    string? Version,
    StoreInfo? Store = null,
    IReadOnlyList<FailureInfo>? Failures = null);

/// <summary>The models in use.</summary>
/// <param name="Planner">Name of the planner's model, as configured.</param>
/// <param name="Coder">Name of the coder's model, as configured.</param>
/// <param name="StandIn">The built-in table reader stands in for a language model.</param>
/// <param name="Endpoints">Where they are.</param>
public sealed record ModelInfo(string? Planner, string? Coder, bool StandIn, IReadOnlyList<EndpointInfo>? Endpoints = null);

/// <summary>A configured model endpoint.</summary>
/// <param name="Roles">planner, coder: who uses it.</param>
/// <param name="Server">host:port; null where the connection string has no usable address.</param>
/// <param name="Model">The configured name, "auto" for the single one served.</param>
public sealed record EndpointInfo(IReadOnlyList<string> Roles, string? Server, string Model);

/// <summary>What an endpoint said when it was asked for its models.</summary>
/// <param name="Roles">planner, coder: who uses it.</param>
/// <param name="Server">host:port, where known.</param>
/// <param name="Ok">It serves what is configured.</param>
/// <param name="Served">The models that it serves.</param>
/// <param name="Message">In words: what was found and what to do next.</param>
/// <param name="ElapsedMs">Time of the request.</param>
public sealed record ModelCheckInfo(IReadOnlyList<string> Roles, string? Server, bool Ok, IReadOnlyList<string> Served, string Message, double ElapsedMs);

/// <summary>Whether queue and store answer.</summary>
/// <param name="Available">They do.</param>
/// <param name="Message">In words, why not; null where they do.</param>
public sealed record StoreInfo(bool Available, string? Message);

/// <summary>A question that failed.</summary>
/// <param name="Id">Of the question.</param>
/// <param name="Question">What was asked.</param>
/// <param name="SubmittedAt">UTC.</param>
/// <param name="Error">Why; null where that is not recorded.</param>
/// <param name="Dead">It was given up after its last attempt and can be put back.</param>
public sealed record FailureInfo(string Id, string Question, DateTimeOffset SubmittedAt, QuestionError? Error, bool Dead);

/// <summary>What the latest ended questions used.</summary>
public sealed record UsageInfo(
    int Questions,
    int Calls,
    int Retries,
    long InputTokens,
    long CachedTokens,
    long OutputTokens,
    decimal? Cost,
    DurationInfo? CallMs,
    DurationInfo? QuestionMs,
    DurationInfo? QueueMs);

/// <summary>Percentiles in milliseconds.</summary>
public sealed record DurationInfo(double P50, double P95, double Most);
