using System.CommandLine;
using System.Text.Json;
using System.Text.Json.Nodes;
using Spectre.Console;

namespace Mact.Cli;

/// <summary>What a person can mend: said in one line, without a trace.</summary>
internal sealed class CommandException(string message, Exception? innerException = null) : Exception(message, innerException);

/// <summary>Exit codes, for scripts.</summary>
internal static class ExitCode
{
    /// <summary>There is an answer, or what was asked for is done.</summary>
    public const int Done = 0;

    /// <summary>The command line is wrong, or the stack refused or failed.</summary>
    public const int Error = 1;

    /// <summary>It was interrupted, or its time was over; what was handed in is cancelled.</summary>
    public const int Interrupted = 2;

    /// <summary>The question ended without an answer.</summary>
    public const int NoAnswer = 3;
}

/// <summary>What the commands share.</summary>
internal static class Cli
{
    /// <summary>For progress and messages; results alone go to the standard output.</summary>
    public static IAnsiConsole Messages { get; } = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(Console.Error) });

    /// <summary>The address of the Api.</summary>
    public static Option<Uri> Url() => new("--url")
    {
        Description = "The address of a running Mact Api.",
        DefaultValueFactory = static _ => new Uri("http://localhost:8081/"),
        CustomParser = static result =>
        {
            if (Uri.TryCreate(result.Tokens[0].Value, UriKind.Absolute, out var url) && url.Scheme is "http" or "https")
            {
                return url.AbsoluteUri.EndsWith('/') ? url : new Uri(url.AbsoluteUri + "/");
            }

            result.AddError($"'{result.Tokens[0].Value}' is no address; one looks like http://localhost:8081.");
            return null;
        },
    };

    /// <summary>Question options that differ from the default ones.</summary>
    public static Option<string> Options() => new("--options")
    {
        Description = "Question options as JSON, such as {\"planSamples\":3,\"shortcut\":\"trust\"}.",
        DefaultValueFactory = static _ => "{}",
    };

    /// <summary>Has a command do its work; failures that a person can mend become one line and an exit code.</summary>
    public static void Runs(this Command command, Func<ParseResult, CancellationToken, Task<int>> work) =>
        command.SetAction(async (parsed, cancellationToken) =>
    {
        try
        {
            return await work(parsed, cancellationToken);
        }
        catch (Exception exception) when (exception is CommandException or ApiProblemException or RunFileException)
        {
            Messages.MarkupLineInterpolated($"[red]{Plain(exception.Message)}[/]");
            return ExitCode.Error;
        }
        catch (OperationCanceledException)
        {
            Messages.MarkupLine("[yellow]Stopped.[/]");
            return ExitCode.Interrupted;
        }
    });

    /// <summary>Names the variable with the key that the Api is shown: other people of the machine read what is typed on a command line.</summary>
    public const string KeyVariable = "MACT_KEY";

    /// <summary>A client without a time limit of its own: streams stay open.</summary>
    public static HttpClient Http(Uri url)
    {
        var http = new HttpClient { BaseAddress = url, Timeout = Timeout.InfiniteTimeSpan };
        http.DefaultRequestHeaders.Authorization = Environment.GetEnvironmentVariable(KeyVariable) is { Length: > 0 } key ? new("Bearer", key) : null;
        return http;
    }

    /// <summary>The options with what the JSON says in place of what it says.</summary>
    /// <exception cref="CommandException">It is no JSON of question options.</exception>
    public static QuestionOptions Apply(string json, QuestionOptions options)
    {
        try
        {
            // Members that are not given keep their values, which reading alone would set to their defaults.
            var all = JsonSerializer.SerializeToNode(options, MactJson.Default.QuestionOptions)!.AsObject();
            foreach (var (name, value) in JsonNode.Parse(json)?.AsObject() ?? [])
            {
                all[Known(name)] = value?.DeepClone();
            }

            return all.Deserialize(MactJson.Default.QuestionOptions)!;
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            throw new CommandException($"--options is not a JSON object of question options: {exception.Message}", exception);
        }
    }

    /// <summary>Rows in columns, for the standard output.</summary>
    public static Table Table(IEnumerable<string> columns, IEnumerable<IEnumerable<string?>> rows)
    {
        var table = new Table();
        foreach (var column in columns)
        {
            table.AddColumn(Markup.Escape(Plain(column)));
        }

        foreach (var row in rows)
        {
            table.AddRow([.. row.Select(static cell => Markup.Escape(Plain(cell ?? "NULL")))]);
        }

        return table;
    }

    /// <summary>Text of others on a terminal: control characters, escape sequences among them, and what turns the direction of writing round are
    /// taken out.</summary>
    public static string Plain(string text) => string.Concat(text.Where(static character => !Acts(character)));

    /// <summary>JSON on a terminal or in a file: what <see cref="Plain"/> takes out is escaped, and so the same to whoever reads it.</summary>
    public static string PlainJson(string json) =>
        string.Concat(json.Select(static character => Acts(character) ? $"\\u{(int)character:x4}" : $"{character}"));

    private static bool Acts(char character) => character is not ('\n' or '\t') && (char.IsControl(character)
        || character is '\u061c' or '\u200e' or '\u200f' or (>= '\u202a' and <= '\u202e') or (>= '\u2066' and <= '\u2069'));

    private static string Known(string name)
    {
        var names = MactJson.Default.QuestionOptions.Properties.Select(static property => property.Name).ToList();
        return names.Contains(name)
            ? name
            : throw new CommandException($"'{name}' is no question option; the options are {string.Join(", ", names)}.");
    }
}
