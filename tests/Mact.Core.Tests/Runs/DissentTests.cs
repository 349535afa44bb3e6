namespace Mact.Core.Tests.Runs;

/// <summary>What differs from an answer, told alike on the page, by the command line and to other programs.</summary>
public sealed class DissentTests
{
    [Theory]
    [InlineData("52.2%", "52.2", true)]
    [InlineData("52.2%", "$52.2", false)]
    [InlineData("0.0000003", "0.0000004", false)]
    [InlineData("33.333333", "33.3333333333", true)]
    [InlineData("East, 10", "10; East", true)]
    [InlineData("| City | n |\n| Porto | 3 |", "Porto, 3", true)]
    [InlineData("| City | n |\n| Porto | 3 |\n| Vigo | 4 |", "| Town | rows |\n| Vigo | 4.0 |\n| Porto | 3 |", true)]
    [InlineData("| City | n |\n| Porto | 3 |\n| Vigo | 4 |", "| City | n |\n| Porto | 4 |\n| Vigo | 3 |", false)]
    [InlineData("| City |\n| Porto |\n| Vigo |", "Vigo, Porto", true)]
    [InlineData("2024-03-01", "1 Mar 2024", true)]
    [InlineData("3/4/2024", "4/3/2024", false)]
    public void Written_values_are_the_same_up_to_their_form(string left, string right, bool same)
    {
        ResultKey.Of(left).IsLike(ResultKey.Of(right)).ShouldBe(same);
        ResultKey.Of(right).IsLike(ResultKey.Of(left)).ShouldBe(same);
    }

    [Fact]
    public void Executed_results_are_the_same_row_by_row()
    {
        var sales = Group(["region", "sum"], ["East", "10"], ["West", "20"]);

        sales.IsLike(Group(["total", "r"], ["20.00", "West"], ["$10", "east"])).ShouldBeTrue();
        sales.IsLike(Group(["region", "sum"], ["East", "20"], ["West", "10"])).ShouldBeFalse();
        Group(["home", "away"], ["1", "2"]).IsLike(Group(["home", "away"], ["2", "1"])).ShouldBeFalse();
        Group(["a"], ["1"], ["2"]).IsLike(Group(["a"], ["2"], ["1"])).ShouldBeTrue();
        ResultKey.Of(new ResultGroup("k", ["a"], [["1"]], 20, [])).IsLike(ResultKey.Of(new ResultGroup("k", ["a"], [["1"]], 30, []))).ShouldBeFalse();
    }

    [Fact]
    public void A_question_is_shown_with_what_others_found_and_how_many_found_the_same_in_another_form()
    {
        var view = QuestionProjection.Project(SampleRecords.Question, [.. Records().Select(static (record, at) => new StoredRecord(at + 1, record))]);

        view.InAnotherForm.ShouldBe(1);
        view.Dissent.Select(static other => (other.Value, other.Programs, other.Plans, other.Step))
            .ShouldBe([("50.1, East", 1, 0, 1), ("50", 0, 1, 1)]);
    }

    [Fact]
    public void A_vote_over_whole_programs_shows_their_results_and_not_the_text_that_they_were_voted_by()
    {
        List<RunRecord> records =
        [
            Executed(),
            new AnswerVoted(
                1, AnsweredBy.Vote,
                [new("52.2", 2, [0, 1], []), new("52.2%", 1, [2], []), new("| share | region |\n| 50.1 | East |", 1, [3], [])],
                new(2, 5, 1, Executed: true), Accepted: true, "One vote over all samples."),
        ];

        var others = OtherVoices.Of(new(["52.2"], AnsweredBy.Vote, new(2, 5, 1, Executed: true)), records);

        others.InAnotherForm.ShouldBe(1);
        others.Dissent.ShouldHaveSingleItem().Value.ShouldBe("50.1, East");
    }

    [Theory]
    [InlineData("52.2", AnswerBasis.Voted)]
    [InlineData("12", AnswerBasis.Computed)]
    [InlineData("2013", AnswerBasis.Written)]
    public void An_answer_that_no_program_gave_is_told_from_one_that_was_voted_and_one_of_another_step(string answer, AnswerBasis basis)
    {
        List<RunRecord> records =
        [
            .. Records().Take(2),
            Executed() with
            {
                Step = 2, Samples = [new(0, "SELECT 12", ToolSampleStatus.Ok, 0, null, 1)], Results = [new("d", ["n"], [["12"]], 1, [0])],
            },
            new Observed(2, "12", Verified: true, new(1, 1, 2, Executed: true), [new("12", 1, [0], [])], null, "SELECT 12"),
        ];

        var others = OtherVoices.Of(new([answer], AnsweredBy.Finish, new(2, 5, 1, Executed: true)), records);

        others.Basis.ShouldBe(basis);

        // What programs gave instead is what others found.
        others.Dissent.Select(static other => other.Value).Contains("52.2").ShouldBe(basis == AnswerBasis.Written);
    }

    [Fact]
    public void No_program_with_a_result_makes_an_answer_that_was_written() =>
        OtherVoices.Of(new(["2002"], AnsweredBy.Finish, new(0, 5, 1, Executed: true)), []).Basis.ShouldBe(AnswerBasis.Written);

    private static ToolResult Executed() => new(
        1,
        "sql",
        5,
        [.. new[] { 0, 0, 1, 2 }.Select(static (group, index) => new ToolSample(index, $"SELECT {group}", ToolSampleStatus.Ok, group, null, 1))],
        [
            new("a", ["share"], [["52.2"]], 1, [0, 1]), new("b", ["share"], [["52.2%"]], 1, [2]),
            new("c", ["share", "region"], [["50.1", "East"]], 1, [3]),
        ])
    { Key = "1/tool", At = SampleRecords.At, StartedAt = SampleRecords.At, DurationMs = 1, Attempt = 1 };

    private static IEnumerable<RunRecord> Records() =>
    [
        Executed(),
        new Observed(
            1, "52.2", Verified: true, new(2, 5, 1, Executed: true),
            [new("52.2", 2, [0, 1], []), new("52.2%", 1, [2], []), new("| 50.1 | East |", 1, [3], []), new("50", 0.5, [], [4])], null, "SELECT 0"),
        new Finished(new Outcome.Answered(["52.2"], AnsweredBy.Finish, new(2, 5, 1, Executed: true))) { Key = "finished", At = SampleRecords.At },
    ];

    private static ResultKey Group(string[] columns, params string[][] rows) => ResultKey.Of(new ResultGroup("k", columns, rows, rows.Length, [0]));
}
