using System.Globalization;
using Mact.Core.Prompts;
using Mact.DevServices.Reader.Forms;

namespace Mact.DevServices.Reader;

/// <summary>Writes a reading in the words of the task: a plan, a program, an answer, a choice.</summary>
internal static class ReplyWriter
{
    /// <summary>What the reader says where it understands nothing.</summary>
    public const string NotUnderstood = "the built-in reader does not understand this; connect a model";

    private const string Mark = "NOT_UNDERSTOOD: ";
    private const string Separator = "; ";

    public static string Write(PromptEnvelope envelope, IReadOnlyList<RankedReading> readings, long seed) => envelope.Task switch
    {
        PromptTask.Plan => Plan(envelope, ReadingDraw.Draw(readings, seed)),
        PromptTask.Code => Program(Instructed(envelope, readings) ?? ReadingDraw.Draw(readings, seed)),
        PromptTask.Repair => Program(Untried(envelope, readings)),
        PromptTask.Direct => Direct(ReadingDraw.Draw(readings, seed)),
        PromptTask.Judge => Judge(envelope, ReadingDraw.Draw(readings, seed)),
        _ => NotUnderstood,
    };

    private static string Plan(PromptEnvelope envelope, RankedReading? reading)
    {
        var step = envelope.Steps.Count + 1;
        if (step > 1)
        {
            return (Observed(envelope.Steps[^1].Observation), reading?.Answer) switch
            {
                ({ } observed, _) => Finish(step, "The last step gave the answer.", observed),
                (null, { } own) => Finish(step, "The last step gave nothing to answer with, but the rows shown do.", string.Join(Separator, own)),
                _ => Finish(step, "The last step gave nothing to answer with.", Mark + NotUnderstood),
            };
        }

        if (reading is null)
        {
            return Finish(step, "This question is none of the kinds that rules can read.", Mark + NotUnderstood);
        }

        var opening = string.Create(CultureInfo.InvariantCulture, $"Thought {step}: I read the question so: {reading.Instruction}.\nAction {step}: Operate[{reading.Instruction}]");
        return reading.Answer is { } guess
            ? $"{opening}\n{string.Create(CultureInfo.InvariantCulture, $"Observation {step}: {OneLine(string.Join(Separator, guess))}")}\n{Finish(step + 1, "That is what was asked.", string.Join(Separator, guess))}"
            : opening;
    }

    private static string Finish(int step, string thought, string answer) =>
        string.Create(CultureInfo.InvariantCulture, $"Thought {step}: {thought}\nAction {step}: Finish[{OneLine(answer)}]");

    private static string Program(RankedReading? reading) => reading is null ? NotUnderstood : $"```sql\n{reading.Sql}\n```";

    private static string Direct(RankedReading? reading) => reading?.Answer is { } answer
        ? $"I read the question so: {reading.Instruction}.\nAnswer: {OneLine(string.Join(Separator, answer))}"
        : $"This question is none of the kinds that rules can read from the rows shown.\nAnswer: {Mark}{NotUnderstood}";

    private static string Judge(PromptEnvelope envelope, RankedReading? reading)
    {
        var best = reading is null ? -1 : envelope.Hints.ToList().FindIndex(hint => hint.Contains(reading.Instruction, StringComparison.Ordinal) || hint.Contains(reading.Sql, StringComparison.Ordinal));
        var reason = best < 0 ? "None of the candidates is my own reading of the question; the first is as good as the others." : "This candidate is my own reading of the question.";
        return string.Create(CultureInfo.InvariantCulture, $"{reason}\nBest: {Math.Max(best, 0) + 1}");
    }

    private static RankedReading? Instructed(PromptEnvelope envelope, IReadOnlyList<RankedReading> readings) =>
        readings.FirstOrDefault(reading => string.Equals(reading.Instruction, FormWords.OneLine(envelope.Instruction ?? string.Empty), StringComparison.Ordinal));

    // The instructed reading unless its program is among those that failed; then the likeliest one that is not.
    private static RankedReading? Untried(PromptEnvelope envelope, IReadOnlyList<RankedReading> readings)
    {
        var ordered = Instructed(envelope, readings) is { } instructed ? readings.Prepend(instructed) : readings;
        return ordered.FirstOrDefault(reading => !envelope.Hints.Any(hint => hint.Contains(reading.Sql, StringComparison.Ordinal)));
    }

    // A list as it stands; of rows with bars, the cells; null where the step found nothing.
    private static string? Observed(string observation)
    {
        if (observation.Length == 0 || observation.StartsWith("Error:", StringComparison.Ordinal) || observation.StartsWith("No rows:", StringComparison.Ordinal))
        {
            return null;
        }

        var lines = observation.ReplaceLineEndings("\n").Split('\n').Where(line => !(line.StartsWith('(') && line.Contains(" rows", StringComparison.Ordinal) && line.EndsWith(')'))).ToList();
        return lines is [var header, _, ..] && header.StartsWith('|')
            ? string.Join(Separator, lines.Skip(1).Select(line => line.Trim('|', ' ').Replace(" | ", Separator, StringComparison.Ordinal).Replace("\\|", "|", StringComparison.Ordinal)))
            : string.Join('\n', lines);
    }

    private static string OneLine(string text) => text.ReplaceLineEndings(" ");
}
