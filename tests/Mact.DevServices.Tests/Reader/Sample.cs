using Mact.Core.Prompts;
using Mact.Core.Tables;
using Mact.DevServices.Model;
using Mact.DevServices.Reader;

namespace Mact.DevServices.Tests.Reader;

/// <summary>Invented tables and the calls that the tests make on the reader.</summary>
internal static class Sample
{
    public static PromptTable Regatta { get; } = Table(
        "regatta",
        """
        Place,Boat,Skipper,Club,Year,Points,Fine
        1,Halcyon,Mara Oduya,Osby,2011,48,0
        2,Juniper,Piet Hahn,Tarn,2012,41,2
        3,Marigold,Zoë Lund,Osby,2014,39,0
        4,Nettle,Ivo Radic,Merrow,2016,35,1
        5,Petrel,Ana Sol,Osby,2017,20,0
        6,Quince,Bo Tamm,Tarn,2019,12,4
        """);

    public static PromptTable Orders { get; } = Table(
        "orders",
        """
        Order,Region,Revenue,Unit revenue,Score
        7,North,10.50,2.10,4
        9,South,5,1.25,5
        12,North,7.25,2.00,3
        """);

    public static PromptTable Clubs { get; } = Table(
        "clubs",
        """
        Club,Town,Founded,Members
        Osby,Lake Osby,1921,310
        Tarn,Nortarn,1954,120
        Merrow,Merrow Bay,1987,85
        """);

    /// <summary>A table as a prompt shows it, all rows.</summary>
    public static PromptTable Table(string name, string csv)
    {
        var read = DelimitedTextReader.Read(name, csv, new TableLimits()).ShouldBeOfType<TableReading.Success>().Table;
        return new(
            read.Name,
            [.. read.Columns.Select(column => new PromptColumn(column.Name, column.Type))],
            [.. Enumerable.Range(0, read.RowCount).Select(row => (IReadOnlyList<string>)[.. read.Row(row).ToArray().Select(cell => cell.Text)])],
            read.RowCount);
    }

    public static PromptEnvelope Plan(string question, params IReadOnlyList<PromptTable> tables) => new(PromptTask.Plan, tables, [], question, []);

    /// <summary>What the model writes for an envelope, one completion a seed.</summary>
    public static IReadOnlyList<string> Complete(PromptEnvelope envelope, params IReadOnlyList<long> seeds)
    {
        var prompt = new ModelPrompt(
            [new("system", "# Table none (0 of 0 rows shown)\nInstructions."), new("user", string.Concat(PromptEnvelopeWriter.Write(envelope)))],
            seeds);
        return
        [
            .. new TableReaderModel(TimeProvider.System).Complete(prompt, TestContext.Current.CancellationToken).Select(static each => each.Text),
        ];
    }

    /// <summary>The answer that a plan ends with.</summary>
    public static string Answer(string plan)
    {
        var start = plan.LastIndexOf("Finish[", StringComparison.Ordinal);
        return start < 0 ? string.Empty : plan[(start + 7)..plan.LastIndexOf(']')];
    }

    /// <summary>The answer that most of five samples give.</summary>
    public static string Vote(string question, params IReadOnlyList<PromptTable> tables) =>
        Complete(Plan(question, tables), 1, 2, 3, 4, 5).GroupBy(Answer, StringComparer.Ordinal).MaxBy(group => group.Count())!.Key;
}
