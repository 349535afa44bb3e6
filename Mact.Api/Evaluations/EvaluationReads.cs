using System.Net.Mime;
using System.Text;
using System.Text.Json;
using Mact.Api.Http;
using Mact.Api.Questions;
using Mact.Evaluation.Reporting;
using Mact.Evaluation.Stored;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Extensions.Options;

namespace Mact.Api.Evaluations;

/// <summary>What can be read of evaluations.</summary>
internal static class EvaluationReads
{
    private const int DefaultLimit = 50;

    /// <summary>A page of the list.</summary>
    public static async Task<JsonHttpResult<EvaluationList>> ListAsync(
        IEvaluationStore store, IOptions<RequestLimits> limits, CancellationToken cancellationToken, string? before = null, int limit = DefaultLimit)
    {
        Paging.Require("limit", limit, 1, limits.Value.MaxPageSize);
        if (before is not null && !QuestionReader.IsId(before))
        {
            throw Refuse("'before' is not the id of an evaluation", "Give the 'next' of the page before, or leave it out for the newest.");
        }

        var ids = await store.ListAsync(before, limit, cancellationToken);
        List<EvaluationView> views = [];
        foreach (var id in ids)
        {
            if (await store.FindAsync(id, cancellationToken) is { Status: not EvaluationStatus.Deleting } evaluation)
            {
                views.Add(evaluation.ToView([]));
            }
        }

        return TypedResults.Json(new EvaluationList(views, ids.Count == limit ? ids[^1] : null), EvaluationJson.Default.EvaluationList);
    }

    public static async Task<JsonHttpResult<EvaluationView>> FindAsync(
        string id, IEvaluationStore store, CancellationToken cancellationToken, bool reports = true)
    {
        var evaluation = await RequireAsync(store, id, cancellationToken);
        return TypedResults.Json(
            evaluation.ToView(reports ? Reports(evaluation, await store.ReadResultsAsync(id, cancellationToken)) : []),
            EvaluationJson.Default.EvaluationView);
    }

    public static async Task<JsonHttpResult<IReadOnlyList<ItemResult>>> ResultsAsync(
        string id, IEvaluationStore store, CancellationToken cancellationToken)
    {
        var evaluation = await RequireAsync(store, id, cancellationToken);
        return TypedResults.Json(await OrderedAsync(store, evaluation, cancellationToken), EvaluationJson.Default.IReadOnlyListItemResult);
    }

    /// <summary>A page of the results that fit.</summary>
    public static async Task<JsonHttpResult<ItemPage>> ItemsAsync(
        string id,
        IEvaluationStore store,
        IOptions<RequestLimits> limits,
        CancellationToken cancellationToken,
        string? arm = null,
        string? verdict = null,
        string? outcome = null,
        string? type = null,
        string? search = null,
        int offset = 0,
        int limit = DefaultLimit)
    {
        Paging.Require("limit", limit, 1, limits.Value.MaxPageSize);
        Paging.Require("offset", offset, 0, int.MaxValue);
        var evaluation = await RequireAsync(store, id, cancellationToken);
        var filter = new ItemFilter(arm is null ? null : RequireArm(evaluation, arm), ReadVerdict(verdict), outcome, type, search);
        var found = (await OrderedAsync(store, evaluation, cancellationToken)).Where(filter.Fits).ToList();
        return TypedResults.Json(new ItemPage([.. found.Skip(offset).Take(limit)], found.Count, offset), EvaluationJson.Default.ItemPage);
    }

    /// <summary>A file of it.</summary>
    public static async Task<ContentHttpResult> ExportAsync(
        string id, IEvaluationStore store, CancellationToken cancellationToken, string @as = "markdown")
    {
        var evaluation = await RequireAsync(store, id, cancellationToken);
        var results = await OrderedAsync(store, evaluation, cancellationToken);
        return @as switch
        {
            "markdown" =>
                TypedResults.Text(MarkdownReport.Write(evaluation.Definition.Name, Reports(evaluation, results)), "text/markdown", Encoding.UTF8),
            "csv" => TypedResults.Text(CsvReport.Write(results), "text/csv", Encoding.UTF8),
            "json" => TypedResults.Text(
                JsonSerializer.Serialize(Reports(evaluation, results), EvaluationJson.Default.IReadOnlyListEvaluationReport),
                MediaTypeNames.Application.Json,
                Encoding.UTF8),
            _ => throw Refuse("'as' is not valid", "It is markdown, csv or json."),
        };
    }

    /// <summary>Two arms, of the same evaluation or of two, side by side.</summary>
    public static async Task<ContentHttpResult> CompareAsync(
        string id,
        string other,
        IEvaluationStore store,
        CancellationToken cancellationToken,
        string? arm = null,
        string? otherArm = null,
        string @as = "json")
    {
        var first = await ArmAsync(store, id, arm, cancellationToken);
        var second = await ArmAsync(store, other, otherArm, cancellationToken);
        var comparison = PairedComparison.Of(first.Results, second.Results);
        return @as switch
        {
            "json" =>
                TypedResults.Text(
                    JsonSerializer.Serialize(comparison, EvaluationJson.Default.RunComparison), MediaTypeNames.Application.Json, Encoding.UTF8),
            "markdown" => TypedResults.Text(MarkdownReport.Write(first.Name, second.Name, comparison), "text/markdown", Encoding.UTF8),
            _ => throw Refuse("'as' is not valid", "It is json or markdown."),
        };
    }

    /// <summary>An evaluation that is there and not being deleted.</summary>
    /// <exception cref="RequestRefusedException">There is none (404).</exception>
    public static async Task<StoredEvaluation> RequireAsync(IEvaluationStore store, string id, CancellationToken cancellationToken) =>
        (QuestionReader.IsId(id) ? await store.FindAsync(id, cancellationToken) : null) is { Status: not EvaluationStatus.Deleting } evaluation
            ? evaluation
            : throw new RequestRefusedException(ProblemResult.NotFound(
                ProblemCodes.EvaluationNotFound,
                "There is no such evaluation",
                $"No evaluation has the id '{KnownProblems.Shorten(id)}'. It was never started here, was deleted, or its retention is over."));

    private static async Task<(string Name, IReadOnlyList<ItemResult> Results)> ArmAsync(
        IEvaluationStore store, string id, string? arm, CancellationToken cancellationToken)
    {
        var evaluation = await RequireAsync(store, id, cancellationToken);
        var name = arm is null ? evaluation.Definition.Arms[0].Name : RequireArm(evaluation, arm);
        return (
            $"{evaluation.Definition.Name} ({name})",
            [.. (await store.ReadResultsAsync(id, cancellationToken)).Where(result => result.Strategy == name)]);
    }

    private static string RequireArm(StoredEvaluation evaluation, string arm) => evaluation.Definition.Arms.Any(known => known.Name == arm)
        ? arm
        : throw new RequestRefusedException(ProblemResult.NotFound(
            ProblemCodes.ArmNotFound,
            "The evaluation has no such arm",
            $"'{KnownProblems.Shorten(arm)}' is none of {string.Join(", ", evaluation.Definition.Arms.Select(static known => known.Name))}."));

    private static ItemVerdict? ReadVerdict(string? word) => word is null
        ? null
        : Enum.GetValues<ItemVerdict>()
            .Where(verdict => JsonNamingPolicy.CamelCase.ConvertName(verdict.ToString()) == word)
            .Select(static verdict => (ItemVerdict?)verdict)
            .FirstOrDefault()
            ?? throw Refuse("'verdict' is not valid", "It is right, wrong, unanswered or badRow.");

    private static IReadOnlyList<EvaluationReport> Reports(StoredEvaluation evaluation, IReadOnlyList<ItemResult> results)
    {
        // Arms share the workers, so that only an evaluation of a single one has a wall time of its own.
        double? wall = evaluation.Definition.Arms.Count == 1 ? evaluation.Active.TotalSeconds : null;
        return
        [
            .. evaluation.Definition.Arms.Select(
                arm => ReportBuilder.Build(arm.Name, [.. results.Where(result => result.Strategy == arm.Name)], wall)),
        ];
    }

    private static async Task<IReadOnlyList<ItemResult>> OrderedAsync(
        IEvaluationStore store, StoredEvaluation evaluation, CancellationToken cancellationToken)
    {
        var order = evaluation.Definition.Arms.Select(static (arm, index) => (arm.Name, index)).ToDictionary(StringComparer.Ordinal);
        return
        [
            .. (await store.ReadResultsAsync(evaluation.Definition.Id, cancellationToken))
                .OrderBy(result => order.GetValueOrDefault(result.Strategy))
                .ThenBy(static result => result.Repeat)
                .ThenBy(static result => result.Row),
        ];
    }

    private static RequestRefusedException Refuse(string title, Sentence detail) =>
        new(ProblemResult.BadRequest(ProblemCodes.InvalidParameter, title, detail));
}
