using Mact.Cli.Asking;
using Spectre.Console;

namespace Mact.Cli.Tests;

/// <summary>What <c>mact ask</c> prints.</summary>
public sealed class AskCommandTests
{
    [Fact]
    public void An_answer_of_several_columns_is_printed_in_columns()
    {
        var (answer, _) = Print(["North", "1500", "South", "790"], ["Region", "Revenue"], "qwen");

        answer.Select(static line => line.Split('│', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
            .Where(static cells => cells.Length == 2).ShouldBe([["Region", "Revenue"], ["North", "1500"], ["South", "790"]]);
    }

    [Fact]
    public void An_answer_of_one_column_is_printed_line_by_line() =>
        Print(["North", "[South]"], columns: null, "qwen").Answer.ShouldBe(["North", "[South]"]);

    [Theory]
    [InlineData("qwen", "4 of 5 programs agree.")]
    [InlineData(QuestionView.StandInModel, "One rule, no vote: the built-in table reader answered.")]
    public void What_speaks_for_it_is_a_vote_only_where_there_was_one(string model, string expected) =>
        Print(["North"], columns: null, model).Messages[0].ShouldBe(expected);

    [Fact]
    public void What_others_found_is_told_and_what_differs_in_form_alone_is_not_among_it()
    {
        var messages = Print(["52.2"], columns: null, "qwen", new([new("50.1, East", 1, 0, 1)], InAnotherForm: 1, AnswerBasis.Voted)).Messages;

        messages[0].ShouldBe("4 of 5 programs agree; 1 more gave it in another form.");
        messages[1].ShouldBe("1 found 50.1, East.");
    }

    [Fact]
    public void An_answer_that_no_program_gave_does_not_go_by_their_agreement() =>
        Print(["2013"], columns: null, "qwen", new([new("2011", 3, 0, 1)], InAnotherForm: 0, AnswerBasis.Written)).Messages[..2].ShouldBe(
            ["4 of 5 programs agree on step 1; no program gave this answer itself, the model wrote it.", "3 found 2011."]);

    [Fact]
    public void That_no_row_meets_the_question_is_an_answer_and_is_said() =>
        Print([], columns: null, "qwen").Messages.ShouldContain("No row meets this.");

    private static (string[] Answer, string[] Messages) Print(string[] answer, string[]? columns, string model, OtherVoices? others = null)
    {
        var view = new QuestionView(
            "1",
            "Which?",
            QuestionStatus.Answered,
            answer,
            new Agreement(4, 5, Step: 1, Executed: true),
            AnsweredBy.Finish,
            Error: null,
            TokenUsage.None,
            ElapsedMs: 0,
            Attempt: 1,
            model)
        {
            Tables = [],
            Context = [],
            Options = new QuestionOptions(),
            SubmittedAt = DateTimeOffset.UnixEpoch,
            Columns = columns,
            Message = answer.Length == 0 ? "No row meets this." : null,
            Dissent = others?.Dissent ?? [],
            InAnotherForm = others?.InAnotherForm ?? 0,
            Basis = others?.Basis,
        };
        using var answers = new StringWriter();
        using var messages = new StringWriter();
        AskCommand.Print(view, new Uri("http://localhost:8081/questions/1"), ConsoleTo(answers), ConsoleTo(messages));
        return (Lines(answers), Lines(messages));
    }

    private static string[] Lines(StringWriter text) =>
        text.ToString().Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

    private static IAnsiConsole ConsoleTo(StringWriter writer)
    {
        var console = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(writer), Ansi = AnsiSupport.No });
        console.Profile.Width = 120;
        return console;
    }
}
