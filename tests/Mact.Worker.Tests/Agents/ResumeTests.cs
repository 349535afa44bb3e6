using System.Text.Json;
using Mact.Worker.Tests.Agents.Fakes;

namespace Mact.Worker.Tests.Agents;

public sealed class ResumeTests
{
    public static TheoryData<string> Courses => [.. Course.Names];

    [Theory]
    [MemberData(nameof(Courses))]
    public async Task A_run_that_stopped_after_any_record_goes_on_to_the_same_answer_and_asks_nothing_twice(string course)
    {
        var whole = Course.Of(course, new());
        var first = Course.Model();
        var outcome = await whole.RunAsync(first);
        var records = whole.Journal.Records;
        for (var kept = 0; kept < records.Count; kept++)
        {
            var rest = Course.Of(course, new(records.Take(kept)));
            var client = Course.Model();
            Course.Json(await rest.RunAsync(client, attempt: 2)).ShouldBe(Course.Json(outcome));
            client.Requests.Count.ShouldBe(first.Requests.Count - records.Take(kept).OfType<ModelCall>().Count());
            Course.Trace(rest.Journal.Records).ShouldBe(Course.Trace(records), $"after {kept} records");
        }
    }

    [Theory]
    [MemberData(nameof(Courses))]
    public async Task A_finished_run_is_replayed_from_its_model_calls_with_no_model(string course)
    {
        var whole = Course.Of(course, new());
        var outcome = await whole.RunAsync(Course.Model());
        var replay = Course.Of(course, new(whole.Journal.Of<ModelCall>()));
        Course.Json(await replay.RunAsync(ScriptedClient.Silent())).ShouldBe(Course.Json(outcome));
        Course.Trace(replay.Journal.Records.Where(record => record is not ModelCall)).ShouldBe(
            Course.Trace(whole.Journal.Records.Where(record => record is not ModelCall)));
    }

    [Fact]
    public async Task A_settled_run_gives_its_outcome_and_does_nothing()
    {
        var outcome = new Outcome.Halted(HaltReason.Steps, "over");
        var scenario = new Scenario { Journal = new([new Finished(outcome) { Key = "finished", At = default }]) };
        (await scenario.RunAsync(ScriptedClient.Silent())).ShouldBe(outcome);
        scenario.Journal.Records.Count.ShouldBe(1);
    }

    [Fact]
    public async Task Records_of_a_four_step_question_stay_small()
    {
        var scenario = Course.Of("steps", new());
        await scenario.RunAsync(Course.Model());
        var bytes = scenario.Journal.Records.Sum(record => JsonSerializer.SerializeToUtf8Bytes(record, MactJson.Default.RunRecord).Length);
        bytes.ShouldBeLessThan(150_000);
        scenario.Journal.Of<Observed>().Count().ShouldBe(3);
    }
}
