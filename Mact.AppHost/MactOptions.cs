using System.CommandLine;
using System.CommandLine.Help;

namespace Mact.AppHost;

/// <summary>A model on this machine.</summary>
/// <param name="File">The GGUF file; null = the one that was chosen on the page before, or the choice is open.</param>
internal sealed record LocalModel(string? File);

/// <summary>What the command line asks for; the descriptions below say what each option means.</summary>
internal sealed record MactOptions(
    int WebPort, int ApiPort, int Workers, string? ModelEndpoint, string? Model, string? Vllm, LocalModel? LocalModel, string? Redis, string? Data)
{
    /// <summary>Reads the command line. What Aspire itself understands (<c>--publisher</c>, <c>--Section:Key</c>, …) is left to it.</summary>
    /// <returns>The options, or null where help was asked for or something is wrong; that has been written then.</returns>
    public static (MactOptions? Options, int ExitCode) Parse(IReadOnlyList<string> args, TextWriter output, TextWriter error)
    {
        var webPort = Number("--web-port", "Port of the page; 0 = a free one.", 8080, 0, 65535);
        var apiPort = Number("--api-port", "Port of the HTTP API; 0 = a free one.", 8081, 0, 65535);
        var workers = Number("--workers", "Worker processes.", 1, 1, 64);
        var endpoint = Text("--model-endpoint", "Base URL of an OpenAI-compatible endpoint, with /v1 (vLLM, RunPod, OpenAI, Ollama). "
            + "Without it the built-in table reader answers, which is no language model. The key comes from MACT_API_KEY or user secrets.");
        var model = Text("--model", "The model's served name. Without it: the single model that the endpoint serves.");
        var vllm = Text("--vllm", "A model of the Hugging Face hub, served by vLLM in a container with all GPUs.");
        var localModel = Text("--local-model", "A model on this machine, by llama.cpp: no GPU, no server, no key. A GGUF file, or nothing: then the "
            + "page offers files. Small models write simple SQL.");
        localModel.Arity = ArgumentArity.ZeroOrOne;
        var redis = Text("--redis", "container, stand-in, or HOST:PORT of a Redis of yours. "
            + "Without it: a container where a container runtime can run Redis, else the stand-in.");
        var data = Text("--data", "Directory in which the Redis stand-in keeps questions and answers. Without it they live until stop.");
        var help = new HelpOption();
        var command = new Command("Mact.AppHost", "Starts all of Mact on this machine, on .NET Aspire.")
        {
            webPort, apiPort, workers, endpoint, model, vllm, localModel, redis, data, help,
        };
        command.TreatUnmatchedTokensAsErrors = false;
        var parsed = command.Parse(args);
        if (parsed.GetResult(help) is not null)
        {
            return (null, parsed.Invoke(new() { Output = output }));
        }

        var mistake = parsed.Errors.Select(static wrong => wrong.Message).FirstOrDefault() ?? FindUnknown(parsed.UnmatchedTokens);
        if (mistake is null)
        {
            var options = new MactOptions(
                parsed.GetValue(webPort),
                parsed.GetValue(apiPort),
                parsed.GetValue(workers),
                parsed.GetValue(endpoint)?.TrimEnd('/'),
                parsed.GetValue(model),
                parsed.GetValue(vllm),
                parsed.GetResult(localModel) is { Implicit: false }
                    ? new LocalModel(FileOrNull(parsed.GetValue(localModel)))
                    : null,
                parsed.GetValue(redis),
                parsed.GetValue(data) is { } directory ? Path.GetFullPath(directory) : null);
            mistake = options.FindMistake();
            if (mistake is null)
            {
                return (options, 0);
            }
        }

        error.WriteLine($"{mistake} --help lists the options.");
        return (null, 1);
    }

    private static Option<string?> Text(string name, string description) => new(name) { Description = description };

    private static Option<int> Number(string name, string description, int defaultValue, int min, int max) => new(name)
    {
        Description = $"{description} [default: {defaultValue}]",
        DefaultValueFactory = _ => defaultValue,
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

    /// <summary>What follows an option without a value may be an option of Aspire's.</summary>
    private static string? FileOrNull(string? text) =>
        text is null || text.StartsWith("--", StringComparison.Ordinal) ? null : Path.GetFullPath(text);

    private string? FindMistake() => this switch
    {
        { ModelEndpoint: { } url } when !(Uri.TryCreate(url, UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https") =>
            "--model-endpoint must be an absolute http or https URL, such as http://localhost:8000/v1.",
        _ when new object?[] { ModelEndpoint, Vllm, LocalModel }.Count(static given => given is not null) > 1 =>
            "--model-endpoint, --vllm and --local-model each name a model; give one of them.",
        { LocalModel.File: { } file } when !File.Exists(file) => $"--local-model: there is no file {file}.",
        { Model: not null, ModelEndpoint: null } =>
            "--model needs --model-endpoint: the built-in table reader has one name only, and --vllm says its own.",
        { Redis: { } redis } when redis is not ("container" or "stand-in") && !redis.Contains(':', StringComparison.Ordinal) =>
            "--redis must be container, stand-in, or HOST:PORT.",
        { Data: not null, Redis: not (null or "stand-in") } => "--data belongs to the Redis stand-in; any other Redis keeps its own data.",
        _ => null,
    };
}
