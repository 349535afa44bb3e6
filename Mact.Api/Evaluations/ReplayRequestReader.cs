using System.Text.Json;
using Mact.Api.Http;
using Mact.Api.Questions;
using Mact.Evaluation.DataSets;
using Mact.Evaluation.Stored;

namespace Mact.Api.Evaluations;

/// <summary>
/// Reads <c>{replayOf, name?, strategies?, options?, limit?}</c>: an ended evaluation again, answered from its recorded replies. The data set and the
/// repeats are the earlier one's; so are the options, but for those that are given anew.
/// </summary>
internal sealed class ReplayRequestReader(IEvaluationStore store, TimeProvider time)
{
    private static readonly string[] Fields = ["replayOf", "name", "strategies", "options", "limit"];

    /// <summary>Reads and checks a request.</summary>
    /// <exception cref="RequestRefusedException">It is malformed (400), or names an evaluation that is not there (404) or has not ended
    /// (409).</exception>
    public async Task<CheckedEvaluation> ReadAsync(JsonElement root, CancellationToken cancellationToken)
    {
        if (root.EnumerateObject().Select(JsonBody.Name).FirstOrDefault(static name => !Fields.Contains(name, StringComparer.Ordinal)) is { } unknown)
        {
            throw EvaluationRequestReader.Refuse(
                "A replay takes no such field",
                $"'{unknown}' comes from the evaluation that is replayed. The fields of a replay are: {string.Join(", ", Fields)}.");
        }

        var id = EvaluationRequestReader.Text(root, "replayOf") ?? string.Empty;
        if (
            !QuestionReader.IsId(id)
                || await store.FindAsync(id, cancellationToken) is not
                {
                    Definition: var earlier,
                    Status: not EvaluationStatus.Deleting and var status,
                })
        {
            throw new RequestRefusedException(
                ProblemResult.NotFound(ProblemCodes.EvaluationNotFound, "There is no such evaluation to replay", "It was never started, or its "
                    + "retention is over."));
        }

        if (status is EvaluationStatus.Running or EvaluationStatus.Paused or EvaluationStatus.Cancelling)
        {
            throw new RequestRefusedException(
                ProblemResult.Conflict(ProblemCodes.EvaluationState, "The evaluation has not ended", "Only what is recorded can be replayed. Wait "
                    + "until it is finished, or cancel it."));
        }

        var now = time.GetUtcNow();
        var limit = EvaluationRequestReader.Whole(root, "limit", 0, earlier.Rows, 0);
        var definition = earlier with
        {
            Id = Guid.CreateVersion7(now).ToString("N"),
            Name = KnownProblems.Shorten(EvaluationRequestReader.Text(root, "name") ?? $"Replay of {earlier.Name}"),
            Arms = Arms(root, earlier),
            Rows = limit == 0 ? earlier.Rows : limit,
            CreatedAt = now,
            ReplayOf = id,
        };
        var data = await store.ReadDataAsync(id, cancellationToken);
        var tables = await store.ReadTablesAsync(earlier, cancellationToken);
        var source = new DataSetSource(earlier.FileName) { Format = earlier.Format, Tables = tables };
        var check = await OwnThread.RunAsync(() => DataSetReader.Check(DataSetReader.FormatOf(data, source), DataSetReader.Read(data, source)));
        return new(definition, data, tables, check);
    }

    private static IReadOnlyList<EvaluationArm> Arms(JsonElement root, EvaluationDefinition earlier)
    {
        var arms = root.TryGetProperty("strategies", out var list) ? Named(list, earlier) : earlier.Arms;
        if (!root.TryGetProperty("options", out var element))
        {
            return arms;
        }

        var violations = new Violations();
        OptionsReader.Read(element, violations, new QuestionOptions());
        violations.ThrowIfAny();
        return
        [
            .. arms.Select(
                arm => arm with { Options = OptionsReader.Read(element, violations, arm.Options) with { Strategy = arm.Options.Strategy } }),
        ];
    }

    private static List<EvaluationArm> Named(JsonElement list, EvaluationDefinition earlier)
    {
        var names = list.ValueKind == JsonValueKind.Array
            ? list.EnumerateArray()
                .Select(static entry => entry.ValueKind == JsonValueKind.String ? JsonBody.Text(entry) : string.Empty)
                .Distinct(StringComparer.Ordinal)
                .ToList()
            : [];
        var arms = names.Select(name => earlier.Arms.FirstOrDefault(arm => arm.Name == name)).ToList();
        return arms.Count > 0 && arms.TrueForAll(static arm => arm is not null)
            ? [.. arms.OfType<EvaluationArm>()]
            : throw EvaluationRequestReader.Refuse(
                "A strategy was not recorded",
                $"\"strategies\" must be an array of what the earlier evaluation has: "
                    + $"{string.Join(", ", earlier.Arms.Select(static arm => arm.Name))}.");
    }
}
