namespace Mact.Testing;

/// <summary>A question that a small model can answer.</summary>
/// <param name="Table">As CSV.</param>
/// <param name="Text">What is asked.</param>
/// <param name="Answer">In any order.</param>
public sealed record SimpleQuestion(string Table, string Text, IReadOnlyList<string> Answer)
{
    /// <summary>Whether these are the values of the answer; 11.0 and 11 are one number.</summary>
    public bool IsAnsweredBy(IEnumerable<string>? values) => (values ?? []).Select(Canonical).Order().SequenceEqual(Answer.Order());

    private static string Canonical(string text) => decimal.TryParse(text, out var number) ? number.ToString("0.####") : text;
}

/// <summary>Twenty simple questions about two tables of five rows.</summary>
public static class SimpleQuestions
{
    public const string People = """
        name,town,born,salary
        Anna Holm,Arden,1984,4200
        Boris Vale,Corin,1990,3100
        Clara Finch,Arden,1979,5300
        Dario Reyes,Belmore,2001,2700
        Ewa Lind,Corin,1995,3900
        """;

    public const string Books = """
        title,author,year,pages,price
        The Salt Road,Ines Marlow,1998,312,14.5
        Winter Harbour,Tom Ashby,2011,240,11
        A Map of Rain,Ines Marlow,2004,198,9.9
        Copper Sky,Lena Dorn,2016,421,18.2
        Small Hours,Tom Ashby,2019,156,8.4
        """;

    public static IReadOnlyList<SimpleQuestion> All { get; } =
    [
        new(People, "Who has the highest salary?", ["Clara Finch"]),
        new(People, "What is the salary of Boris Vale?", ["3100"]),
        new(People, "How many people live in Arden?", ["2"]),
        new(People, "Who was born in 1995?", ["Ewa Lind"]),
        new(People, "What is the average salary?", ["3840"]),
        new(People, "In which town does Dario Reyes live?", ["Belmore"]),
        new(People, "Who is the youngest?", ["Dario Reyes"]),
        new(People, "What is the sum of the salaries in Corin?", ["7000"]),
        new(People, "How many people were born before 1990?", ["2"]),
        new(People, "Who earns less than 3000?", ["Dario Reyes"]),
        new(Books, "Which book has the most pages?", ["Copper Sky"]),
        new(Books, "How many books are by Tom Ashby?", ["2"]),
        new(Books, "Who wrote A Map of Rain?", ["Ines Marlow"]),
        new(Books, "What is the price of Winter Harbour?", ["11"]),
        new(Books, "Which book was published in 2016?", ["Copper Sky"]),
        new(Books, "What is the total number of pages?", ["1327"]),
        new(Books, "Which book is the cheapest?", ["Small Hours"]),
        new(Books, "How many books were published after 2000?", ["4"]),
        new(Books, "What is the average number of pages of the books by Ines Marlow?", ["255"]),
        new(Books, "Which books cost more than 14?", ["The Salt Road", "Copper Sky"]),
    ];
}
