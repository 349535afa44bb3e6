namespace Mact.Cli.Running;

/// <summary>What a person hands in wrong: said in words, ends the command with 1.</summary>
internal sealed class CommandException : Exception
{
    public CommandException()
        : base("The command cannot be carried out.")
    {
    }

    public CommandException(string message)
        : base(message)
    {
    }

    public CommandException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
