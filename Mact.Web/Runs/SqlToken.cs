namespace Mact.Web.Runs;

/// <summary>A piece of SQL text and what it is.</summary>
/// <param name="Text">As it stands; all pieces joined are the statement.</param>
/// <param name="Kind">keyword, function, string, name, number, comment, or empty.</param>
public sealed record SqlToken(string Text, string Kind);
