using Mact.Core.Tables;

namespace Mact.Benchmarks.Engine;

/// <summary>The question that is measured: an invented table of 100 rows and eight columns, four steps, five samples of each.</summary>
internal static class EngineQuestion
{
    /// <summary>The table.</summary>
    public static Table Table { get; } = MakeTable();

    private static string Answer { get; } = FindAnswer();

    /// <summary>Programs by step, one for each sample: most agree, one differs, one fails.</summary>
    private static readonly string[][] Programs =
    [
        [
            "SELECT \"harbour\", SUM(\"tonnes\") AS \"tonnes\" FROM \"landings\" GROUP BY \"harbour\" ORDER BY SUM(\"tonnes\") DESC",
            "SELECT \"harbour\", SUM(\"tonnes\") FROM \"landings\" GROUP BY 1 ORDER BY 2 DESC",
            "SELECT \"harbour\", SUM(\"tonnes\") AS total FROM \"landings\" GROUP BY \"harbour\" ORDER BY total DESC",
            "SELECT \"harbour\", COUNT(*) AS \"landings\" FROM \"landings\" GROUP BY \"harbour\" ORDER BY 2 DESC",
            "SELECT \"harbor\", SUM(\"tonnes\") FROM \"landings\" GROUP BY 1",
        ],
        [
            "SELECT \"boat\", \"skipper\", \"tonnes\" FROM \"landings\" WHERE \"harbour\" = (SELECT \"harbour\" FROM \"step1\" LIMIT 1) ORDER BY "
                + "\"tonnes\" DESC",
            "SELECT boat, skipper, tonnes FROM landings WHERE harbour IN (SELECT harbour FROM step1 LIMIT 1) ORDER BY tonnes DESC",
            "SELECT \"boat\", \"skipper\", \"tonnes\" FROM \"landings\" JOIN (SELECT \"harbour\" AS h FROM \"step1\" LIMIT 1) ON h = \"harbour\" "
                + "ORDER BY 3 DESC",
            "SELECT \"boat\" FROM \"landings\" WHERE \"harbour\" = 'Osby'",
            "SELECT \"boat\", \"captain\" FROM \"landings\"",
        ],
        [
            "SELECT \"skipper\", AVG(\"tonnes\") AS \"mean\" FROM \"step2\" GROUP BY \"skipper\" HAVING COUNT(*) > 1 ORDER BY 2 DESC LIMIT 3",
            "SELECT skipper, AVG(tonnes) FROM step2 GROUP BY skipper HAVING COUNT(*) >= 2 ORDER BY AVG(tonnes) DESC LIMIT 3",
            "SELECT skipper, AVG(tonnes) m FROM step2 GROUP BY 1 HAVING COUNT(boat) > 1 ORDER BY m DESC LIMIT 3",
            "SELECT skipper, MAX(tonnes) FROM step2 GROUP BY skipper ORDER BY 2 DESC LIMIT 3",
            "SELECT skipper, MEAN(tonnes) FROM step2 GROUP BY skipper",
        ],
        [
            "SELECT \"skipper\" FROM \"step3\" ORDER BY \"mean\" DESC LIMIT 1",
            "SELECT skipper FROM step3 LIMIT 1",
            "SELECT \"skipper\" FROM \"step3\" WHERE rowid = 1",
            "SELECT \"skipper\" FROM \"step3\" ORDER BY \"mean\" LIMIT 1",
            "SELECT \"name\" FROM \"step3\" LIMIT 1",
        ],
    ];

    private static readonly string[] Actions =
    [
        "Operate[sum of tonnes for each harbour of table landings, largest sum first]",
        "Retrieve[boat, skipper and tonnes of table landings where harbour is the first harbour of step1, largest tonnes first]",
        "Operate[mean tonnes for each skipper of step2 with more than one landing, the three largest]",
        "Retrieve[skipper of step3 with the largest mean]",
    ];

    /// <summary>The question under an id.</summary>
    /// <param name="id">Its id.</param>
    /// <param name="table">The table's id in the store.</param>
    public static Question Of(string id, string table) => new(
        id,
        "Which skipper has the largest mean landing in the harbour that landed most in all?",
        [new(table, Table.Name)],
        [],
        new QuestionOptions { Strategy = Strategy.Agent, AdaptiveSampling = false, Shortcut = ShortcutMode.Verify },
        DateTimeOffset.UnixEpoch,
        "benchmark");

    /// <summary>A reply of about the length that models give: plans roll on to an answer of their own, programs come with a sentence.</summary>
    /// <param name="purpose">What is asked.</param>
    /// <param name="turn">The planning call or the step, from 1.</param>
    /// <param name="sample">Which sample.</param>
    public static string Reply(CallPurpose purpose, int turn, int sample) => purpose == CallPurpose.Plan
        ? Plan(turn, sample)
        : $"The instruction asks for it in one query.\n```sql\n{Programs[turn - 1][sample]}\n```";

    private static string Plan(int turn, int sample)
    {
        if (turn > Actions.Length)
        {
            return $"Thought {turn}: Step {turn - 1} shows the skipper that was asked for, so the question can be answered.\nAction {turn}: "
                + $"Finish[{Answer}]\n";
        }

        // Every sample says it in its own words and expects something else, and one proposes another action.
        var text = new System.Text.StringBuilder();
        for (var step = turn; step <= Actions.Length + 1; step++)
        {
            var action = step > Actions.Length ? $"Finish[skipper {sample}]" : sample == 4 ? "Retrieve[all rows of table landings]"
                : Actions[step - 1];
            text.Append($"Thought {step}: Not all rows are shown here, so this has to be computed before the next step can be taken (plan {sample}, "
                    + $"{(sample * 7919) + step}).\n");
            text.Append($"Action {step}: {action}\n");
            text.Append(
                step > Actions.Length ? string.Empty
                    : $"Observation {step}: | harbour | tonnes |\n| Osby | {1200 + sample} |\n| Tarn | {900 + step} |\n");
        }

        return text.ToString();
    }

    private static string FindAnswer()
    {
        var landings = Enumerable.Range(0, Table.RowCount)
            .Select(row => (Skipper: Table[row, 2].Text, Harbour: Table[row, 3].Text, Tonnes: (double)Table[row, 5].Value!));
        return landings
            .GroupBy(landing => landing.Harbour, StringComparer.Ordinal).MaxBy(harbour => harbour.Sum(landing => landing.Tonnes))!
            .GroupBy(landing => landing.Skipper, StringComparer.Ordinal).Where(skipper => skipper.Count() > 1)
            .MaxBy(skipper => skipper.Average(landing => landing.Tonnes))!.Key;
    }

    private static Table MakeTable()
    {
        string[] harbours = ["Osby", "Tarn", "Merrow", "Lorne", "Wyke"];
        string[] skippers = ["Ines Holt", "Jonas Reay", "Mara Pike", "Owen Lusk", "Pia Dunn", "Rolf Amory", "Signe Vale"];
        string[] gear = ["trawl", "line", "pots", "seine"];
        var random = new Random(7);
        var rows = Enumerable.Range(1, 100).Select(i => (IReadOnlyList<string?>)
        [
            $"{i}",
            $"Boat {random.Next(1, 40)}",
            skippers[random.Next(skippers.Length)],
            harbours[random.Next(harbours.Length)],
            gear[random.Next(gear.Length)],
            $"{random.Next(10, 900) / 10.0}",
            $"${random.Next(200, 9_000):N0}",
            $"1987-{random.Next(1, 13):D2}-{random.Next(1, 28):D2}",
        ]).ToList();
        return TableBuilder.Build(
            "landings", ["nr", "boat", "skipper", "harbour", "gear", "tonnes", "price", "landed"], rows,
            new TableLimits()) is TableReading.Success success
            ? success.Table
            : throw new InvalidOperationException("The table of the benchmark is not valid.");
    }
}
