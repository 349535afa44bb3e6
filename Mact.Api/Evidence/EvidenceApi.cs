using Mact.Api.Access;
using Mact.Api.Http;
using Mact.Api.Questions;
using Mact.Api.Tables;
using Mact.Core.Questions;
using Mact.Core.Sql;
using Mact.Core.Tables;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Extensions.Options;
using RowEvidence = Mact.Client.Runs.Evidence;

namespace Mact.Api.Evidence;

/// <summary><c>/questions/{id}/evidence</c>: the program behind an answer, run again, and the rows and cells that it used.</summary>
internal static class EvidenceApi
{
    private const int MaxBodyBytes = 256 * 1024;

    public static void AddEvidence(this IHostApplicationBuilder builder) => builder.Services.AddSingleton<EvidenceTracer>();

    public static void MapEvidence(this IEndpointRouteBuilder app)
    {
        var group = app.MapGroup("/questions/{id}/evidence")
            .WithTags("Evidence")
            .ProducesProblems(StatusCodes.Status404NotFound, StatusCodes.Status503ServiceUnavailable);
        group.MapGet("", ReadAsync)
            .WithName("ReadEvidence")
            .WithSummary("Tables, SQL, result, and the rows and cells behind a question's answer")
            .WithDescription(
                "Once the question has ended, its program is run again, and the rows are told where it gives what was recorded; 'rows' says why not "
                    + "where they cannot be.");
        group.MapPost("", TryAsync)
            .WithName("TryEvidence")
            .WithMetadata(new RequiredScope(Scopes.Read))
            .WithSummary("The same for a program that a person changed")
            .AcceptsExample<EvidenceRequest>("evidence.json")
            .ProducesProblems(
                StatusCodes.Status400BadRequest,
                StatusCodes.Status415UnsupportedMediaType,
                StatusCodes.Status422UnprocessableEntity,
                StatusCodes.Status429TooManyRequests);
    }

    private static async Task<Ok<EvidenceReport>> ReadAsync(
        string id, IQuestionStore store, SqlRunner runner, EvidenceTracer tracer, IOptions<SqlLimits> limits, CancellationToken cancellationToken)
    {
        var question = await QuestionReader.RequireAsync(store, id, cancellationToken);
        var (report, tables) = await OpenAsync(store, question, cancellationToken);
        IReadOnlyList<RunRecord> records = [.. (await store.ReadRecordsAsync(id, 0, cancellationToken)).Select(static stored => stored.Record)];
        if (EvidenceProgram.Of(records) is not { } program)
        {
            return TypedResults.Ok(report);
        }

        report = report with { Sql = program.Sql };
        if (records[^1] is not Finished)
        {
            return TypedResults.Ok(report);
        }

        if (report.Missing.Count > 0)
        {
            return TypedResults.Ok(report with { Rows = NotAnswered($"{string.Join(", ", report.Missing)}: not stored any more.") });
        }

        return TypedResults.Ok(await runner.RunAsync(tables, program.Sql, cancellationToken) is var outcome && outcome is SqlOutcome.Rows rows
            ? await TraceAsync(
                tracer,
                await WithTieAsync(runner, report, tables, cancellationToken),
                question,
                tables,
                rows,
                program.Recorded,
                cancellationToken)
            : report with { Rows = NotAnswered(QueryHandler.ProblemOf(outcome, limits.Value).Sentence) });
    }

    private static RowEvidence.Untraced NotAnswered(Sentence why) => new(EvidenceGap.NotAnswered, why.ToString()) { Sentence = why.WithValues() };

    private static async Task<Results<Ok<EvidenceReport>, ProblemResult>> TryAsync(
        string id,
        HttpRequest request,
        IQuestionStore store,
        SqlRunner runner,
        EvidenceTracer tracer,
        IOptions<SqlLimits> limits,
        CancellationToken cancellationToken)
    {
        var question = await QuestionReader.RequireAsync(store, id, cancellationToken);
        var body = await JsonBody.ReadAsync(request, ApiJson.Default.EvidenceRequest, MaxBodyBytes, cancellationToken);
        var (report, tables) = await OpenAsync(store, question, cancellationToken);
        report = report with { Sql = body.Sql ?? string.Empty };
        var outcome = await runner.RunAsync(tables, report.Sql, cancellationToken);
        return outcome is SqlOutcome.Rows rows
            ? TypedResults.Ok(await TraceAsync(
                tracer, await WithTieAsync(runner, report, tables, cancellationToken), question, tables, rows, recorded: null, cancellationToken))
            : QueryHandler.ProblemOf(outcome, limits.Value);
    }

    private static async Task<EvidenceReport> WithTieAsync(
        SqlRunner runner, EvidenceReport report, List<Table> tables, CancellationToken cancellationToken) =>
        report with { Tie = await runner.FindTieAsync(tables, report.Sql!, cancellationToken) };

    /// <summary>The question's tables, under the names that SQL uses, and a report of nothing but these.</summary>
    private static async Task<(EvidenceReport Report, List<Table> Tables)> OpenAsync(
        IQuestionStore store, Question question, CancellationToken cancellationToken)
    {
        List<Table> tables = [];
        List<TableInfo> told = [];
        List<string> missing = [];
        foreach (var reference in question.Tables)
        {
            if (await store.FindTableAsync(reference.Id, SafeNames.ForTable(reference.Name), cancellationToken) is { } table)
            {
                tables.Add(table);
                told.Add(TableStorage.Describe(reference.Id, table, []) with { Name = reference.Name });
            }
            else
            {
                missing.Add(reference.Name);
            }
        }

        return (new(Sql: null, Result: null, told, missing, Rows: null), tables);
    }

    private static async Task<EvidenceReport> TraceAsync(
        EvidenceTracer tracer,
        EvidenceReport report,
        Question question,
        List<Table> tables,
        SqlOutcome.Rows rows,
        ResultGroup? recorded,
        CancellationToken cancellationToken)
    {
        var result = EvidenceTracer.Shown(rows);
        var names = question.Tables.ToLookup(
            static table => SafeNames.ForTable(table.Name), static table => table.Name, StringComparer.OrdinalIgnoreCase);
        string NameOf(string table) => names[table].FirstOrDefault(table);
        var evidence = await tracer.TraceAsync(tables, report.Sql!, result, recorded, cancellationToken);
        return report with
        {
            Result = result,
            Rows = evidence is RowEvidence.Traced traced
                ? traced with
                {
                    Tables = [.. traced.Tables.Select(table => table with { Table = NameOf(table.Table) })],
                    InConditions = [.. traced.InConditions.Select(NameOf)],
                }
                : evidence,
        };
    }
}
