using System.Text;
using Mact.Core.Tables;
using Mact.Evaluation.DataSets;
using Mact.Evaluation.Scoring;

namespace Mact.Evaluation.Tests;

/// <summary>The shapes of data sets, on invented rows.</summary>
public sealed class DataSetReaderTests
{
    private const string Row =
        """{"id":"r1","dataset":"wtq","question":"how many clubs?","tables":[{"name":"t","columns":["club","year"],"types":["TEXT","INTEGER"],"rows":[["Rovers","1,876"],["Athletic","–"]]}],"answer":["2 clubs"],"answer_canon":["2"]}""";

    [Fact]
    public void The_own_schema_keeps_given_types_and_canonical_answers()
    {
        var item = Single(Row);

        item.Metric.ShouldBe(ScoringMetric.Denotation);
        item.Gold.Canonical.ShouldBe(["2"]);
        item.Tables[0].Columns[1].Type.ShouldBe(ColumnType.Integer);
        item.Tables[0][0, 1].Value.ShouldBe(1876L);
        item.Tables[0][1, 1].Value.ShouldBeNull();
    }

    [Fact]
    public void Bad_rows_say_their_number_and_reason_and_do_not_stop_the_rest()
    {
        var rows = Read(string.Join('\n', Row, "{broken", """{"id":"x","question":"","tables":[],"answer":["1"]}""", Row, "7", Row.Replace("r1", "r2", StringComparison.Ordinal)));

        rows.Select(static row => row.Number).ShouldBe([1, 2, 3, 4, 5, 6]);
        rows.OfType<DataSetRow.Usable>().Select(static row => row.Item.Id).ShouldBe(["r1", "r2"]);
        var bad = rows.OfType<DataSetRow.Bad>().ToList();
        bad[0].Reason.ShouldStartWith("The line is not JSON");
        bad[1].Reason.ShouldBe("'question' is empty.");
        bad[2].Reason.ShouldBe("The id 'r1' occurs in row 1 already.");
        bad[3].Reason.ShouldBe("The row is not a JSON object.");
    }

    [Theory]
    [InlineData("\"answer\":[\"2 clubs\"]", "\"answer\":[]", "'answer' is empty.")]
    [InlineData("\"answer\":[\"2 clubs\"]", "\"answer\":{}", "A list or an object stands")]
    [InlineData("[\"TEXT\",\"INTEGER\"]", "[\"TEXT\"]", "has 2 columns, but 1 types")]
    [InlineData("\"INTEGER\"", "\"MONEY\"", "'MONEY' is not a type")]
    [InlineData("[\"Rovers\",\"1,876\"]", "[\"Rovers\"]", "Row 1 has 1 cells")]
    [InlineData("\"dataset\":\"wtq\"", "\"metric\":\"bleu\"", "'bleu' is not a metric")]
    public void What_is_wrong_with_a_row_is_said(string good, string bad, string reason) =>
        Read(Row.Replace(good, bad, StringComparison.Ordinal)).ShouldHaveSingleItem().ShouldBeOfType<DataSetRow.Bad>().Reason.ShouldContain(reason);

    [Fact]
    public void A_table_without_rows_can_be_asked() =>
        Single(Row.Replace("""[["Rovers","1,876"],["Athletic","–"]]""", "[]", StringComparison.Ordinal)).Tables[0].RowCount.ShouldBe(0);

    [Fact]
    public void Ten_thousand_rows_give_ten_thousand_results()
    {
        var text = new StringBuilder();
        for (var i = 0; i < 10_000; i++)
        {
            text.Append(Row.Replace("r1", i.ToString(), StringComparison.Ordinal)).Append('\n');
        }

        Read(text.ToString()).Count(static row => row is DataSetRow.Usable).ShouldBe(10_000);
    }

    [Fact]
    public void Statements_with_a_scale_are_financial_questions()
    {
        var item = Single("""{"statement":"What was the change?","table_text":[["(in millions)","2020"],["Licence","$12.4"]],"answer":["2.3"],"text":"Paragraph 1","answer_type":"arithmetic","answer_scale":"million"}""");

        (item.Metric, item.Gold.Scale, item.Gold.Type).ShouldBe((ScoringMetric.TatQa, "million", "arithmetic"));
        item.Context.ShouldBe(["Paragraph 1"]);
        item.Prompted.ShouldContain("scale");
    }

    [Fact]
    public void A_claim_with_its_question_is_freed_of_it()
    {
        var item = Single("""{"statement":"Claim: A beats B.\nQuestion: Is the above claim true or false?","table_text":[["Model","F1"],["A","70.1"]],"answer":["True"]}""");

        item.Metric.ShouldBe(ScoringMetric.Label);
        item.Prompted.ShouldBe("Claim: A beats B. Is the claim true or false?");
    }

    [Fact]
    public void Scitab_is_read_as_published()
    {
        var item = Single("""[{"id":"c1","claim":"A beats B.","label":"refutes","table_caption":"Table 2","table_column_names":["Model","F1"],"table_content_values":[["A","70.1"],["B","71.9"]]}]""");

        item.Gold.Items.ShouldBe(["refutes"]);
        item.Gold.Labels.Count.ShouldBe(3);
        item.Tables[0].RowCount.ShouldBe(2);
    }

    [Fact]
    public void Tatqa_is_read_as_published()
    {
        var rows = Read("""[{"table":{"uid":"t1","table":[["","2020"],["Sales","5"]]},"paragraphs":[{"uid":"p","order":1,"text":"Words."}],"questions":[{"uid":"q1","question":"Sales?","answer":5,"answer_type":"span","scale":"million"},{"uid":"q2","question":"Both?","answer":["5","6"],"answer_type":"multi-span","scale":""}]}]""");

        rows.OfType<DataSetRow.Usable>().Select(static row => row.Item.Gold.Items.Count).ShouldBe([1, 2]);
        rows.OfType<DataSetRow.Usable>().First().Item.Context.ShouldBe(["Words."]);
    }

    [Fact]
    public void Tabfact_is_read_as_published_with_its_tables_beside_it()
    {
        const string text = """{"2-1.html.csv":[["a be first","b be first"],[1,0],"the race"],"2-2.html.csv":[["c"],[1],"x"]}""";

        var rows = DataSetReader.Read(text, new("val.json") { ReadFile = static name => name == "2-1.html.csv" ? "name#place\na#1\r\nb#2\n" : null });

        rows.OfType<DataSetRow.Usable>().Select(static row => row.Item.Gold.Items[0]).ShouldBe(["yes", "no"]);
        rows[2].ShouldBeOfType<DataSetRow.Bad>().Reason.ShouldBe("The table '2-2.html.csv' is not there.");
    }

    [Fact]
    public void Mmqa_answers_may_be_a_text_a_list_in_a_text_or_a_result()
    {
        const string start = """{"id_":7,"Question":"Which?","table_names":["club","player"],"tables":[{"table_columns":["Club_ID","Name"],"table_content":[[1,"Rovers"]]},{"table_columns":["id","Age"],"table_content":[[9,null]]}],"answer":""";

        Single($"[{start}\"Rovers\"}}]").Gold.Items.ShouldBe(["Rovers"]);
        Single($"[{start}\"['Ana', 'Bo']\"}}]").Gold.Items.ShouldBe(["Ana", "Bo"]);
        var result = Single(start + """{"columns":["a","b"],"index":[0],"data":[["x",1]]}}""");
        result.Metric.ShouldBe(ScoringMetric.Execution);
        result.Gold.Rows!.Single().ShouldBe(["x", "1"]);
        result.Tables.Select(static table => table.Name).ShouldBe(["club", "player"]);
    }

    [Fact]
    public void Wikitablequestions_are_read_as_published()
    {
        const string text = "id\tutterance\tcontext\ttargetValue\nnt-1\twho won?\tcsv/1.csv\tAna|Bo\\pCy\nnt-2\thow many?\tcsv/none.csv\t3\n";

        var rows = DataSetReader.Read(
            text, new("dev.tsv") { ReadFile = static name => name == "csv/1.csv" ? "\"name\",\"note\"\n\"Ana\",\"a \\\"b\\\"\"\n" : null });

        var item = rows[0].ShouldBeOfType<DataSetRow.Usable>().Item;
        item.Gold.Items.ShouldBe(["Ana", "Bo|Cy"]);
        item.Tables[0][0, 1].Text.ShouldBe("a \"b\"");
        rows[1].ShouldBeOfType<DataSetRow.Bad>().Number.ShouldBe(3);
    }

    [Theory]
    [InlineData("sci_tab.json", 1, "'maybe' is not a label", """[{"id":"1","claim":"A wins.","label":"maybe","table_column_names":["M"],"table_content_values":[["A"]]},{"id":"2","claim":"A wins.","label":"supports","table_column_names":["M"],"table_content_values":[["A"]]}]""")]
    [InlineData("tatqa.json", 1, "'question' or 'answer' is empty.", """[{"table":{"table":[["","2020"],["Sales","5"]]},"paragraphs":[],"questions":[{"uid":"1","question":"","answer":5},{"uid":"2","question":"Sales?","answer":5}]}]""")]
    [InlineData("mmqa.json", 2, "not of one length", """[{"id_":1,"Question":"Which?","table_names":["a"],"tables":[{"table_columns":["x"],"table_content":[["1"]]}],"answer":"1"},{"id_":2,"Question":"Which?","table_names":["a","b"],"tables":[{"table_columns":["x"],"table_content":[["1"]]}],"answer":"1"}]""")]
    [InlineData("examples.json", 2, "'2' is not a label", """{"a.csv":[["one","two"],[1,2],"x"]}""")]
    [InlineData("dev.tsv", 3, "'targetValue' is missing.", "id\tutterance\tcontext\ttargetValue\n1\twho?\ta.csv\tAna\n2\twho?\ta.csv\t\n")]
    [InlineData(
        "statements.jsonl",
        2,
        "'statement' or 'answer' is empty.",
        "{\"statement\":\"Who?\",\"table_text\":[[\"M\"],[\"A\"]],\"answer\":[\"A\"]}\n"
                + "{\"statement\":\"Who?\",\"table_text\":[[\"M\"],[\"A\"]],\"answer\":[]}")]
    public void A_bad_row_of_a_published_shape_says_its_number_and_reason_and_the_other_is_read(string file, int number, string reason, string text)
    {
        var rows = DataSetReader.Read(text, new(file) { ReadFile = static _ => "name,place\nAna,1\n" });

        rows.Count.ShouldBe(2);
        rows.OfType<DataSetRow.Usable>().ShouldHaveSingleItem();
        var bad = rows.OfType<DataSetRow.Bad>().ShouldHaveSingleItem();
        bad.Number.ShouldBe(number);
        bad.Reason.ShouldContain(reason);
    }

    [Fact]
    public void Ones_own_questions_come_as_csv_over_a_table()
    {
        var source = new DataSetSource("mine.csv") { Tables = [Clubs()] };

        var rows = DataSetReader.Read("question,answer\nWhen?,\"1,876 years\"\nWho?,\n", source);

        rows[0].ShouldBeOfType<DataSetRow.Usable>().Item.Gold.Canonical.ShouldBe(["1876"]);
        rows[1].ShouldBeOfType<DataSetRow.Bad>().Reason.ShouldBe("The question or the answer is empty.");
    }

    [Theory]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("[")]
    [InlineData("[[[]]]")]
    [InlineData("{\"claim\":[]}")]
    [InlineData("{\"questions\":{},\"table\":1}")]
    [InlineData("{\"a.csv\":[[],[]]}")]
    [InlineData("{\"a.csv\":[1]}")]
    [InlineData("{\"Question\":\"x\",\"tables\":3,\"table_names\":[],\"answer\":1}")]
    public void Hostile_files_give_bad_rows_and_no_exception(string text) => Read(text).ShouldAllBe(static row => row is DataSetRow.Bad);

    [Theory]
    [InlineData("3 May 1990")]
    [InlineData("1990-05-03")]
    public void A_date_that_the_table_was_read_as_is_right_in_both_forms(string answered)
    {
        var people = DelimitedTextReader.Read(
            "people",
            "name,born\nAna,3 May 1990\nBen,12 June 1985\n",
            new TableLimits(),
            cancellationToken: TestContext.Current.CancellationToken).ShouldBeOfType<TableReading.Success>().Table;
        var source = new DataSetSource("questions.csv") { Tables = [people] };

        var item = DataSetReader.Read("question,answer\nWhen was Ana born?,3 May 1990\n", source)
            .ShouldHaveSingleItem()
            .ShouldBeOfType<DataSetRow.Usable>().Item;

        Scorer.Judge(item.Metric, item.Gold, new([answered])).ShouldBe(Score.Right);
        Scorer.Judge(item.Metric, item.Gold, new(["1985-06-12"])).Correct.ShouldBeFalse();
    }

    private static Table Clubs() =>
        DelimitedTextReader.Read("clubs", "club,year\nRovers,1876\n", new TableLimits()).ShouldBeOfType<TableReading.Success>().Table;

    private static IReadOnlyList<DataSetRow> Read(string text) => DataSetReader.Read(text, new("set.jsonl"));

    private static EvaluationItem Single(string text) => Read(text).ShouldHaveSingleItem().ShouldBeOfType<DataSetRow.Usable>().Item;
}
