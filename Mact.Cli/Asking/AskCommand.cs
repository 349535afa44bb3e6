using System.CommandLine;
using System.Text.Json;
using Spectre.Console;

namespace Mact.Cli.Asking;

/// <summary><c>mact ask QUESTION TABLE…</c>: the answer, how many programs agree, the SQL, what it took.</summary>
internal static class AskCommand
{
    private const int MaxDissent = 6;

    private static readonly TimeSpan Silence = TimeSpan.FromSeconds(30);

    public static Command Create()
    {
        var question = new Argument<string>("question") { Description = "What is asked, in words." };
        var files = TableFiles.Argument();
        var url = Cli.Url();
        var options = Cli.Options();
        var context = new Option<string[]>("--context")
        {
            Description = "A paragraph that belongs to the tables; may be given several times.",
            DefaultValueFactory = static _ => [],
        };
        var json = new Option<bool>("--json") { Description = "The question as the Api has it, as JSON." };
        var command = new Command("ask", "Asks a question of tables and prints the answer. Exit code 0: answered; 3: it ended without an answer.")
        {
            question, files, url, options, context, json,
        };
        command.Runs(async (parsed, cancellationToken) =>
        {
            using var http = Cli.Http(parsed.GetValue(url)!);
            var client = new MactClient(http);
            var tables = await TableFiles.UploadAsync(client, parsed.GetValue(files)!, cancellationToken);
            var given = parsed.GetValue(options)!;
            var request = new QuestionRequest(
                parsed.GetValue(question)!,
                [.. tables.Select(RequestTable.Of)],
                parsed.GetValue(context),
                given == "{}" ? null : Cli.Apply(given, new QuestionOptions()));
            var accepted = (await client.AskAsync(request, cancellationToken)).Require();
            await WaitAsync(client, accepted.Id, cancellationToken);

            var view = (await client.FindQuestionAsync(accepted.Id, cancellationToken)).Require();
            if (parsed.GetValue(json))
            {
                Console.WriteLine(Cli.PlainJson(JsonSerializer.Serialize(view, MactJson.Default.QuestionView)));
            }
            else
            {
                Print(view, new Uri(parsed.GetValue(url)!, $"questions/{accepted.Id}"), AnsiConsole.Console, Cli.Messages);
            }

            return view.Status switch
            {
                QuestionStatus.Answered => ExitCode.Done,
                QuestionStatus.Failed => ExitCode.Error,
                _ => ExitCode.NoAnswer,
            };
        });
        return command;
    }

    /// <summary>Follows the question to its end. Interrupted, it cancels the question: nobody would read the answer.</summary>
    private static async Task WaitAsync(MactClient client, string id, CancellationToken cancellationToken)
    {
        try
        {
            await Cli.Messages.Status().StartAsync("Waiting for a worker", async status =>
            {
                // A connection that breaks is opened again where it stood; an Api that is away, or has lost the question, is an error in words.
                for (long seen = 0; (await client.FindQuestionAsync(id, cancellationToken)).Require().FinishedAt is null;)
                {
                    try
                    {
                        await foreach (
                            var stored in client.WatchAsync(id, seen, Silence, TimeProvider.System, opened: null, cancellationToken))
                        {
                            seen = stored.Sequence;
                            status.Status(Markup.Escape(Describe(stored.Record)));
                        }
                    }
                    catch (Exception exception) when (exception is HttpRequestException or IOException or TimeoutException)
                    {
                        status.Status("Connecting again");
                    }
                }
            });
        }
        catch (OperationCanceledException)
        {
            await client.CancelAsync(id, CancellationToken.None);
            throw;
        }
    }

    private static string Describe(RunRecord record) => record switch
    {
        AttemptStarted => "Reading the tables",
        ModelCall call => $"{call.Purpose}: {call.Reply.Completions.Count} samples, {call.Reply.Usage.OutputTokens} tokens",
        ToolResult result => $"Ran {result.Samples.Count} programs",
        Observed observed => $"Step {observed.Step} is voted on",
        _ => "Working",
    };

    /// <summary>The answer, a table in columns, to one console; what speaks for it to the other.</summary>
    public static void Print(QuestionView view, Uri address, IAnsiConsole answers, IAnsiConsole messages)
    {
        if (view.Columns is { Count: > 1 } columns && view.Answer.Count > 0 && view.Answer.Count % columns.Count == 0)
        {
            answers.Write(Cli.Table(columns, view.Answer.Chunk(columns.Count)));
        }
        else
        {
            foreach (var item in view.Answer)
            {
                answers.Profile.Out.Writer.WriteLine(Cli.Plain(item));
            }
        }

        if (view.ByStandIn)
        {
            messages.MarkupLine("[grey]One rule, no vote: the built-in table reader answered.[/]");
        }
        else if (view.Agreement is { } vote)
        {
            var doubt = view.Status == QuestionStatus.NotEnoughAgreement ? ", which is less than was asked for" : string.Empty;
            var about = !vote.Executed ? string.Empty : view.Basis switch
            {
                AnswerBasis.Computed => $" on step {vote.Step}, on which the answer rests",
                AnswerBasis.Written => $" on step {vote.Step}; no program gave this answer itself, the model wrote it",
                _ => string.Empty,
            };
            var more = view.InAnotherForm > 0 ? $"; {view.InAnotherForm} more gave it in another form" : string.Empty;
            var voters = vote.Executed ? "programs" : "samples";
            messages.MarkupLineInterpolated($"[grey]{vote.Votes} of {vote.Of} {voters} agree{about}{doubt}{more}.[/]");
            foreach (var other in view.Dissent.Take(MaxDissent))
            {
                var samples = other.Programs + other.Plans;
                messages.MarkupLineInterpolated($"[grey]{samples} found {Cli.Plain(other.Value)}.[/]");
            }
        }

        if (view.Sql is { } sql)
        {
            messages.MarkupLineInterpolated($"[grey]{Cli.Plain(sql)}[/]");
        }

        if ((view.Error?.Message ?? view.Message) is { } message && (view.Status != QuestionStatus.Answered || view.Answer.Count == 0))
        {
            messages.MarkupLineInterpolated($"[yellow]{Cli.Plain(message)}[/]");
        }

        messages.MarkupLineInterpolated(
            $"[grey]{view.Usage.Requests} requests, {view.Usage.InputTokens} tokens in, {view.Usage.OutputTokens} out. {address}[/]");
    }
}
