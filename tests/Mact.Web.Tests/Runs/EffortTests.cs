namespace Mact.Web.Tests.Runs;

public sealed class EffortTests
{
    [Fact]
    public void Standard_is_what_the_api_takes_when_nothing_is_said() => Effort.Default.Options.ShouldBe(new QuestionOptions());

    [Fact]
    public void More_effort_never_means_fewer_samples_or_steps()
    {
        Effort.All.Select(static effort => effort.Options.PlanSamples).ShouldBeInOrder();
        Effort.All.Select(static effort => effort.Options.CodeSamples).ShouldBeInOrder();
        Effort.All.Select(static effort => Effort.MaxRequests(effort.Options)).ShouldBeInOrder();
    }

    [Fact]
    public void A_setting_changed_by_hand_is_said_and_the_dial_puts_it_back()
    {
        var form = new AskForm();
        form.Options = form.Options with { PlanSamples = 7 };

        form.Changed.ShouldBeTrue();
        form.Turn(Effort.Default);
        form.Changed.ShouldBeFalse();
    }

    [Fact]
    public void Settings_taken_over_find_their_effort()
    {
        var form = new AskForm();

        form.Take(Effort.Find("thorough").Options);

        form.Effort.Key.ShouldBe("thorough");
        form.Changed.ShouldBeFalse();
    }

    [Fact]
    public void What_was_a_replay_is_asked_of_the_model_when_its_settings_are_taken_over()
    {
        var form = new AskForm();

        form.Take(Effort.Find("thorough").Options with { ReplayOf = "earlier" });

        form.Options.ReplayOf.ShouldBeNull();
        form.Effort.Key.ShouldBe("thorough");
    }

    [Fact]
    public void Table_names_are_made_unique_without_regard_to_case()
    {
        TableDraft.UniqueName("Sales", ["sales", "sales_2"]).ShouldBe("Sales_3");
        TableDraft.UniqueName("  ", []).ShouldBe("table");
    }
}
