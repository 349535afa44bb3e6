namespace Mact.Core.Sql.Lineage;

/// <summary>Takes what stands between SELECT and FROM apart.</summary>
internal static class SelectList
{
    /// <summary>The items of a range.</summary>
    /// <param name="tokens">Of the statement.</param>
    /// <param name="start">First token of the list.</param>
    /// <param name="end">After its last.</param>
    /// <param name="find">The first place outside of all parentheses that fits, or the end.</param>
    public static IReadOnlyList<SelectItem> Read(IReadOnlyList<SqlToken> tokens, int start, int end, Func<int, int, Func<int, bool>, int> find)
    {
        var items = new List<SelectItem>();
        while (true)
        {
            var stop = find(start, end, at => tokens[at].IsSymbol(','));
            if (stop == start)
            {
                throw new UntraceableException(LineageObstacle.NotReadable);
            }

            items.Add(ReadItem(tokens, start, stop));
            if (stop == end)
            {
                return items;
            }

            start = stop + 1;
        }
    }

    private static SelectItem ReadItem(IReadOnlyList<SqlToken> tokens, int start, int end)
    {
        var last = tokens[end - 1];
        switch (end - start)
        {
            case 1 when last.IsSymbol('*'):
                return new(start, end, end, Alias: null, IsStar: true, Qualifier: null);
            case 3 when last.IsSymbol('*') && tokens[start + 1].IsSymbol('.') && tokens[start].IsName:
                return new(start, end, end, Alias: null, IsStar: true, tokens[start].Text);
        }

        if (end - start > 2 && tokens[end - 2].IsWord("AS") && (last.IsName || last.Kind == SqlTokenKind.Text))
        {
            return new(start, end - 2, end, last.Text, IsStar: false, Qualifier: null);
        }

        var isAlias = end - start > 1
            && last.IsName && !SqlWords.IsReserved(last)
            && SqlWords.EndsOperand(tokens[end - 2]);
        return isAlias
            ? new(start, end - 1, end, last.Text, IsStar: false, Qualifier: null)
            : new(start, end, end, Alias: null, IsStar: false, Qualifier: null);
    }
}
