namespace Mact.Core.Sql;

/// <summary>A table could not be put into the sandbox, for want of memory as a rule. The message is SQLite's.</summary>
public sealed class SqlLoadException : Exception
{
    public SqlLoadException()
    {
    }

    public SqlLoadException(string message)
        : base("The tables could not be loaded for SQL: " + message)
    {
    }

    public SqlLoadException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
