using System.CommandLine;
using Mact.Evaluation.DataSets;
using Mact.Core.Questions;
using Mact.Cli.Replay;
using Mact.Cli.Running;

namespace Mact.Cli.Commands;

/// <summary>What every measuring command takes.</summary>
internal sealed class CommonOptions
{
    public Option<FileInfo> Data { get; } = new("--data") { Description = "The data set (docs/data.md lists the shapes).", Required = true };

    public Option<DataSetFormat> Format { get; } = new("--format") { Description = "The file's shape; found by itself where it is not given." };

    public Option<FileInfo[]> Tables { get; } = new("--table")
    {
        Description = "A CSV table that the questions of a CSV are asked of; may be given several times.",
        DefaultValueFactory = static _ => [],
    };

    public Option<Uri?> Url { get; } = new("--url")
    {
        Description = "A running Mact Api, such as http://localhost:8081. Without it the whole stack is started for the evaluation, on free ports.",
        CustomParser = static result =>
        {
            if (Uri.TryCreate(result.Tokens[0].Value, UriKind.Absolute, out var url) && (url.Scheme is "http" or "https"))
            {
                return url;
            }

            result.AddError($"'{result.Tokens[0].Value}' is no address; one looks like http://localhost:8081.");
            return null;
        },
    };

    public Option<int> Limit { get; } = new("--limit") { Description = "Only the first rows; 0 = all." };

    public Option<long> Seed { get; } = new("--seed") { Description = "Seed of every question; the same seed gives the same samples of the stand-in." };

    public Option<int> Repeats { get; } = new("--repeats") { Description = "How often each item is asked, with a seed of its own each time.", DefaultValueFactory = static _ => 1 };

    public Option<int> Parallel { get; } = new("--parallel") { Description = "Questions handed in at once.", DefaultValueFactory = static _ => 16 };

    public Option<DirectoryInfo> Out { get; } = new("--out")
    {
        Description = "Folder of results.jsonl, results.csv, report.json and report.md. What is in it already is not asked again.",
        DefaultValueFactory = static _ => new("evaluation"),
    };

    public Option<string> Overrides { get; } = new("--options")
    {
        Description = "Further question options as JSON, such as {\"planSamples\":3,\"shortcut\":\"trust\"}.",
        DefaultValueFactory = static _ => "{}",
    };

    public Option<string?> Replay { get; } = new("--replay")
    {
        Description = "Ask no model: answer from the replies that an earlier run has recorded in its result folder, or (with --url) from those of an evaluation, by its id.",
    };

    public Option<string[]> Host { get; } = new("--host")
    {
        Description = "An argument for the stack that is started, such as --host=--model-endpoint=http://gpu:8000/v1; may be given several times.",
        DefaultValueFactory = static _ => [],
    };

    public void AddTo(Command command)
    {
        foreach (var option in (Option[])[Data, Format, Tables, Url, Limit, Seed, Repeats, Parallel, Out, Overrides, Replay, Host])
        {
            command.Add(option);
        }
    }

    /// <summary>What is to be replayed; null where models are asked.</summary>
    /// <exception cref="CommandException">There is no such recording.</exception>
    public async Task<Recordings?> ReadRecordingsAsync(ParseResult parsed, CancellationToken cancellationToken) => parsed.GetValue(Replay) is { } name
        ? await RecordingSource.FindAsync(name, parsed.GetValue(Url) is { } url ? Slashed(url) : null, TimeProvider.System, cancellationToken)
        : null;

    /// <summary>The address with the slash that relative ones are resolved against.</summary>
    public static Uri Slashed(Uri url) => url.AbsoluteUri.EndsWith('/') ? url : new Uri(url.AbsoluteUri + "/");

    /// <summary>The base of every arm's options.</summary>
    /// <param name="parsed">The command line.</param>
    /// <param name="recorded">What is not given is as it was recorded; null: as it is by default.</param>
    /// <exception cref="CommandException">The JSON cannot be read.</exception>
    public QuestionOptions ReadBase(ParseResult parsed, QuestionOptions? recorded = null)
    {
        var options = OptionsJson.Apply(parsed.GetValue(Overrides)!, recorded ?? new QuestionOptions());
        return options with { Seed = parsed.GetResult(Seed) is null or { Implicit: true } ? options.Seed : parsed.GetValue(Seed) };
    }
}
