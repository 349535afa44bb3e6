using System.Diagnostics;

namespace Mact.EndToEnd.Tests.Evaluation;

/// <summary>The evaluation's command line, as a person runs it.</summary>
internal static class CommandLine
{
    /// <summary>Runs a command to its end and returns what it wrote to the console.</summary>
    public static async Task<string> RunAsync(params string[] arguments)
    {
        var own = new DirectoryInfo(AppContext.BaseDirectory);
        var assembly = Path.Combine(own.Parent!.Parent!.FullName, "Mact.Cli", own.Name, "mact.dll");
        var start = new ProcessStartInfo(
            "dotnet", [assembly, .. arguments])
        { RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false };
        using var process = Process.Start(start).ShouldNotBeNull();
        var (written, errors) = (
            process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken),
            process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken));
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        process.ExitCode.ShouldBe(0, await errors);
        return await written;
    }
}
