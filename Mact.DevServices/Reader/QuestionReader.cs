using Mact.Core.Prompts;
using Mact.Core.Sql;
using Mact.DevServices.Reader.Forms;
using Mact.DevServices.Reader.Language;
using Mact.DevServices.Reader.Schema;
using Mact.DevServices.Reader.Shapes;
using Mact.DevServices.Reader.Understanding;

namespace Mact.DevServices.Reader;

/// <summary>
/// Reads a question over tables: every shape proposes readings over every source, those that explain the question's words well enough run,
/// and those that give something are ranked. Empty where nothing is understood.
/// </summary>
internal sealed class QuestionReader(TimeProvider time)
{
    /// <summary>A reading that is more doubtful is not made.</summary>
    private const double MostCost = 0.8;

    /// <summary>A reading that is so much more doubtful than the best is not drawn.</summary>
    private const double CostWindow = 0.5;

    /// <summary>What one table answers needs no join.</summary>
    private const double JoinCost = 0.1;

    /// <summary>The question names a column of a table that the reading leaves out.</summary>
    private const double ElsewhereCost = 0.2;

    private const int MostRun = 16;
    private const int LongAnswer = 40;

    private static readonly IShape[] Shapes =
    [
        new ExtremeShape(), new MostFrequentShape(), new FirstLastShape(), new NeighbourShape(), new CountShape(), new GroupCountShape(),
        new AggregateShape(), new DifferenceShape(), new BetterShape(), new YesNoShape(), new SameAsShape(), new LookupShape(),
    ];

    /// <summary>The readings, the least doubtful first.</summary>
    public IReadOnlyList<RankedReading> Read(string question, IReadOnlyList<PromptTable> tables, CancellationToken cancellationToken)
    {
        var words = Words.Of(question, WordMask.Limit + 1);
        if (words.Count is 0 or > WordMask.Limit || !IsQuestion(words, question))
        {
            return [];
        }

        List<QuestionSketch> sketches = [.. Sources.Of(tables).Select(source => new QuestionSketch(words, source))];
        List<(Reading Reading, double Cost)> proposals = [];
        foreach (var sketch in sketches)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var elsewhere = NamesElsewhere(sketch, sketches) ? ElsewhereCost : 0;
            proposals.AddRange(Shapes
                .SelectMany(shape => shape.Read(sketch))
                .Where(reading => UsesBothTables(reading, sketch))
                .Select(reading => (reading, reading.Cost + elsewhere + Risk(reading.Form) + Coverage.CostOf(sketch, reading.Mask | Named(sketch, reading.Form)))));
        }

        try
        {
            return Rank(proposals, tables, cancellationToken);
        }
        catch (Exception exception) when (exception is ArgumentException or SqlLoadException)
        {
            // Two tables of one name, two columns of one name, a name of SQLite's own: no envelope of ours, and nothing that can be asked.
            return [];
        }
    }

    private List<RankedReading> Rank(List<(Reading Reading, double Cost)> proposals, IReadOnlyList<PromptTable> tables, CancellationToken cancellationToken)
    {
        var candidates = proposals
            .Where(proposal => proposal.Cost <= MostCost)
            .Select(proposal => (proposal.Reading.Form, Sql: SqlWriter.Write(proposal.Reading.Form), proposal.Cost))
            .GroupBy(candidate => candidate.Sql, StringComparer.Ordinal)
            .Select(group => group.MinBy(candidate => candidate.Cost))
            .OrderBy(candidate => candidate.Cost)
            .Take(MostRun)
            .ToList();
        if (candidates.Count == 0)
        {
            return [];
        }

        using var executor = new ReadingExecutor(tables, time);
        List<RankedReading> readings = [];
        foreach (var (form, sql, cost) in candidates)
        {
            if (executor.Run(sql, cancellationToken) is { } answer && (answer.Count > 0 || !form.Source.IsComplete)
                && cost + Surprise(form, answer) is var total && total <= MostCost)
            {
                readings.Add(new(form, sql, FormWords.Instruction(form), form.Source.IsComplete ? answer : null, total));
            }
        }

        readings.Sort((a, b) => a.Cost.CompareTo(b.Cost));
        return readings.Count == 0 ? [] : [.. readings.TakeWhile(reading => reading.Cost <= readings[0].Cost + CostWindow)];
    }

    // Over joined tables "not" mostly asks for what has no row at all, which a condition on rows does not say.
    private static double Risk(LogicalForm form) =>
        form.Source.Join is null ? 0 : FormColumns.Conditions(form).Any(condition => condition is Condition.Not) ? MostCost : JoinCost;

    // An answer of many values, or a count of nothing, is seldom what was asked.
    private static double Surprise(LogicalForm form, IReadOnlyList<string> answer) => form switch
    {
        _ when answer.Count > LongAnswer => MostCost,
        LogicalForm.Count or LogicalForm.GroupCount or LogicalForm.Difference when answer is ["0"] => 0.3,
        LogicalForm.Project or LogicalForm.SameAs => Math.Min(0.4, 0.1 * (answer.Count - 1)),
        LogicalForm.GroupExtreme => 0.15 * (answer.Count - 1),
        LogicalForm.Extreme { Take: null } => 0.1 * (answer.Count - 1),
        _ => 0,
    };

    private static bool IsQuestion(IReadOnlyList<Word> words, string question) =>
        words.Take(3).Any(word => Lexicon.Starters.Contains(word.Text))
        || (question.TrimEnd().EndsWith('?') && words.Any(word => Lexicon.Starters.Contains(word.Text)));

    private static bool NamesElsewhere(QuestionSketch sketch, List<QuestionSketch> all) => all
        .Where(other => other.Source.Join is null && !sketch.Source.Tables.Contains(other.Source.Tables[0]))
        .SelectMany(other => other.Columns)
        .Any(mention => mention.Score >= 0.9 && !sketch.Columns.Any(own => own.Start <= mention.Start && mention.Start < own.End));

    // Words that name a column which the form uses are explained, wherever they stand.
    private static ulong Named(QuestionSketch sketch, LogicalForm form)
    {
        var columns = FormColumns.Of(form).ToHashSet();
        return sketch.Columns
            .Where(mention => mention.Score > 0.5 && columns.Contains(mention.Column))
            .Aggregate(0UL, (mask, mention) => mask | WordMask.Of(mention.Start, mention.End));
    }

    // A join is only read where the question is about both tables: by a column that the form uses, by one that it names, or by the table's own name.
    private static bool UsesBothTables(Reading reading, QuestionSketch sketch)
    {
        if (sketch.Source.Join is null)
        {
            return true;
        }

        var named = sketch.Columns
            .Where(mention => mention.Score > 0.6 && (WordMask.Of(mention.Start, mention.End) & ~reading.Mask) == 0
                && !sketch.Columns.Any(other => other.Start == mention.Start && other.Column.Table != mention.Column.Table))
            .Select(mention => mention.Column.Table);
        return FormColumns.Of(reading.Form).Select(column => column.Table).Concat(named).Concat(sketch.NamedTables).Distinct(StringComparer.Ordinal).Count() > 1;
    }
}
