using CsCheck;
using Mact.Core.Prompts;

namespace Mact.Core.Tests.Prompts;

public sealed class PromptEnvelopeTests
{
    // Texts with everything that could be taken for the envelope's own marks.
    private static readonly Gen<string> Text = Gen.OneOf(
        Gen.String[Gen.Char['!', '~'], 1, 20],
        Gen.OneOf("# Table x (1 of 1 rows "
            + "shown)", "> quoted", "a | b", "back\\slash", "Thought 1: no", "# Task plan 1", "ünïcödé", "a: b", "x\\n", "\\|"));

    private static readonly Gen<string> Line = Text.Select(text => text.Trim()).Where(text => text.Length > 0);

    private static readonly Gen<PromptTable> Tables = Gen.Select(Line, Gen.Int[1, 4], Gen.Int[0, 3], Gen.Int[0, 5])
        .SelectMany((name, columns, rows, more) => Gen.Select(
            Gen.Select(Line, Gen.OneOf(ColumnType.Text, ColumnType.Integer, ColumnType.Number, ColumnType.Date)).Array[columns],
            Text.Array[columns].Array[rows],
            Line.Array[0, 2],
            (header, cells, notes) => new PromptTable(
                name,
                [.. header.Select(column => new PromptColumn(column.Item1, column.Item2))],
                [.. cells.Select(row => (IReadOnlyList<string>)row)],
                rows + more)
            { Notes = notes }));

    private static readonly Gen<PromptEnvelope> Envelopes = Gen.Select(
        Gen.OneOf(PromptTask.Plan, PromptTask.Code, PromptTask.Repair, PromptTask.Judge, PromptTask.Direct),
        Tables.Array[1, 3],
        Line.Array[0, 2],
        Line,
        Gen.Select(Line, Line, Line, (thought, action, observation) => new PromptStep(thought, action, observation)).Array[0, 3],
        Gen.Select(Line.Array[0, 2], Gen.Bool, Line),
        (task, tables, context, question, steps, rest) => new PromptEnvelope(task, tables, context, question, steps)
        {
            Hints = rest.Item1,
            Instruction = rest.Item2 ? rest.Item3 : null,
        });

    [Fact]
    public void What_was_written_is_read_back_whatever_the_texts_hold() =>
        Envelopes.Sample(envelope =>
        {
            PromptEnvelopeReader.TryRead(string.Concat(PromptEnvelopeWriter.Write(envelope)), out var read).ShouldBeTrue();
            Flat(read!).ShouldBe(Flat(envelope));
        });

    [Fact]
    public void The_scratchpad_comes_last_so_that_a_longer_one_only_adds_to_the_prefix()
    {
        var envelope = new PromptEnvelope(PromptTask.Plan, [new("t", [new("a", ColumnType.Text)], [["x"]], 1)], ["context"], "question", []);
        var shorter = PromptEnvelopeWriter.Write(envelope);
        var longer = PromptEnvelopeWriter.Write(envelope with { Steps = [new("thought", "Retrieve[a]", "x")] });
        longer.Take(shorter.Count - 1).ShouldBe(shorter.SkipLast(1));
    }

    private static string Flat(PromptEnvelope envelope) => string.Join('\u0001',
    [
        envelope.Task.ToString(),
        .. envelope.Tables.SelectMany(
            table =>
                (string[])
                [
                    table.Name,
                    $"{table.RowCount}",
                    .. table.Columns.Select(column => $"{column.Name}/{column.Type}"),
                    .. table.Rows.Select(row => string.Join('\u0002', row)),
                    .. table.Notes,
                ]),
        "context",
        .. envelope.Context,
        envelope.Question,
        .. envelope.Steps.Select(step => $"{step.Thought}\u0002{step.Action}\u0002{step.Observation}"),
        "hints",
        .. envelope.Hints,
        envelope.Instruction ?? "none",
    ]);
}
