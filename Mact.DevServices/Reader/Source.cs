using Mact.Core.Sql;
using Mact.Core.Tables;

namespace Mact.DevServices.Reader;

/// <summary>What a reading is made over: one table, or two that join over a key.</summary>
internal sealed class Source
{
    private static readonly string[] People =
        "person employee staff artist athlete student patient candidate president captain coach chairman musician".Split(' ');

    // They end like people and are none.
    private static readonly string[] Things =
        ("order number letter color floor sector paper power water quarter semester chapter river carrier computer sensor tower motor error counter "
            + "monitor printer server charger router scanner folder border layer corner center theater flower matter factor door").Split(' ');

    private static readonly string[] Pieces = ["unit", "qty", "quantity", "piece", "item", "count", "number", "sold", "stock"];

    private Source(IReadOnlyList<ReaderColumn> columns, IReadOnlyList<string> tables, bool isComplete, (ReaderColumn One, ReaderColumn Many)? join)
    {
        Columns = columns;
        Tables = tables;
        IsComplete = isComplete;
        Join = join;
        var own = columns.Where(column => column.Table == tables[^1]).ToList();
        RowNumber = own.Find(static column => column is { Kind: Kind.Number, IsUnique: true, Header: [.., _, "id" or "no" or "number"] });
        Key = own.Find(static column => column is { Kind: Kind.Text, IsUnique: true }) ?? RowNumber;
        RowNouns = Nouns(own);
        var people = own.Where(static column => column is { Kind: Kind.Text, Header: [.., var noun] } && (noun == "name" || IsPerson(noun))).ToList();
        var rowsArePeople = RowNouns.Keys.Any(IsPerson);
        Person = people is [var only] ? only
            : people.Find(column => column == Key && column.Header[^1] != "name")
                ?? (rowsArePeople ? people.Find(static column => column.Header[^1] == "name") : null);
        UnitOf = own.Find(
            static column => column is { Kind: Kind.Text, Values.Count: > 1, Header: [.., "unit" or "uom" or "currency" or "measure"] });
        TotalsIn = columns.FirstOrDefault(static column => column.Totals.Count > 0);
        if (Person is not null && (rowsArePeople || Person == Key))
        {
            // Whoever asks for people wants their names.
            foreach (var noun in RowNouns.Keys.Where(IsPerson).Append("person").ToList())
            {
                RowNouns[noun] = Person;
            }
        }
    }

    /// <summary>All columns, the referring table's last.</summary>
    public IReadOnlyList<ReaderColumn> Columns { get; }

    /// <summary>The tables' names; rows are those of the last one.</summary>
    public IReadOnlyList<string> Tables { get; }

    /// <summary>All rows are shown, so that a reading can be run on them.</summary>
    public bool IsComplete { get; }

    /// <summary>How the two tables hang together.</summary>
    public (ReaderColumn One, ReaderColumn Many)? Join { get; }

    /// <summary>The column that names the rows.</summary>
    public ReaderColumn? Key { get; }

    /// <summary>The column that numbers the rows by a name of theirs: "Order ID".</summary>
    public ReaderColumn? RowNumber { get; }

    /// <summary>The one column that names people; null where none or several do.</summary>
    public ReaderColumn? Person { get; }

    /// <summary>The column that says what each row's numbers are in, where that differs between rows.</summary>
    public ReaderColumn? UnitOf { get; }

    /// <summary>A column says how many things a row is about.</summary>
    public bool CountsPieces => Columns.Any(static column => column.IsQuantity && column.Header.Any(Pieces.Contains));

    /// <summary>A column that marks rows as sums of others; they are no rows of their own.</summary>
    public ReaderColumn? TotalsIn { get; }

    /// <summary>What a row can be called, and the column that says which row it is; null where none does.</summary>
    public Dictionary<string, ReaderColumn?> RowNouns { get; }

    /// <summary>Each table alone, then each pair that joins.</summary>
    public static IReadOnlyList<Source> Of(IReadOnlyList<(Table Table, bool IsComplete)> tables)
    {
        List<Source> singles = [.. tables.Select(static pair => new Source(
            [.. pair.Table.Columns.Select((column, index) => new ReaderColumn(
                pair.Table.Name,
                column.Name,
                column.Type,
                [.. Enumerable.Range(0, pair.Table.RowCount).Select(row => pair.Table[row, index])],
                isFirst: index == 0))],
            [pair.Table.Name],
            pair.IsComplete,
            join: null))];

        // Every reference has its row, and the names agree.
        var joined = JoinHints.Find([.. tables.Select(static pair => pair.Table)])
            .Where(static hint => hint is { Score: >= 0.9, OtherIsUnique: true, IsUnique: false } && hint.Shared == hint.Distinct)
            .GroupBy(static hint => (hint.Table, hint.OtherTable)).Where(static pair => pair.Count() == 1).Select(static pair => pair.First())
            .Select(hint =>
            {
                var many = singles.Single(source => source.Tables[0] == hint.Table);
                var one = singles.Single(source => source.Tables[0] == hint.OtherTable);
                var from = many.Columns.Single(column => column.Name == hint.Column);
                var to = one.Columns.Single(column => column.Name == hint.OtherColumn);
                return new Source(
                    [.. one.Columns, .. many.Columns.Where(column => column != from)],
                    [one.Tables[0], many.Tables[0]],
                    one.IsComplete && many.IsComplete,
                    (to, from));
            });
        return [.. singles, .. joined];
    }

    private Dictionary<string, ReaderColumn?> Nouns(IReadOnlyList<ReaderColumn> own)
    {
        var nouns = new Dictionary<string, ReaderColumn?>(StringComparer.Ordinal) { ["row"] = Key, ["record"] = Key, ["entry"] = Key };

        // A table of medals whose rows are countries has no row that is a medal.
        if (Words.OfName(Tables[^1]) is [.., { Length: > 1 } table]
            && (Key is not { Kind: Kind.Text, Header: [.., not ("name" or "title")] } || own.Any(column => column.Header.Contains(table))))
        {
            nouns[table] = Key;
        }

        foreach (var column in own.Where(column => column.IsUnique))
        {
            var noun = column.Header switch
            {
                [.., var named, "id" or "no" or "number"] => named,
                [var named, "name"] when column == Key => named,
                [.., not "name" and var named] when column.Kind == Kind.Text || column.NamesRows => named,
                _ => null,
            };
            if (noun is not null)
            {
                nouns[noun] = column;
            }
        }

        return nouns;
    }

    private static bool IsPerson(string noun) => People.Contains(noun)
        || (noun.Length > 4 && noun[^1] == 'r' && noun[^2] is 'e' or 'o' && !Things.Contains(noun));
}
