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
    internal sealed record Understood(string Sql, string Paraphrase, IReadOnlyList<string>? Answer) : Reading
    {
        /// <summary>The columns that the cells of the question were found in.</summary>
        public string At { get; init; } = string.Empty;
    }

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
    private const int MaxAnswer = 60;
    private const string Hint = "the built-in reader does not understand this; connect a model";

    /// <summary>Reads a question.</summary>
    public Reading Read(string question, IReadOnlyList<PromptTable> tables, CancellationToken cancellationToken)
    {
        question = question.Trim();
        var tokens = Words.Of(question);
        if (tokens.Count is 0 or > MaxWords)
        {
            return new Reading.Refused(Hint);
        }

        try
        {
            using var desk = new Desk(tables, time);
            if (Chosen(question, desk, cancellationToken) is { } chosen)
            {
                return chosen;
            }

            return Readings(question, desk, cancellationToken) switch
            {
                [] => Refuse(tokens, question, desk.Sources),
                [var only] => only,
                [var first, var second, ..] => new Reading.Refused(
                    $"this can be read in two ways, which give different results: {first.Paraphrase}; or {second.Paraphrase}",
                    $"{question} ({first.Paraphrase})",
                    $"{question} ({second.Paraphrase})"),
            };
        }
        catch (Exception exception) when (exception is ArgumentException or SqlLoadException)
        {
            // Two tables of one name, two columns of one name, a name of SQLite's own: nothing that can be asked.
            return new Reading.Refused(Hint);
        }
    }

    // "Which region has the lowest revenue? (Region with the smallest sum of Revenue)": the asker chose among the readings.
    private static Reading.Understood? Chosen(string question, Desk desk, CancellationToken cancellationToken)
    {
        for (var at = question.EndsWith(')') ? question.IndexOf(" (", StringComparison.Ordinal) : -1; at > 0;
            at = question.IndexOf(" (", at + 1, StringComparison.Ordinal))
        {
            var paraphrase = question[(at + 2)..^1];
            if (Readings(question[..at], desk, cancellationToken)
                .FirstOrDefault(reading => reading.Paraphrase.Equals(paraphrase, StringComparison.OrdinalIgnoreCase)) is { } chosen)
            {
                return chosen;
            }
        }

        return null;
    }

    // Those that differ in what they give.
    private static List<Reading.Understood> Readings(string question, Desk desk, CancellationToken cancellationToken)
    {
        var tokens = Words.Of(question);

        // A verb without a word that asks claims something.
        var isClaim = !question.EndsWith('?') && !tokens.Any(static token => Lexicon.Asks.Contains(token.Text))
            && tokens is [var opening, ..] && !Lexicon.YesNo.Contains(opening.Text) && tokens.Any(static token => Lexicon.Verbs.Contains(token.Text));
        List<Reading.Understood> readings = [];
        foreach (var source in desk.Sources)
        {
            foreach (var form in Tagger.Of(tokens, source).SelectMany(items => Grammar.Read(source, items, isClaim)))
            {
                cancellationToken.ThrowIfCancellationRequested();
                var sql = SqlWriter.Write(form);
                if (readings.TrueForAll(known => known.Sql != sql) && desk.TryAnswer(form, sql, cancellationToken, out var answer))
                {
                    // A cell of two columns (home and away) is two readings, also where both happen to give the same.
                    var at = string.Join(", ", form.Where.OfType<Condition.In>().Select(static condition => condition.Column.Name));
                    readings.Add(new(sql, FormText.Of(form), answer) { At = at });
                }
            }
        }

        return
        [
            .. readings.DistinctBy(
                static reading =>
                    reading.Answer is { } answer ? string.Join('\n', [reading.At, .. answer.Order(StringComparer.Ordinal)]) : reading.Sql,
                StringComparer.Ordinal),
        ];
    }

    private static Reading.Refused Refuse(IReadOnlyList<Token> tokens, string question, IReadOnlyList<Source> sources)
    {
        var unknown = sources.Select(source => Tagger.UnknownWords(tokens, source)).MinBy(static words => words.Count) ?? [];
        var list = string.Join(
            ", ", unknown.Select(index => question[tokens[index].Start..tokens[index].End]).Distinct(StringComparer.OrdinalIgnoreCase).Take(6));
        return new(list.Length > 0 ? $"the built-in reader did not understand: {list}; connect a model" : Hint);
    }

    /// <summary>The tables, typed, and a sandbox over them: the one that the worker's programs run in.</summary>
    private sealed class Desk : IDisposable
    {
        private readonly SqlSandbox _sandbox;

        public Desk(IReadOnlyList<PromptTable> shown, TimeProvider time)
        {
            var limits = new TableLimits();
            List<(Table, PromptTable)> built = [];
            foreach (var table in shown.Where(static table => table.Columns.Count > 0 && table.Rows.Count > 0))
            {
                if (TableBuilder.Build(
                    table.Name, [.. table.Columns.Select(static column => column.Name)], table.Rows, limits, [
                        .. table.Columns.Select(static column => column.Type)])
                    is TableReading.Success { Table: var read })
                {
                    built.Add((Named(table, read), table));
                }
            }

            Sources = Source.Of(built);
            _sandbox = SqlSandbox.Load([.. built.Select(static pair => pair.Item1)], new SqlLimits(), time);
        }

        public IReadOnlyList<Source> Sources { get; }

        /// <summary>False where the reading has no answer, or more of them than the question asks for.</summary>
        public bool TryAnswer(Form form, string sql, CancellationToken cancellationToken, out IReadOnlyList<string>? answer)
        {
            answer = null;
            if (form.Source.UnitOf is { } units && form.Measures.Any(static column => column is { Kind: Kind.Number, IsCount: false, Unit: null })
                && (!form.Source.IsComplete || Run(SqlWriter.Different(form, units), cancellationToken) is not ["1"]))
            {
                // Degrees and kilopascals in one column are neither added up nor compared.
                return false;
            }

            if (!form.Source.IsComplete)
            {
                return true;
            }

            IReadOnlyList<Condition> single = form switch
            {
                Form.Difference difference => [difference.First, difference.Second],
                Form.Compare compare => [compare.First, compare.Second],
                _ => [],
            };
            if (single.Any(condition => Run(SqlWriter.Count(form, condition), cancellationToken) is not ["1"]))
            {
                return false;
            }

            var values = Run(sql, cancellationToken);
            if (values is null or [] or { Count: > MaxAnswer }
                || (form is Form.Lookup { Single: true } lookup && values.Count > lookup.Columns.Count))
            {
                return false;
            }

            answer = values;
            return true;
        }

        public void Dispose() => _sandbox.Dispose();

        private List<string>? Run(string sql, CancellationToken cancellationToken)
        {
            if (_sandbox.Execute(sql, cancellationToken) is not SqlOutcome.Rows { Result: var result })
            {
                return null;
            }

            List<string> values = [];
            for (var row = 0; row < result.RowCount; row++)
            {
                foreach (var cell in result.Row(row))
                {
                    if (cell.Value is not null)
                    {
                        values.Add(Text(cell));
                    }
                }
            }

            return values;
        }

        // The names that the prompt shows are the ones that SQL uses, whatever building made of them.
        private static Table Named(PromptTable shown, Table built)
        {
            if (built.Columns.Count != shown.Columns.Count)
            {
                return built.WithName(shown.Name);
            }

            var cells = new Cell[built.RowCount * built.Columns.Count];
            for (var row = 0; row < built.RowCount; row++)
            {
                built.Row(row).CopyTo(cells.AsSpan(row * built.Columns.Count));
            }

            return new(shown.Name, [.. built.Columns.Select((column, index) => column with { Name = shown.Columns[index].Name })], cells);
        }

        private static string Text(Cell cell) => cell.Value switch
        {
            double number => Math.Round(number, 10).ToString("R"),
            long number => number.ToString(),
            _ => cell.Text,
        };
    }
}
