using Mact.Core.Prompts;
using Mact.DevServices.Model;
using Mact.DevServices.Reader;

namespace Mact.DevServices.Tests.Reader;

public sealed class TableReaderModelTests
{
    private const string NotUnderstood = "NOT_UNDERSTOOD: the built-in reader does not understand this; connect a model";

    [Fact]
    public void The_model_says_in_its_name_what_it_is() => new TableReaderModel(TimeProvider.System).Name.ShouldBe("mact-table-reader");

    [Fact]
    public void A_plan_holds_a_thought_an_action_its_own_guess_and_rolls_on_to_the_answer()
    {
        var plan = Sample.Complete(Sample.Plan("Which boat had the most points?", Sample.Regatta), 1).ShouldHaveSingleItem();

        var lines = plan.Split('\n');
        lines.Length.ShouldBe(5);
        lines[0].ShouldStartWith("Thought 1: ");
        lines[1].ShouldStartWith("Action 1: Operate[");
        lines[2].ShouldBe("Observation 1: Halcyon");
        lines[3].ShouldStartWith("Thought 2: ");
        lines[4].ShouldBe("Action 2: Finish[Halcyon]");
    }

    [Fact]
    public void The_planners_instruction_leads_the_coder_to_the_same_reading()
    {
        var question = Sample.Plan("Which boat of Tarn had the most points?", Sample.Regatta);
        var plan = Sample.Complete(question, 1)[0];
        var instruction = plan.Split('\n')[1]["Action 1: Operate[".Length..^1];

        var programs = Sample.Complete(question with { Task = PromptTask.Code, Instruction = instruction }, 1, 2, 3);

        programs.Distinct(StringComparer.Ordinal).ShouldHaveSingleItem().ShouldBe(
            "One rule, no vote. I read the question as: Boat of the row with the largest Points, where Club is Tarn.\n"
                + "```sql\nSELECT \"Boat\" FROM \"regatta\" WHERE \"Club\" = 'Tarn' AND \"Points\" = (SELECT MAX(\"Points\") FROM \"regatta\" WHERE "
                + "\"Club\" = 'Tarn')\n```");
    }

    [Fact]
    public void The_reading_in_words_is_the_reasoning_of_every_sample()
    {
        var envelope = Sample.Plan("Which boat of Tarn had the most points?", Sample.Regatta);
        var prompt = new ModelPrompt([new("user", string.Concat(PromptEnvelopeWriter.Write(envelope)))], [1, 2]);

        new TableReaderModel(TimeProvider.System).Complete(prompt, TestContext.Current.CancellationToken).Select(static each => each.Reasoning)
            .ShouldBe(Enumerable.Repeat("Boat of the row with the largest Points, where Club is Tarn", 2));
    }

    [Fact]
    public void A_repair_never_repeats_a_program_that_failed()
    {
        var code = Sample.Plan("Which boat had the most points?", Sample.Regatta) with { Task = PromptTask.Code, Instruction = "?" };
        var failed = Sample.Complete(code, 1)[0].Split('\n')[2];

        var repaired = Sample.Complete(code with { Task = PromptTask.Repair, Hints = ["This failed: " + failed] }, 1)[0];

        repaired.ShouldNotContain(failed);
    }

    [Theory]
    [InlineData("Halcyon", "Halcyon")]
    [InlineData("Halcyon; Nettle", "Halcyon; Nettle")]
    [InlineData("| Boat | Points |\n| Halcyon | 48 |\n(1 of 6 rows)", "Halcyon; 48")]
    public void A_later_step_finishes_with_what_was_observed(string observation, string answer)
    {
        var envelope = Sample
            .Plan("Which boat had the most points?", Sample.Regatta) with
        { Steps = [new("thought", "Operate[find it]", observation)] };

        var plan = Sample.Complete(envelope, 1)[0];

        plan.ShouldStartWith("Thought 2: ");
        Sample.Answer(plan).ShouldBe(answer);
    }

    [Fact]
    public void Where_rows_are_missing_the_program_covers_all_and_nothing_is_guessed()
    {
        var cut = Sample.Regatta with { RowCount = 50_000 };

        var plan = Sample.Complete(Sample.Plan("Which boat had the most points?", cut), 1)[0];
        var direct = Sample.Complete(Sample.Plan("Which boat had the most points?", cut) with { Task = PromptTask.Direct }, 1)[0];

        plan.ShouldContain("Action 1: Operate[");
        plan.ShouldNotContain("Observation");
        plan.ShouldNotContain("Finish");
        direct.ShouldContain("Answer: " + NotUnderstood);
    }

    [Fact]
    public void A_direct_answer_is_computed_from_the_rows_shown()
    {
        var envelope = Sample.Plan("How many boats have more than 38 points?", Sample.Regatta) with { Task = PromptTask.Direct };

        Sample.Complete(envelope, 1)[0].ShouldEndWith("\nAnswer: 3");
    }

    [Fact]
    public void A_judge_picks_the_candidate_that_is_its_own_reading()
    {
        var envelope = Sample.Plan("How many boats have more than 38 points?", Sample.Regatta);
        var own = Sample.Complete(envelope, 1)[0].Split('\n')[1];

        Sample.Complete(envelope with { Task = PromptTask.Judge, Hints = ["1: Operate[something else]", own] }, 1)[0].ShouldEndWith("\nBest: 2");
    }

    [Theory]
    [InlineData("Welches Boot hatte die meisten Punkte?")]
    [InlineData("Quel bateau a le plus de points ?")]
    [InlineData("¿Cuántos barcos son de Osby?")]
    [InlineData("哪艘船得分最多？")]
    [InlineData("أي قارب حصل على أكثر النقاط؟")]
    [InlineData("Halcyon has more points than Juniper")]
    [InlineData("Write a poem about the sea.")]
    [InlineData("What will the weather be like tomorrow in Paris?")]
    [InlineData("Why did the skipper of Halcyon retire from sailing?")]
    [InlineData("?")]
    [InlineData("")]
    public void What_is_not_understood_is_said_and_never_guessed(string question)
    {
        var envelope = Sample.Plan(question, Sample.Regatta);

        Sample.Complete(envelope, 1, 2, 3).ShouldAllBe(plan => Sample.Answer(plan).StartsWith("NOT_UNDERSTOOD", StringComparison.Ordinal));
        Sample.Complete(envelope with { Task = PromptTask.Code, Instruction = "compute it" }, 1)
            .ShouldAllBe(program => !program.Contains("```", StringComparison.Ordinal));
    }

    [Fact]
    public void A_message_without_an_envelope_gets_a_clear_reply()
    {
        var prompt = new ModelPrompt([new("user", "Hello!")], [1, 2]);

        new TableReaderModel(TimeProvider.System).Complete(prompt, TestContext.Current.CancellationToken)
            .ShouldAllBe(completion => completion == new WrittenText("the built-in reader does not understand this; connect a model", null));
    }

    [Fact]
    public void One_reading_makes_all_samples_agree()
    {
        long[] seeds = [.. Enumerable.Range(0, 50).Select(seed => (long)seed)];

        Sample.Complete(Sample.Plan("Which boat had the most points?", Sample.Regatta), seeds).Distinct(StringComparer.Ordinal)
            .ShouldHaveSingleItem();
    }
}
