using System.Text.Json;
using Mact.Core.Tables;
using Mact.Core.Voting;
using Mact.Worker.Agents.Answers;
using Mact.Worker.Tests.Agents.Fakes;

namespace Mact.Worker.Tests.Agents;

public sealed class DirectAnswerReaderTests(ITestOutputHelper output)
{
    private static readonly Table Albums = Scenario.TableOf(
        "albums",
        ["artist", "album", "year", "sold"],
        [
            ["Ines Holt, Jr.", "Low Water", "2004", "12"],
            ["Mara Pike", "The Mole", "2006", "9"],
            ["Mara Pike", "Skerry", "2009", "31"],
            ["@ Osby", "Gull", "2011", "4"],
        ]);

    [Theory]
    [InlineData("Some words.\nAnswer: Skerry", "Skerry")]
    [InlineData("Some words.\n**Answer:** Skerry", "Skerry")]
    [InlineData("Some words.\n**Answer**: Skerry", "Skerry")]
    [InlineData("**The final answer is:** Skerry", "Skerry")]
    [InlineData("Therefore, the answer is: 2006", "2006")]
    [InlineData("Therefore, the answer is:\n2006", "2006")]
    [InlineData("So the final answer is **Skerry**.", "Skerry")]
    [InlineData("The answer is: Mara Pike\nThe rationale is that she sold most.", "Mara Pike")]
    [InlineData("The answer is Mara Pike; 31", "Mara Pike")]
    [InlineData("The answer is: Skerry; Gull", "Skerry; Gull")]
    [InlineData("The answer is Ines Holt, Jr.", "Ines Holt, Jr.")]
    [InlineData("Answer: The Mole", "The Mole")]
    [InlineData("Answer: the Skerry", "Skerry")]
    [InlineData("Mara Pike", "Mara Pike")]
    [InlineData("The album that sold the most copies is Skerry, which came out in 2009.", "Skerry")]
    [InlineData("Skerry is the album that sold the most copies.", "Skerry")]
    [InlineData("I look at the table.\nMost copies were sold of Skerry in 2009.", "Skerry")]
    [InlineData("NOT_UNDERSTOOD", "NOT_UNDERSTOOD")]
    public void A_stated_answer_is_read(string reply, string answer) =>
        Read("Which album sold the most copies?", reply).ShouldBe(answer);

    [Theory]
    [InlineData("The number of albums sold after 2004 was 3.", "3")]
    [InlineData("There are 3 albums listed after 2004.", "3")]
    [InlineData("According to the table, there are 3 albums sold after 2004: Skerry; Gull; The Mole", "3")]
    [InlineData("3", "3")]
    [InlineData("Answer: 9 albums. The rationale is that they are listed.", "9")]
    public void A_number_is_read_where_one_is_asked_for(string reply, string answer) =>
        Read("How many albums were sold after 2004?", reply).ShouldBe(answer);

    [Theory]
    [InlineData("")]
    [InlineData("It cannot be determined from the table which album sold the most.")]
    [InlineData("I would look at the column sold first.")]
    [InlineData("There is no information about it in the table.")]
    public void Nothing_is_made_up(string reply) => Read("Which album sold the most copies?", reply).ShouldBeNull();

    [Theory]
    [InlineData("1. Low Water\n2. The Mole\n3. Skerry |")]
    [InlineData("The answer is: Sker")]
    [InlineData("Answer: Sker")]
    public void A_reply_that_was_cut_states_only_what_it_completed(string reply) =>
        Reader("Which album sold the most copies?").Read(new(0, 0, reply, "length", CompletionStatus.Truncated)).ShouldBeNull();

    [Fact]
    public void Replies_of_a_real_model_are_read_as_a_person_reads_them()
    {
        if (Environment.GetEnvironmentVariable("MACT_DATA") is not { Length: > 0 } folder)
        {
            Assert.Skip("MACT_DATA is not set: it names the folder with the shared question sets.");
            return;
        }

        var tables = RecordedQuestions.Tables(Path.Combine(folder, "wtq", "dev.jsonl"));
        var (all, right, invented) = (0, 0, 0);
        foreach (var line in File.ReadLines(Path.Combine(folder, "real", "direct.jsonl")))
        {
            using var document = JsonDocument.Parse(line);
            var root = document.RootElement;
            var reader = new DirectAnswerReader(root.GetProperty("question").GetString()!, new(tables[root.GetProperty("id").GetString()!]));
            foreach (var reply in root.GetProperty("replies").EnumerateArray())
            {
                var states = reply.GetProperty("states") is { ValueKind: JsonValueKind.Array } values
                    ? CanonicalForm.OfTexts(values.EnumerateArray().Select(value => value.GetString()!)).Key
                    : null;
                var status = reply.GetProperty("finish_reason").GetString() == "stop" ? CompletionStatus.Complete : CompletionStatus.Truncated;
                var read = reader.Read(new(0, 0, reply.GetProperty("text").GetString()!, null, status));
                var same = (read is null ? null : CanonicalForm.OfText(read).Key) == states;
                all++;
                right += same ? 1 : 0;
                invented += states is null && read is not null ? 1 : 0;
                if (!same)
                {
                    output.WriteLine(
                        $"{root.GetProperty("id")} read [{read}], states [{states}]: "
                            + $"…{reply.GetProperty("text").GetString()![^Math.Min(160, reply.GetProperty("text").GetString()!.Length)..]}");
                }
            }
        }

        output.WriteLine($"{right} of {all} direct replies read as stated, {invented} invented.");
        invented.ShouldBe(0);
        right.ShouldBeGreaterThanOrEqualTo((int)Math.Ceiling(0.95 * all));
    }

    private static string? Read(string question, string reply) => Reader(question).Read(new(0, 0, reply, "stop", CompletionStatus.Complete));

    private static DirectAnswerReader Reader(string question) => new(question, new([Albums]));
}
