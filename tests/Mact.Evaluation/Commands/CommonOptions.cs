using System.CommandLine;
using System.Text.Json;
using System.Text.Json.Nodes;
using Mact.Core;
using Mact.Core.Evaluation.Data;
using Mact.Core.Questions;
using Mact.Evaluation.Running;

namespace Mact.Evaluation.Commands;

/// <summary>What every measuring command takes.</summary>
internal sealed class CommonOptions
{
    private static readonly string[] Names = [.. typeof(QuestionOptions).GetProperties().Select(static property => JsonNamingPolicy.CamelCase.ConvertName(property.Name))];

    public Option<FileInfo> Data { get; } = new("--data") { Description = "The data set (docs/data.md lists the shapes).", Required = true };

    public Option<DataSetFormat> Format { get; } = new("--format") { Description = "The file's shape; found by itself where it is not given." };

    public Option<FileInfo[]> Tables { get; } = new("--table")
    {
        Description = "A CSV table that the questions of a CSV are asked of; may be given several times.",
        DefaultValueFactory = static _ => [],
    };

    public Option<Uri?> Url { get; } = new("--url") { Description = "A running Mact Api, such as http://localhost:8081. Without it the whole stack is started for the evaluation, on free ports." };

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

    public Option<string[]> Host { get; } = new("--host")
    {
        Description = "An argument for the stack that is started, such as --host=--model-endpoint=http://gpu:8000/v1; may be given several times.",
        DefaultValueFactory = static _ => [],
    };

    public void AddTo(Command command)
    {
        foreach (var option in (Option[])[Data, Format, Tables, Url, Limit, Seed, Repeats, Parallel, Out, Overrides, Host])
        {
            command.Add(option);
        }
    }

    /// <summary>The base of every arm's options.</summary>
    /// <exception cref="CommandException">The JSON cannot be read.</exception>
    public QuestionOptions ReadBase(ParseResult parsed)
    {
        try
        {
            // Members that are not given keep their defaults, which reading alone would set to zero.
            var all = JsonSerializer.SerializeToNode(new QuestionOptions(), MactJson.Default.QuestionOptions)!.AsObject();
            foreach (var (name, value) in JsonNode.Parse(parsed.GetValue(Overrides)!)?.AsObject() ?? [])
            {
                all[Known(name)] = value?.DeepClone();
            }

            var options = all.Deserialize(MactJson.Default.QuestionOptions) ?? new QuestionOptions();
            return options with { Seed = parsed.GetResult(Seed) is null or { Implicit: true } ? options.Seed : parsed.GetValue(Seed) };
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            throw new CommandException($"--options is no JSON object of question options: {exception.Message}", exception);
        }
    }

    private static string Known(string name) => Array.Exists(Names, known => known == name)
        ? name
        : throw new CommandException($"'{name}' is no question option; the options are {string.Join(", ", Names)}.");
}
