using System.Diagnostics.CodeAnalysis;
using System.Text;
using System.Text.RegularExpressions;

namespace Mact.Core.Prompts;

/// <summary>Reads what <see cref="PromptEnvelopeWriter"/> wrote; text before the first section (instructions) is passed over.</summary>
public static partial class PromptEnvelopeReader
{
    /// <summary>False where the text holds no complete envelope.</summary>
    public static bool TryRead(string text, [NotNullWhen(true)] out PromptEnvelope? envelope)
    {
        var reading = new Reading();
        foreach (var line in text.ReplaceLineEndings("\n").Split('\n'))
        {
            reading.Take(line);
        }

        envelope = reading.Complete();
        return envelope is not null;
    }

    [GeneratedRegex(@"^# Table (?<name>.*) \((?<shown>\d+) of (?<total>\d+) rows shown\)$", RegexOptions.ExplicitCapture, 5000)]
    private static partial Regex TableLine();

    [GeneratedRegex(@"^(?<label>Thought|Action|Observation) (?<number>\d+): (?<text>.*)$", RegexOptions.ExplicitCapture, 5000)]
    private static partial Regex StepLine();

    private sealed class Reading
    {
        private readonly List<PromptTable> _tables = [];
        private List<IReadOnlyList<string>> _rows = [];
        private readonly List<string> _context = [];
        private readonly List<string> _hints = [];
        private readonly List<Dictionary<string, StringBuilder>> _steps = [];
        private PromptTask? _task;
        private string? _question;
        private string? _instruction;
        private string _section = string.Empty;
        private StringBuilder? _open;

        public void Take(string line)
        {
            if (line.StartsWith("# ", StringComparison.Ordinal))
            {
                Open(line);
            }
            else if (StepLine().Match(line) is { Success: true } step && _question is not null)
            {
                OpenStep(step);
            }
            else if (_open is not null && line.StartsWith("  ", StringComparison.Ordinal))
            {
                _open.Append('\n').Append(line, 2, line.Length - 2);
            }
            else if (line.StartsWith("> ", StringComparison.Ordinal))
            {
                Quoted(EnvelopeSyntax.Unescape(line[2..]));
            }
            else if (line.StartsWith('|') && string.Equals(_section, EnvelopeSyntax.Table, StringComparison.Ordinal) && _tables.Count > 0)
            {
                Row(EnvelopeSyntax.SplitRow(line));
            }
        }

        public PromptEnvelope? Complete() => _task is null || _question is null
            ? null
            : new(_task.Value, _tables, _context, _question, [.. _steps.Select(Step)]) { Instruction = _instruction, Hints = _hints };

        private static PromptStep Step(Dictionary<string, StringBuilder> step) => new(
            step.GetValueOrDefault("Thought")?.ToString() ?? string.Empty,
            step.GetValueOrDefault("Action")?.ToString() ?? string.Empty,
            step.GetValueOrDefault("Observation")?.ToString() ?? string.Empty);

        private void Open(string line)
        {
            _open = null;
            if (TableLine().Match(line) is { Success: true } table)
            {
                _section = EnvelopeSyntax.Table;
                _rows = [];
                _tables.Add(new(
                    EnvelopeSyntax.Unescape(table.Groups["name"].Value),
                    [],
                    _rows,
                    int.TryParse(table.Groups["total"].ValueSpan, out var total) ? total : int.MaxValue));
            }
            else if (line.StartsWith(EnvelopeSyntax.Task + " ", StringComparison.Ordinal))
            {
                _task = EnvelopeSyntax.ParseTask(line.Split(' ')[2]);
            }
            else
            {
                _section = line;
            }
        }

        private void OpenStep(Match match)
        {
            if (!int.TryParse(match.Groups["number"].ValueSpan, out var number))
            {
                return;
            }

            if (number == _steps.Count + 1)
            {
                _steps.Add(new(StringComparer.Ordinal));
            }

            if (number != _steps.Count)
            {
                return;
            }

            _open = new(match.Groups["text"].Value);
            _steps[^1][match.Groups["label"].Value] = _open;
        }

        private void Quoted(string text)
        {
            switch (_section)
            {
                case EnvelopeSyntax.Table when _tables.Count > 0:
                    _tables[^1] = _tables[^1] with { Notes = [.. _tables[^1].Notes, text] };
                    break;
                case EnvelopeSyntax.Context:
                    _context.Add(text);
                    break;
                case EnvelopeSyntax.Question:
                    _question ??= text;
                    break;
                case EnvelopeSyntax.Hint:
                    _hints.Add(text);
                    break;
                case EnvelopeSyntax.Instruction:
                    _instruction = text;
                    break;
                default:
                    break;
            }
        }

        private void Row(IReadOnlyList<string> cells)
        {
            if (_tables[^1].Columns.Count == 0)
            {
                _tables[^1] = _tables[^1] with { Columns = [.. cells.Select(Column)] };
                return;
            }

            // The table holds this very list: a table of many rows is not copied for each of them.
            _rows.Add(cells);
        }

        private static PromptColumn Column(string cell)
        {
            var colon = cell.LastIndexOf(": ", StringComparison.Ordinal);
            return colon < 0 ? new(cell, ColumnType.Text) : new(cell[..colon], EnvelopeSyntax.ParseType(cell[(colon + 2)..]));
        }
    }
}
