using System.CommandLine;
using System.Globalization;

namespace Mact.AppHost.Embedded.Options;

/// <summary>The command line of the embedded AppHost.</summary>
internal sealed class EmbeddedCommand
{
    private readonly Option<int> _webPort = Number("--web-port", "Port of the web page.", 8080, 1, 65535);
    private readonly Option<int> _apiPort = Number("--api-port", "Port of the HTTP API.", 8081, 1, 65535);
    private readonly Option<int> _dashboardPort = Number("--dashboard-port", "Port of the Mact dashboard: resources, logs, traces.", 8082, 1, 65535);
    private readonly Option<int> _workers = Number("--workers", "Worker processes.", 1, 1, 64);

    private readonly Option<string?> _modelEndpoint = new("--model-endpoint")
    {
        Description = "Base URL of an OpenAI-compatible endpoint, with /v1 (vLLM, RunPod, OpenAI, Ollama). "
            + "Without it the built-in table reader answers, which is no language model. The key comes from MACT_API_KEY or user secrets.",
    };

    private readonly Option<string?> _model = new("--model")
    {
        Description = "The model's served name. Without it: the single model that the endpoint serves.",
    };

    private readonly Option<string?> _redis = new("--redis")
    {
        Description = "Connection string of a Redis (host:port,…), 6.2 or later. Without it a stand-in runs in a process of its own.",
    };

    private readonly Option<string?> _data = new("--data")
    {
        Description = "Directory in which the Redis stand-in keeps questions and answers. Without it they live until stop.",
    };

    /// <summary>Parses and, when the arguments are right, runs; otherwise says what is wrong and returns 1.</summary>
    public Task<int> InvokeAsync(string[] args, string? modelKey, Func<EmbeddedOptions, CancellationToken, Task<int>> run)
    {
        var root = new RootCommand("Starts all of Mact on this machine: stand-ins, API, workers and the web page, as child processes.")
        {
            _webPort, _apiPort, _dashboardPort, _modelEndpoint, _model, _workers, _redis, _data,
        };
        AddValidation();
        root.SetAction((result, cancellationToken) => run(Read(result, modelKey), cancellationToken));

        // The host stops its children in order and in its own time; the library must not end the process after two seconds.
        return root.Parse(args).InvokeAsync(new InvocationConfiguration { ProcessTerminationTimeout = null });
    }

    private static Option<int> Number(string name, string description, int standard, int least, int most) => new(name)
    {
        Description = description,
        DefaultValueFactory = _ => standard,
        CustomParser = result =>
        {
            if (int.TryParse(result.Tokens[0].Value, CultureInfo.InvariantCulture, out var number) && number >= least && number <= most)
            {
                return number;
            }

            result.AddError(string.Create(CultureInfo.InvariantCulture, $"{name} must be a whole number from {least} to {most}."));
            return standard;
        },
    };

    private void AddValidation()
    {
        _modelEndpoint.Validators.Add(static result =>
        {
            if (result.GetValueOrDefault<string>() is { } text && !IsHttp(text))
            {
                result.AddError("--model-endpoint must be an absolute http or https URL, such as http://localhost:8000/v1.");
            }
        });
        _model.Validators.Add(result =>
        {
            if (result.GetResult(_modelEndpoint) is null)
            {
                result.AddError("--model needs --model-endpoint: the built-in table reader has one name only.");
            }
        });
        _data.Validators.Add(result =>
        {
            if (result.GetResult(_redis) is not null)
            {
                result.AddError("--data belongs to the Redis stand-in; a Redis given by --redis keeps its own data.");
            }
        });
    }

    private static bool IsHttp(string text) =>
        Uri.TryCreate(text, UriKind.Absolute, out var uri) && (uri.Scheme == Uri.UriSchemeHttp || uri.Scheme == Uri.UriSchemeHttps);

    private EmbeddedOptions Read(ParseResult result, string? modelKey) => new()
    {
        WebPort = result.GetValue(_webPort),
        ApiPort = result.GetValue(_apiPort),
        DashboardPort = result.GetValue(_dashboardPort),
        ModelEndpoint = result.GetValue(_modelEndpoint) is { } endpoint ? new Uri(endpoint) : null,
        Model = result.GetValue(_model),
        ModelKey = modelKey,
        Workers = result.GetValue(_workers),
        Redis = result.GetValue(_redis),
        DataDirectory = result.GetValue(_data) is { } directory ? Path.GetFullPath(directory) : null,
    };
}
