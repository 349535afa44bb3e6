using System.Text;
using Mact.Benchmarks.Stack;

namespace Mact.Benchmarks.Local;

/// <summary>Twenty simple questions to a whole stack with a model file, by how many samples are drawn.</summary>
internal static class LocalQuestions
{
    // A question that takes longer counts as wrong.
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);

    /// <summary>Asks one question after the other: right ones, and what they took.</summary>
    public static async IAsyncEnumerable<Outcome> AskAsync(
        string path, IReadOnlyList<int> samples, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await using var cluster = await Cluster.StartAsync(
            new()
            {
                ModelFile = Path.GetFullPath(path),
                Services = new Dictionary<string, string>(StringComparer.Ordinal) { ["Agents__WarmUp"] = "true" },
            },
            cancellationToken);
        using var http = new HttpClient { BaseAddress = cluster.Apis[0].Address };
        var api = new MactClient(http);
        Dictionary<string, TableRef> tables = new(StringComparer.Ordinal);
        foreach (var table in SimpleQuestions.All.Select(static question => question.Table).Distinct())
        {
            var name = $"t{tables.Count}";
            var stored = await api.UploadAsync(name, $"{name}.csv", Encoding.UTF8.GetBytes(table), cancellationToken);
            tables[table] = new(stored.Require().Id, name);
        }

        // Not counted: everything is loaded by it, and the prompts are known.
        await AskAsync(api, SimpleQuestions.All[0], tables, new(), cancellationToken);
        foreach (var count in samples)
        {
            List<QuestionView?> views = [];
            foreach (var question in SimpleQuestions.All)
            {
                var options = new QuestionOptions { PlanSamples = count, CodeSamples = count, Seed = 1 };
                views.Add(await AskAsync(api, question, tables, options, cancellationToken));
            }

            yield return new(
                count,
                views.Zip(SimpleQuestions.All).Count(static pair => pair.Second.IsAnsweredBy(pair.First?.Answer)),
                [.. views.Select(static view => TimeSpan.FromMilliseconds(view?.ElapsedMs ?? Limit.TotalMilliseconds)).Order()],
                views.Sum(static view => view?.Usage.Requests ?? 0),
                views.Sum(static view => view?.Usage.OutputTokens ?? 0));
        }
    }

    /// <summary>Its end; null where it does not come in time.</summary>
    private static async Task<QuestionView?> AskAsync(
        MactClient api,
        SimpleQuestion question,
        Dictionary<string, TableRef> tables,
        QuestionOptions options,
        CancellationToken cancellationToken)
    {
        RequestTable table = new() { Id = tables[question.Table].Id, Name = tables[question.Table].Name };
        var asked = await api.AskAsync(new QuestionRequest(question.Text, [table], Options: options), cancellationToken);
        var id = asked.Require().Id;
        QuestionView? view = null;
        var isOver = await Eventually.HoldsAsync(
            async () =>
            {
                view = (await api.FindQuestionAsync(id, cancellationToken)).Require();
                return view.Status is not (QuestionStatus.Queued or QuestionStatus.Running or QuestionStatus.Waiting);
            },
            Limit);
        if (!isOver)
        {
            await api.CancelAsync(id, cancellationToken);
        }

        return isOver ? view : null;
    }

    /// <summary>What came of the twenty.</summary>
    /// <param name="Samples">Plans and programs drawn at most.</param>
    /// <param name="Right">Answered rightly.</param>
    /// <param name="Took">From the question to its answer, the quickest first.</param>
    /// <param name="Requests">To the model.</param>
    /// <param name="OutputTokens">Written by it.</param>
    internal sealed record Outcome(int Samples, int Right, IReadOnlyList<TimeSpan> Took, int Requests, long OutputTokens);
}
