using Mact.Core.Prompts;
using Mact.DevServices.Model;

namespace Mact.DevServices.Reader;

/// <summary>
/// Stands in for a language model: reads the prompt's tables and question by rules and writes what a planner or coder would write. It is no language
/// model; what it cannot read it says so, and it never guesses. All samples of a request are the same one: one rule, drawn n times, and no vote.
/// The reading in words is its reasoning.
/// </summary>
public sealed class TableReaderModel(TimeProvider time) : IModel
{
    /// <summary>The name that the endpoint serves it under, by which the page knows that nothing was voted on.</summary>
    public const string ModelName = QuestionView.StandInModel;

    private readonly QuestionReader _reader = new(time);

    /// <inheritdoc/>
    public string Name => ModelName;

    /// <inheritdoc/>
    public IReadOnlyList<WrittenText> Complete(ModelPrompt prompt, CancellationToken cancellationToken)
    {
        var message = prompt.Messages.LastOrDefault(static message => message.Role == "user")?.Content ?? string.Empty;
        var written = PromptEnvelopeReader.TryRead(message, out var envelope)
            ? Write(envelope, _reader.Read(envelope.Question, BaseTables(envelope), cancellationToken))
            : new(ReplyWriter.NotUnderstood);
        return [.. Enumerable.Repeat(written, prompt.Seeds.Count)];
    }

    private static WrittenText Write(PromptEnvelope envelope, Reading reading) =>
        new(ReplyWriter.Write(envelope, reading), (reading as Reading.Understood)?.Paraphrase);

    // Results of earlier steps are tables as well; the question is about the ones that it came with.
    private static List<PromptTable> BaseTables(PromptEnvelope envelope) =>
        [.. envelope.Tables.Where(
            table => !Enumerable.Range(1, envelope.Steps.Count)
                .Any(step => string.Equals(table.Name, $"step{step}", StringComparison.OrdinalIgnoreCase)))];
}

/// <summary>Writes a reading in the words of the task: a plan, a program, an answer, a choice.</summary>
internal static class ReplyWriter
{
    /// <summary>What the reader says where it understands nothing.</summary>
    public const string NotUnderstood = "the built-in reader does not understand this; connect a model";

    private const string OneRule = "One rule, no vote.";
    private const string Mark = "NOT_UNDERSTOOD: ";
    private const string Separator = "; ";

    public static string Write(PromptEnvelope envelope, Reading reading) => envelope.Task switch
    {
        PromptTask.Plan => Plan(envelope, reading),
        PromptTask.Code => Program(reading),
        PromptTask.Repair =>
            reading is Reading.Understood { Sql: var sql } && envelope.Hints.Any(hint => hint.Contains(sql, StringComparison.Ordinal)) ? NotUnderstood
                : Program(reading),
        PromptTask.Direct => Direct(reading),
        PromptTask.Judge => Judge(envelope, reading),
        _ => NotUnderstood,
    };

    private static string Plan(PromptEnvelope envelope, Reading reading)
    {
        var step = envelope.Steps.Count + 1;
        var own = (reading as Reading.Understood)?.Answer;
        if (step > 1)
        {
            return (Observed(envelope.Steps[^1].Observation), own) switch
            {
                ({ } observed, _) => Finish(step, "The last step gave the answer.", observed),
                (null, { } answer) =>
                    Finish(step, "The last step gave nothing to answer with, but the rows shown do.", string.Join(Separator, answer)),
                _ => Finish(step, "The last step gave nothing to answer with.", Mark + NotUnderstood),
            };
        }

        if (reading is not Reading.Understood understood)
        {
            return Finish(step, "Not every word of the question has one place in the tables.", Mark + Reason(reading));
        }

        var opening = $"Thought 1: {OneRule} I read the question as: {understood.Paraphrase}.\nAction 1: Operate[{understood.Paraphrase}]";
        return own is null
            ? opening
            : $"{opening}\nObservation 1: {OneLine(string.Join(Separator, own))}\n"
                + Finish(2, "That is what was asked.", string.Join(Separator, own));
    }

    private static string Finish(int step, string thought, string answer) =>
        $"Thought {step}: {thought}\nAction {step}: Finish[{OneLine(answer)}]";

    private static string Program(Reading reading) => reading is Reading.Understood { Sql: var sql, Paraphrase: var paraphrase }
        ? $"{OneRule} I read the question as: {paraphrase}.\n```sql\n{sql}\n```"
        : Mark + Reason(reading);

    private static string Direct(Reading reading) => reading is Reading.Understood { Answer: { } answer, Paraphrase: var paraphrase }
        ? $"{OneRule} I read the question as: {paraphrase}.\nAnswer: {OneLine(string.Join(Separator, answer))}"
        : $"Not every word of the question has one place in the rows shown.\nAnswer: {Mark}{Reason(reading)}";

    private static string Reason(Reading reading) =>
        reading is Reading.Refused { Reason: var reason, Suggested: var suggested }
            ? OneLine(suggested.Count == 0 ? reason : $"{reason} SUGGESTED: {string.Join(" || ", suggested)}").Replace('[', '(').Replace(']', ')')
            : NotUnderstood;

    private static string Judge(PromptEnvelope envelope, Reading reading)
    {
        var best = reading is Reading.Understood understood
            ? envelope.Hints.ToList()
                .FindIndex(
                    hint => hint.Contains(understood.Paraphrase, StringComparison.Ordinal) || hint.Contains(understood.Sql, StringComparison.Ordinal))
            : -1;
        var reason = best < 0 ? "None of the candidates is my own reading of the question; the first is as good as the others."
            : "This candidate is my own reading of the question.";
        return $"{reason}\nBest: {Math.Max(best, 0) + 1}";
    }

    // A list as it stands; of rows with bars, the cells; null where the step found nothing.
    private static string? Observed(string observation)
    {
        if (observation.Length == 0 || observation.StartsWith("Error:", StringComparison.Ordinal)
            || observation.StartsWith("No rows:", StringComparison.Ordinal))
        {
            return null;
        }

        var lines = observation.ReplaceLineEndings("\n").Split('\n')
            .Where(static line => !(line.StartsWith('(') && line.Contains(" rows", StringComparison.Ordinal) && line.EndsWith(')'))).ToList();
        return lines is [var header, _, ..] && header.StartsWith('|')
            ? string.Join(
                Separator, lines.Skip(1)
                    .Select(static line =>
                        line.Trim('|', ' ').Replace(" | ", Separator, StringComparison.Ordinal).Replace("\\|", "|", StringComparison.Ordinal)))
            : string.Join('\n', lines);
    }

    private static string OneLine(string text) => text.ReplaceLineEndings(" ");
}
