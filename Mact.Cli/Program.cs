using System.CommandLine;
using Mact.Cli.Commands;

var root = new RootCommand("Measures Mact on questions with known answers.")
{
    RunCommand.Create(),
    ExperimentCommand.Create(),
    ReplayCommand.Create(),
    CompareCommand.Create(),
    ReportCommand.Create(),
};
return await root.Parse(args).InvokeAsync(new InvocationConfiguration { ProcessTerminationTimeout = TimeSpan.FromSeconds(60) });
