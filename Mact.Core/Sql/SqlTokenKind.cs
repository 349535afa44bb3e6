namespace Mact.Core.Sql;

/// <summary>What a token of a statement is.</summary>
internal enum SqlTokenKind
{
    /// <summary>A keyword or a plain name.</summary>
    Word,

    /// <summary>A name in double quotes, brackets or backticks; the token's text is without them.</summary>
    QuotedName,

    /// <summary>A string in single quotes.</summary>
    Text,

    /// <summary>A number.</summary>
    Number,

    /// <summary>Any other character, alone.</summary>
    Symbol,
}
