using System.ComponentModel;
using System.Diagnostics;
using Mact.Api.Tests.Support;

namespace Mact.Api.Tests.TypeScript;

/// <summary>A client of another language, generated from the OpenAPI document: what it needs is an npm that can install three packages.</summary>
public sealed class TypeScriptClientTests
{
    private const string Node = "node_modules/.bin/";
    private static readonly string Sources = Path.Combine(Repository.Root, "tests", "Mact.Api.Tests", "TypeScript");
    private static readonly string Folder = Path.Combine(Repository.Root, "artifacts", "typescript-client");

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_typescript_client_is_generated_from_the_document_and_a_program_compiles_against_it()
    {
        Directory.CreateDirectory(Folder);
        foreach (var name in new[] { "package.json", "tsconfig.json", "client.ts" })
        {
            File.Copy(Path.Combine(Sources, name), Path.Combine(Folder, name), overwrite: true);
        }

        await using var factory = new ApiFactory();
        using var client = factory.CreateClient();
        var document = await client.ReadAsync("/openapi/v1.json");
        await File.WriteAllTextAsync(Path.Combine(Folder, "mact.json"), document.Text, Cancellation);
        await InstallAsync();

        var (generated, said) = await RunAsync(Node + "openapi-typescript", "mact.json", "--output", "mact.d.ts");
        generated.ShouldBe(0, said);
        var (compiled, errors) = await RunAsync(Node + "tsc", "--project", ".");
        compiled.ShouldBe(0, errors);
    }

    /// <summary>Installs the packages, once for each version of package.json; skips the test where that is not possible.</summary>
    private static async Task InstallAsync()
    {
        var installed = Path.Combine(Folder, "node_modules", "installed.json");
        var wanted = await File.ReadAllTextAsync(Path.Combine(Sources, "package.json"), Cancellation);
        if (File.Exists(installed) && await File.ReadAllTextAsync(installed, Cancellation) == wanted)
        {
            return;
        }

        try
        {
            var (exitCode, said) = await RunAsync("npm", "install", "--no-audit", "--no-fund", "--no-package-lock", "--ignore-scripts");
            Assert.SkipWhen(exitCode != 0, $"npm could not install openapi-typescript, openapi-fetch and typescript here: {said}");
        }
        catch (Win32Exception)
        {
            Assert.Skip("There is no npm on this machine; with one, a TypeScript client is generated and compiled.");
        }

        await File.WriteAllTextAsync(installed, wanted, Cancellation);
    }

    private static async Task<(int ExitCode, string Said)> RunAsync(string program, params string[] arguments)
    {
        var start = new ProcessStartInfo(program.StartsWith(Node, StringComparison.Ordinal) ? Path.Combine(Folder, program) : program, arguments)
        {
            UseShellExecute = false,
            WorkingDirectory = Folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using var process = Process.Start(start)!;
        var said = await Task.WhenAll(process.StandardOutput.ReadToEndAsync(Cancellation), process.StandardError.ReadToEndAsync(Cancellation));
        await process.WaitForExitAsync(Cancellation);
        return (process.ExitCode, string.Concat(said));
    }
}
