using System.CommandLine;

namespace Mact.AppHost;

/// <summary>What the command line asks for; the descriptions say what each option means. A local model without a file is an empty text.</summary>
internal sealed record MactOptions(
    int WebPort, int ApiPort, int Workers, string? ModelEndpoint, string? Model, string? Vllm, string? LocalModel, string? Redis, string? Data)
{
    /// <summary>Reads the command line. What Aspire itself understands (<c>--publisher</c>, <c>--Section:Key</c>, …) is left to it.</summary>
    /// <returns>The options, or null where help was asked for or something is wrong; that has been written then.</returns>
    public static (MactOptions? Options, int ExitCode) Parse(IReadOnlyList<string> args, TextWriter output, TextWriter error)
    {
        var command = new RootCommand("Starts all of Mact on this machine, on .NET Aspire.")
        {
            Number("--web-port", 8080, 0, 65535, "Port of the page; 0 = a free one."),
            Number("--api-port", 8081, 0, 65535, "Port of the HTTP API; 0 = a free one."),
            Number("--workers", 1, 1, 64, "Worker processes."),
            Text("--model-endpoint", "Base URL of an OpenAI-compatible endpoint, with /v1 (vLLM, RunPod, OpenAI, Ollama). Without it the built-in "
                + "table reader answers, which is no language model. The key comes from MACT_API_KEY or user secrets."),
            Text("--model", "The model's served name. Without it: the single model that the endpoint serves."),
            Text("--vllm", "A model of the Hugging Face hub, served by vLLM in a container with all GPUs."),
            new Option<string?>("--local-model")
            {
                Arity = ArgumentArity.ZeroOrOne,
                Description = "A model on this machine, by llama.cpp: no GPU, no server, no key. A GGUF file, or nothing: then the page offers "
                    + "files. Small models write simple SQL.",
            },
            Text("--redis", "container, stand-in, or HOST:PORT of a Redis of yours. Without it: a container where a runtime can run Redis, else "
                + "the stand-in."),
            Text("--data", "Directory in which the Redis stand-in keeps questions and answers. Without it they live until stop."),
        };
        command.TreatUnmatchedTokensAsErrors = false;
        var parsed = command.Parse(args);
        var mistake = parsed.Errors.Select(static wrong => wrong.Message).FirstOrDefault() ?? FindUnknown(parsed.UnmatchedTokens);
        if (mistake is null && parsed.Action is not null)
        {
            return (null, parsed.Invoke(new() { Output = output }));
        }

        var options = mistake is null ? Read(parsed) : null;
        mistake ??= options!.FindMistake();
        if (mistake is null)
        {
            return (options, 0);
        }

        error.WriteLine($"{mistake} --help lists the options.");
        return (null, 1);
    }

    private static Option<string?> Text(string name, string description) => new(name) { Description = description };

    private static Option<int> Number(string name, int usual, int min, int max, string description) => new(name)
    {
        Description = description,
        DefaultValueFactory = _ => usual,
        CustomParser = result =>
        {
            if (!int.TryParse(result.Tokens[0].Value, out var number) || number < min || number > max)
            {
                result.AddError($"{name} must be a whole number from {min} to {max}.");
            }

            return number;
        },
    };

    /// <summary>A mistyped option would otherwise go unseen. What a publish is given, and keys of the configuration, are Aspire's.</summary>
    private static string? FindUnknown(IReadOnlyList<string> tokens)
    {
        var names = tokens.Select(static token => token.Split('=')[0]).Where(static name => name.StartsWith("--", StringComparison.Ordinal)).ToList();
        var unknown = names.Exists(static name => name is "--publisher" or "--operation" or "--environment")
            ? null
            : names.Find(static name => name.All(static character => character is '-' or (>= 'a' and <= 'z')));
        return unknown is null ? null : $"There is no option {unknown}.";
    }

    private static MactOptions Read(ParseResult parsed)
    {
        // What follows an option without a value may be an option of Aspire's.
        var file = parsed.GetValue<string>("--local-model") is { } given && !given.StartsWith("--", StringComparison.Ordinal) ? given : null;
        return new(
            parsed.GetValue<int>("--web-port"),
            parsed.GetValue<int>("--api-port"),
            parsed.GetValue<int>("--workers"),
            parsed.GetValue<string>("--model-endpoint")?.TrimEnd('/'),
            parsed.GetValue<string>("--model"),
            parsed.GetValue<string>("--vllm"),
            parsed.GetResult("--local-model") is null ? null : file is null ? string.Empty : Path.GetFullPath(file),
            parsed.GetValue<string>("--redis"),
            parsed.GetValue<string>("--data") is { } data ? Path.GetFullPath(data) : null);
    }

    private string? FindMistake() => this switch
    {
        { ModelEndpoint: { } url } when !(Uri.TryCreate(url, UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https") =>
            "--model-endpoint must be an absolute http or https URL, such as http://localhost:8000/v1.",
        _ when new[] { ModelEndpoint, Vllm, LocalModel }.Count(static given => given is not null) > 1 =>
            "--model-endpoint, --vllm and --local-model each name a model; give one of them.",
        { LocalModel: { Length: > 0 } file } when !File.Exists(file) => $"--local-model: there is no file {file}.",
        { Model: not null, ModelEndpoint: null } => "--model needs --model-endpoint: the table reader has one name only, and --vllm says its own.",
        { Redis: { } redis } when redis is not ("container" or "stand-in") && !redis.Contains(':', StringComparison.Ordinal) =>
            "--redis must be container, stand-in, or HOST:PORT.",
        { Data: not null, Redis: not (null or "stand-in") } => "--data belongs to the Redis stand-in; any other Redis keeps its own data.",
        _ => null,
    };
}
