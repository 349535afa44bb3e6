using System.Text.RegularExpressions;
using Mact.Core.Prompts;
using Mact.Core.Sql;
using Mact.Core.Tables;

namespace Mact.DevServices.Reader;

/// <summary>What became of a question: one reading, or why there is none.</summary>
internal abstract record Reading
{
    /// <summary>One reading places every word.</summary>
    /// <param name="Sql">The reading as one SELECT.</param>
    /// <param name="Paraphrase">The reading in words.</param>
    /// <param name="Answer">What the SELECT gives on the rows shown; null where not all rows are shown.</param>
    internal sealed record Understood(string Sql, string Paraphrase, IReadOnlyList<string>? Answer) : Reading;

    /// <summary>None does, or two do and differ.</summary>
    /// <param name="Reason">Said to the asker.</param>
    /// <param name="Suggested">The question with each of its readings behind it: every one of them has one reading.</param>
    internal sealed record Refused(string Reason, params IReadOnlyList<string> Suggested) : Reading;
}

/// <summary>
/// Reads a question over tables: right, or silent. Every word must have its place in the program; where two readings place them all and give
/// different results, neither is said.
/// </summary>
internal sealed class QuestionReader(TimeProvider time)
{
    private const int MaxWords = 48;
    private const string Hint = "the built-in reader does not understand this; connect a model";

    /// <summary>Reads a question.</summary>
    public Reading Read(string question, IReadOnlyList<PromptTable> tables, CancellationToken cancellationToken)
    {
        question = question.Trim();
        if (Words.Of(question).Count is 0 or > MaxWords)
        {
            return new Reading.Refused(Hint);
        }

        try
        {
            using var desk = new Desk(tables, time);
            return Chosen(question, desk, cancellationToken) ?? desk.Readings(question, cancellationToken) switch
            {
                [] => desk.UnknownWords(question) is { Length: > 0 } words
                    ? new Reading.Refused($"the built-in reader did not understand: {words}; connect a model")
                    : new Reading.Refused(Hint),
                [var only] => only,
                [var first, var second, ..] => new Reading.Refused(
                    $"this can be read in two ways, which give different results: {first.Paraphrase}; or {second.Paraphrase}",
                    $"{question} ({first.Paraphrase})",
                    $"{question} ({second.Paraphrase})"),
            };
        }
        catch (Exception exception) when (exception is ArgumentException or SqlLoadException or RegexMatchTimeoutException)
        {
            // Two tables of one name, two columns of one name, a name of SQLite's own, a sentence with no end of ways to be read: nothing that can
            // be asked.
            return new Reading.Refused(Hint);
        }
    }

    // "Which region has the lowest revenue? (Region with the smallest sum of Revenue)": the asker chose among the readings.
    private static Reading? Chosen(string question, Desk desk, CancellationToken cancellationToken)
    {
        for (var at = question.EndsWith(')') ? question.IndexOf(" (", StringComparison.Ordinal) : -1; at > 0;
            at = question.IndexOf(" (", at + 1, StringComparison.Ordinal))
        {
            var paraphrase = question[(at + 2)..^1];
            if (desk.Readings(question[..at], cancellationToken).Find(
                reading => reading.Paraphrase.Equals(paraphrase, StringComparison.OrdinalIgnoreCase)) is { } chosen)
            {
                return chosen;
            }
        }

        return null;
    }
}

/// <summary>The tables, typed, and a sandbox over them: the one that the worker's programs run in.</summary>
internal sealed class Desk : IDisposable
{
    private const int MaxAnswer = 60;

    private readonly IReadOnlyList<Source> _sources;
    private readonly SqlSandbox _sandbox;

    public Desk(IReadOnlyList<PromptTable> shown, TimeProvider time)
    {
        List<(Table Table, bool IsComplete)> tables = [];
        foreach (var table in shown.Where(static table => table.Columns.Count > 0 && table.Rows.Count > 0))
        {
            if (TableBuilder.Build(
                table.Name, [.. table.Columns.Select(static column => column.Name)], table.Rows, new TableLimits(),
                [.. table.Columns.Select(static column => column.Type)]) is TableReading.Success { Table: var built })
            {
                tables.Add((built.WithName(table.Name), table.Rows.Count == table.RowCount));
            }
        }

        _sources = Source.Of(tables);
        _sandbox = SqlSandbox.Load([.. tables.Select(static pair => pair.Table)], new SqlLimits(), time);
    }

    /// <summary>The readings of a question that differ in what they give.</summary>
    public List<Reading.Understood> Readings(string question, CancellationToken cancellationToken)
    {
        var tokens = Words.Of(question);

        // A verb without a word that asks claims something.
        if (!question.EndsWith('?') && !tokens.Any(static token => Lexicon.Asks.Contains(token.Text)) && tokens.Count > 0
            && !Lexicon.Verbs.Contains(tokens[0].Text) && tokens.Any(static token => Lexicon.Verbs.Contains(token.Text)))
        {
            return [];
        }

        Dictionary<string, (string At, Reading.Understood Reading)> readings = new(StringComparer.Ordinal);
        foreach (var source in _sources)
        {
            foreach (var form in Tagger.Of(tokens, source).SelectMany(items => Grammar.Read(source, items)))
            {
                cancellationToken.ThrowIfCancellationRequested();
                var sql = SqlWriter.Write(form);
                if (!readings.ContainsKey(sql) && IsAnswered(form, sql, cancellationToken, out var answer))
                {
                    // A cell of two columns (home and away) is two readings, also where both happen to give the same.
                    var at = string.Join(", ", form.Where.OfType<Condition.In>().Select(static condition => condition.Column.Name));
                    readings.Add(sql, (at, new(sql, FormText.Of(form), answer)));
                }
            }
        }

        return
        [
            .. readings.Values.DistinctBy(
                static pair => pair.Reading.Answer is { } answer ? string.Join('\n', [pair.At, .. answer.Order(StringComparer.Ordinal)])
                    : pair.Reading.Sql,
                StringComparer.Ordinal).Select(static pair => pair.Reading),
        ];
    }

    /// <summary>The words that have no place in the tables that know most of them; at most six.</summary>
    public string UnknownWords(string question)
    {
        var tokens = Words.Of(question);
        var unknown = _sources.SelectMany(source => Tagger.Of(tokens, source))
            .Select(static items => items.Where(static item => item.Tag == Tagger.Unknown)).MinBy(static items => items.Count()) ?? [];
        return string.Join(
            ", ", unknown.Select(item => tokens[(int)item.Number]).Select(token => question[token.Start..token.End])
                .Distinct(StringComparer.OrdinalIgnoreCase).Take(6));
    }

    public void Dispose() => _sandbox.Dispose();

    // False where the reading has no answer, or more of them than the question asks for.
    private bool IsAnswered(Form form, string sql, CancellationToken cancellationToken, out IReadOnlyList<string>? answer)
    {
        answer = null;
        bool IsOne(string count) => Run(count, cancellationToken) is ["1"];

        var measured = form.Where.OfType<Condition.Number>().Select(static condition => condition.Column).Append(form.Computed);
        if (form.Source.UnitOf is { } units && measured.Any(static column => column is { Kind: Kind.Number, IsCount: false, Unit: null })
            && (!form.Source.IsComplete || !IsOne(SqlWriter.Different(form, units))))
        {
            // Degrees and kilopascals in one column are neither added up nor compared.
            return false;
        }

        if (!form.Source.IsComplete)
        {
            return true;
        }

        if (form is Form.Pair pair && !(IsOne(SqlWriter.Count(form, pair.First)) && IsOne(SqlWriter.Count(form, pair.Second))))
        {
            return false;
        }

        answer = Run(sql, cancellationToken);
        return answer is { Count: > 0 and <= MaxAnswer } && !(form is Form.Rows { Single: true } rows && answer.Count > rows.Columns.Count);
    }

    private List<string>? Run(string sql, CancellationToken cancellationToken) =>
        _sandbox.Execute(sql, cancellationToken) is SqlOutcome.Rows { Result: var result }
            ? [.. Enumerable.Range(0, result.RowCount).SelectMany(row => result.Row(row).ToArray()).Where(static cell => cell.Value is not null)
                .Select(static cell => cell.Value switch
                {
                    double number => Math.Round(number, 10).ToString("R"),
                    long number => number.ToString(),
                    _ => cell.Text,
                })]
            : null;
}
