using Mact.Core.Prompts;
using Mact.Core.Sql;
using Mact.Core.Tables;
using Mact.DevServices.Reader;
using Mact.Web.Tests.Localization;

namespace Mact.Web.Tests.Runs;

public sealed class SuggestedQuestionsTests
{
    private static readonly TableDescription Cities = new("cities", 4, 100,
    [
        Column("id", ColumnType.Integer, 4, "1"), Column("city", ColumnType.Text, 4, "Lisbon"), Column("country", ColumnType.Text, 2, "Portugal"),
        Column("year", ColumnType.Integer, 3, "2020"), Column("day_visitors", ColumnType.Integer, 4, "9"),
    ]);

    [Fact]
    public void Questions_use_names_and_values_of_the_table_and_no_ids_or_years() =>
        SuggestedQuestions.Of(new([Cities], []), Said.English).ShouldBe(
        [
            "Which city has the most day visitors?",
            "What is the total day visitors?",
            "How many rows have country Portugal?",
            "What is the average day visitors where country is Portugal?",
        ]);

    [Theory]
    [InlineData("Sheep", "most")]
    [InlineData("Units", "most")]
    [InlineData("visitors_2023", "most")]
    [InlineData("Price", "highest")]
    [InlineData("Rain (mm)", "highest")]
    [InlineData("Loss", "highest")]
    [InlineData("Radius", "highest")]
    public void What_is_counted_is_most_and_what_is_measured_is_highest(string measure, string word) =>
        SuggestedQuestions.Of(
            new([new("t", 4, 100, [Column("Farm", ColumnType.Text, 4, "Hill"), Column(measure, ColumnType.Number, 4, "2")])], []), Said.English)[0]
            .ShouldBe($"Which Farm has the {word} {measure.Replace('_', ' ')}?");

    [Fact]
    public void Two_tables_with_a_join_give_a_question_over_both() =>
        SuggestedQuestions.Of(new(
            [Cities, new("sales", 9, 50, [Column("city_id", ColumnType.Integer, 4, "1"), Column("amount", ColumnType.Number, 9, "2.5")])],
            [new("sales.city_id", "cities.id", 4, 4, Multiplies: false, 0.9)]), Said.English).ShouldContain("Which city has the largest total "
                + "amount?");

    [Fact]
    public void The_built_in_reader_answers_every_question_that_is_suggested()
    {
        PromptTable table = new(
            "cities",
            [
                new("id", ColumnType.Integer),
                new("city", ColumnType.Text),
                new("country", ColumnType.Text),
                new("year", ColumnType.Integer),
                new("day_visitors", ColumnType.Integer),
            ],
            [
                ["1", "Lisbon", "Portugal", "2020", "9"],
                ["2", "Porto", "Portugal", "2021", "7"],
                ["3", "Madrid", "Spain", "2020", "12"],
                ["4", "Vigo", "Spain", "2022", "3"],
            ],
            4);
        var reader = new TableReaderModel(TimeProvider.System);

        foreach (var question in SuggestedQuestions.Of(new([Cities], []), Said.English))
        {
            var prompt = string.Concat(PromptEnvelopeWriter.Write(new(PromptTask.Direct, [table], [], question, [])));
            reader.Complete(
                new([new("user", prompt)], [1]),
                TestContext.Current.CancellationToken)[0].Text.ShouldNotContain("NOT_UNDERSTOOD", Case.Sensitive, question);
        }
    }

    // Amounts with a decimal comma, a column in front of its table or of its table's name: what is offered is understood.
    [Theory]
    [InlineData("umsatz", "Region;Umsatz\nNord;15.300,75 €\nSüd;12.000,50 €\nOst;9.870,00 €\n")]
    [InlineData("sales", "Umsatz;Region\n15.300,75;Nord\n12.000,50;Süd\n9.870,25;Nord\n")]
    [InlineData("flights", "Flight;Stadt\n1904;Nord\n1220;Süd\n987;Nord\n")]
    [InlineData("ties", "Player,Team,Points\nAnn,Red,10\nBob,Blue,10\nCid,Red,7\nDee,Blue,7\n")]
    [InlineData("grouped ties", "Player,Team,Points\nAnn,Red,10\nBob,Blue,10\nAnn,Red,7\nBob,Blue,7\n,Red,99\n")]
    [InlineData("money", "Item,Shop,Price\nLamp,North,$1200.50\nDesk,South,-$20.00\nChair,North,$9.99\n")]
    [InlineData("wide", "Name,Hours with a long break,Days in the office\nAnn,10,3\nBob,12,4\nCid,7,5\n")]
    [InlineData("crates", "Stadt;Crate\nNord;1904\nSüd;1220\nOst;987\n")]
    public void The_built_in_reader_answers_what_is_suggested_for_an_uploaded_file(string name, string csv)
    {
        var table = DelimitedTextReader.Read(name, csv, new TableLimits(), cancellationToken: TestContext.Current.CancellationToken)
            .ShouldBeOfType<TableReading.Success>().Table;
        IReadOnlyList<IReadOnlyList<string>> rows =
            [.. Enumerable.Range(0, table.RowCount).Select(row => table.Row(row).ToArray().Select(static cell => cell.Text).ToList())];
        TableDescription described = new(
            table.Name, table.RowCount, csv.Length,
            [.. table.Columns.Select((column, at) => Column(column.Name, column.Type, rows.Select(row => row[at]).Distinct().Count(), rows[0][at]))]);
        PromptTable shown = new(table.Name, [.. table.Columns.Select(static column => new PromptColumn(column.Name, column.Type))], rows, rows.Count);

        using var sandbox = SqlSandbox.Load([table], new SqlLimits(), TimeProvider.System);
        foreach (var (question, sql) in SuggestedQuestions.WithPrograms(new([described], []), Said.English))
        {
            var prompt = string.Concat(PromptEnvelopeWriter.Write(new(PromptTask.Direct, [shown], [], question, [])));
            var said = new TableReaderModel(TimeProvider.System).Complete(
                new([new("user", prompt)], [1]), TestContext.Current.CancellationToken)[0].Text;
            var tried = sandbox.Execute(sql, TestContext.Current.CancellationToken).ShouldBeOfType<SqlOutcome.Rows>(question).Result;
            said.ShouldNotContain("NOT_UNDERSTOOD", Case.Sensitive, question);
            ResultKey.Of(said[(said.LastIndexOf("Answer: ", StringComparison.Ordinal) + 8)..])
                .IsLike(ResultKey.Of([.. Enumerable.Range(0, tried.RowCount).Select(row => tried[row, 0].Text)], columns: 1)).ShouldBeTrue(question);
        }
    }

    [Fact]
    public void A_name_in_several_rows_is_asked_for_by_its_total() =>
        SuggestedQuestions.Of(new([Cities with { RowCount = 5 }], []), Said.English).ShouldContain("Which city has the largest total day visitors?");

    [Fact]
    public void A_table_without_rows_gives_no_questions() =>
        SuggestedQuestions.Of(new([Cities with { RowCount = 0 }], []), Said.English).ShouldBeEmpty();

    [Fact]
    public void The_estimate_grows_with_the_table_up_to_what_a_prompt_shows_and_with_the_effort()
    {
        var small = CostEstimate.Of(new(), new([Cities], []), 0);
        var large = CostEstimate.Of(new(), new([Cities with { Characters = 1_000_000 }], []), 0);
        var huge = CostEstimate.Of(new(), new([Cities with { Characters = 9_000_000 }], []), 0);
        var thorough = CostEstimate.Of(new QuestionOptions { PlanSamples = 9, CodeSamples = 9, Shortcut = ShortcutMode.Off }, new([Cities], []), 0);

        small.MinRequests.ShouldBe(2);
        small.MaxRequests.ShouldBe(Effort.MaxRequests(new()));
        large.MaxTokens.ShouldBeGreaterThan(small.MaxTokens);
        huge.ShouldBe(large);
        thorough.MinTokens.ShouldBeGreaterThan(small.MinTokens);
        small.MaxTokens.ShouldBeGreaterThan(small.MinTokens);
    }

    private static ColumnReport Column(string name, ColumnType type, int distinct, string sample) =>
        new(name, type, 0, distinct, type == ColumnType.Text ? null : sample, null, [sample], 0, []);
}
