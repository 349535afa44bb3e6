using System.Text;

namespace Mact.Core.Sql.Lineage;

/// <summary>Pieces of a statement's own text, cut at its tokens, so that nothing in between is lost or glued together.</summary>
internal sealed class SqlSlices(string sql, IReadOnlyList<SqlToken> tokens)
{
    public IReadOnlyList<SqlToken> Tokens => tokens;

    /// <summary>Whether a text stands anywhere in the statement.</summary>
    public bool Mentions(string text) => sql.Contains(text, StringComparison.OrdinalIgnoreCase);

    /// <summary>The text of tokens; empty where there are none.</summary>
    public string Text(int start, int end) => start >= end ? string.Empty : sql[tokens[start].Start..tokens[end - 1].End];

    /// <summary>The same with pieces replaced; edits must not overlap.</summary>
    public string Text(int start, int end, IEnumerable<SqlEdit> edits)
    {
        var text = new StringBuilder();
        var at = start;
        foreach (var edit in edits.OrderBy(static edit => edit.Start).ThenBy(static edit => edit.End))
        {
            text.Append(Text(at, edit.Start)).Append(' ').Append(edit.Text).Append(' ');
            at = edit.End;
        }

        return text.Append(Text(at, end)).ToString();
    }

    /// <summary>A name that is only that.</summary>
    public static string Quote(string name) => SqlLoader.Quote(name);
}
