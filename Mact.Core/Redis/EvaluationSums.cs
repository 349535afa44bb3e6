using System.Globalization;
using Mact.Core.Evaluation.Reporting;
using Mact.Core.Evaluation.Stored;
using StackExchange.Redis;

namespace Mact.Core.Redis;

/// <summary>What is counted up as results come: whole numbers by name, since every server adds those exactly.</summary>
internal static class EvaluationSums
{
    private const string Bad = "bad";
    private const string Items = "items:";
    private const string Right = "right:";
    private const string Answered = "answered:";
    private const string Failed = "failed:";
    private const string Cost = "cost:";
    private const string Model = "model:";

    // Costs are counted in billionths.
    private const decimal CostUnit = 0.000_000_001m;

    /// <summary>Pairs of a name and what a result adds to it.</summary>
    public static IEnumerable<RedisValue> Of(ItemResult result)
    {
        var arm = result.Strategy;
        if (result.Verdict == ItemVerdict.BadRow)
        {
            return [Bad, 1];
        }

        List<RedisValue> sums = [Items + arm, 1, Right + arm, result.Correct ? 1 : 0, Answered + arm, result.Attempted ? 1 : 0];
        if (result.Outcome is ItemResult.Failed or ItemResult.Refused)
        {
            sums.AddRange([Failed + arm, 1]);
        }

        if (result.Figures?.Cost is { } cost)
        {
            sums.AddRange([Cost + arm, (long)Math.Round(cost / CostUnit)]);
        }

        if (result.Figures?.Model is { } model)
        {
            sums.AddRange([Model + model, 1]);
        }

        return sums;
    }

    /// <summary>The evaluation with what was counted up.</summary>
    public static StoredEvaluation Fill(StoredEvaluation evaluation, IEnumerable<HashEntry> sums)
    {
        var by = sums.ToDictionary(static sum => sum.Name.ToString(), static sum => (long)sum.Value, StringComparer.Ordinal);
        return evaluation with
        {
            BadRows = (int)by.GetValueOrDefault(Bad),
            Models = [.. by.Keys.Where(static name => name.StartsWith(Model, StringComparison.Ordinal)).Select(static name => name[Model.Length..]).Order(StringComparer.Ordinal)],
            Summaries = [.. evaluation.Definition.Arms.Select(arm => Summary(arm.Name, by))],
        };
    }

    /// <summary>Milliseconds as they are stored.</summary>
    public static long Milliseconds(RedisValue value) => value.IsNull ? 0 : long.Parse(value.ToString(), CultureInfo.InvariantCulture);

    private static ArmSummary Summary(string arm, Dictionary<string, long> by)
    {
        int Of(string name) => (int)by.GetValueOrDefault(name + arm);
        return new(arm, new(Of(Right), Of(Items)), Of(Answered), Of(Failed), by.TryGetValue(Cost + arm, out var cost) ? cost * CostUnit : null);
    }
}
