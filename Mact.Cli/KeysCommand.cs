using System.CommandLine;
using Mact.Client.Access;
using Spectre.Console;

namespace Mact.Cli;

/// <summary><c>mact keys list|make|revoke</c>: the API keys of a stack, for whoever has the scope admin.</summary>
internal static class KeysCommand
{
    public static Command Create() => new("keys", $"Lists, makes and revokes API keys; {Cli.KeyVariable} holds a key with the scope admin.")
    {
        CreateList(), CreateMake(), CreateRevoke(),
    };

    private static Command CreateList()
    {
        var url = Cli.Url();
        var command = new Command("list", "The keys that are valid, without their secrets.") { url };
        command.Runs(async (parsed, cancellationToken) =>
        {
            using var http = Cli.Http(parsed.GetValue(url)!);
            var table = new Table();
            table.AddColumns("Id", "Name", "Owner", "Scopes", "Made");
            foreach (var key in (await new AccessClient(http).ListKeysAsync(cancellationToken)).Require())
            {
                string[] cells = [key.Id, key.Name, key.Owner, string.Join(' ', key.Scopes), $"{key.CreatedAt:u}"];
                table.AddRow([.. cells.Select(static cell => Markup.Escape(Cli.Plain(cell)))]);
            }

            AnsiConsole.Write(table);
            return ExitCode.Done;
        });
        return command;
    }

    private static Command CreateMake()
    {
        var owner = new Argument<string>("owner") { Description = "Whose questions, tables and evaluations it reads and makes." };
        var name = new Option<string>("--name") { Description = "What it is called.", DefaultValueFactory = static _ => "mact keys make" };
        var scopes = new Option<string[]>("--scope")
        {
            Description = "ask, read, delete or admin; may be given several times. Without it: ask and read.",
        };
        var url = Cli.Url();
        var command = new Command("make", "Makes a key and writes it on the standard output, this once.") { owner, name, scopes, url };
        command.Runs(async (parsed, cancellationToken) =>
        {
            using var http = Cli.Http(parsed.GetValue(url)!);
            var given = parsed.GetValue(scopes);
            var request = new KeyRequest(parsed.GetValue(name), parsed.GetValue(owner), given is { Length: > 0 } ? given : null);
            var made = (await new AccessClient(http).MakeKeyAsync(request, cancellationToken)).Require();
            Cli.Messages.MarkupLineInterpolated($"The key {made.Key.Id} may {string.Join(", ", made.Key.Scopes)}. It is shown this once:");
            Console.WriteLine(made.Secret);
            return ExitCode.Done;
        });
        return command;
    }

    private static Command CreateRevoke()
    {
        var id = new Argument<string>("id") { Description = "As the list has it." };
        var url = Cli.Url();
        var command = new Command("revoke", "Makes a key invalid at once.") { id, url };
        command.Runs(async (parsed, cancellationToken) =>
        {
            using var http = Cli.Http(parsed.GetValue(url)!);
            (await new AccessClient(http).RevokeKeyAsync(parsed.GetValue(id)!, cancellationToken)).Require();
            return ExitCode.Done;
        });
        return command;
    }
}
