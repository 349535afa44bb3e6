using System.CommandLine;
using Mact.Cli;
using Mact.Cli.Asking;
using Mact.Cli.Evaluating;

var root = new RootCommand("Asks questions of tables and measures the answers, through a running Mact.")
{
    AskCommand.Create(),
    QueryCommand.Create(),
    EvaluateCommand.Create(),
    CompareCommand.Create(),
    ReplayCommand.Create(),
    KeysCommand.Create(),
};

// A command that is interrupted first cancels what it has handed in.
return await root.Parse(args).InvokeAsync(new InvocationConfiguration { ProcessTerminationTimeout = TimeSpan.FromSeconds(60) });
