using System.Threading.Channels;
using Mact.Client;
using Mact.LocalModel.Decoding;
using Mact.LocalModel.Files;
using Mact.LocalModel.Text;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Options;

namespace Mact.LocalModel.Serving;

/// <summary>Where the model stands. Closed.</summary>
internal abstract record ModelState
{
    /// <summary>No file was chosen yet.</summary>
    public sealed record NotChosen : ModelState;

    /// <summary>The chosen file is being fetched.</summary>
    /// <param name="File">What was chosen.</param>
    /// <param name="Progress">From 0 to 1.</param>
    public sealed record Downloading(KnownModelFile File, double Progress) : ModelState;

    /// <summary>It is being loaded.</summary>
    /// <param name="File">What is known of it.</param>
    /// <param name="Progress">From 0 to 1.</param>
    public sealed record Loading(GgufFile File, double Progress) : ModelState;

    /// <summary>It answers.</summary>
    public sealed record Ready(GgufFile File, LlamaModel Model, Scheduler Scheduler, ChatPrompt Prompt, long MemoryBytes) : ModelState;

    /// <summary>It can't be loaded; the process goes on, so that whoever asks is told.</summary>
    /// <param name="Message">One line for people.</param>
    public sealed record Failed(Sentence Message) : ModelState;
}

/// <summary>
/// Loads the file, then evaluates on a thread of its own until the process ends. Without a file, or with one that can't be loaded, it waits until
/// somebody chooses one, and fetches it.
/// </summary>
internal sealed partial class ModelHost(
    IOptions<LocalModelOptions> options, ModelLibrary library, IHttpClientFactory clients, ILogger<ModelHost> logger) : BackgroundService
{
    private const double Megabyte = 1 << 20;
    private readonly Channel<KnownModelFile> _choices = Channel.CreateBounded<KnownModelFile>(1);
    private volatile ModelState _state = new ModelState.NotChosen();
    private volatile CancellationTokenSource? _download;

    public ModelState State => _state;

    /// <summary>Fetches and loads a file.</summary>
    /// <returns>False where another one is being fetched, loaded or served.</returns>
    public bool TryChoose(KnownModelFile file) =>
        State is ModelState.NotChosen or ModelState.Failed
        && _choices.Writer.TryWrite(file);

    /// <summary>Ends a download that goes on.</summary>
    public void StopDownload() => _download?.Cancel();

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await Task.Yield();
        var path = options.Value.File is { Length: > 0 } given ? given : library.FindChosen();
        while (!stoppingToken.IsCancellationRequested)
        {
            if (path is not null)
            {
                await ServeAsync(path, stoppingToken);
            }

            // Another choice may go better.
            path = await FetchChosenAsync(stoppingToken);
        }
    }

    private async Task<string?> FetchChosenAsync(CancellationToken stoppingToken)
    {
        var file = await _choices.Reader.ReadAsync(stoppingToken);
        using var download = _download = CancellationTokenSource.CreateLinkedTokenSource(stoppingToken);
        _state = new ModelState.Downloading(file, 0);
        try
        {
            using var client = clients.CreateClient(ModelDownload.ClientName);
            var path = await new ModelDownload(client, library).RunAsync(
                file, progress => _state = new ModelState.Downloading(file, progress), download.Token);
            library.Remember(file);
            return path;
        }
        catch (ModelFailedException failure)
        {
            _state = new ModelState.Failed(failure.Sentence);
            Log.Failed(logger, failure.Message);
        }
        catch (OperationCanceledException) when (!stoppingToken.IsCancellationRequested)
        {
            _state = new ModelState.NotChosen();
        }
        finally
        {
            _download = null;
        }

        return null;
    }

    private async Task ServeAsync(string path, CancellationToken stoppingToken)
    {
        try
        {
            var file = GgufFile.Read(path);
            var needed = file.MemoryOf(options.Value);
            if (MachineMemory.AvailableBytes is { } available && needed > available)
            {
                throw new ModelFailedException(
                    $"{path} needs about {needed / Megabyte:N0} MB of memory with {file.ContextOf(options.Value)} tokens of context for "
                    + $"{options.Value.Sequences} prompts at once, and {available / Megabyte:N0} MB are free. Take a smaller model, or set "
                    + "LocalModel__ContextTokens or LocalModel__Sequences lower.");
            }

            _state = new ModelState.Loading(file, 0);
            using var model = await LlamaModel.LoadAsync(
                file, options.Value, new Loader(progress => _state = new ModelState.Loading(file, progress)), stoppingToken);
            using var scheduler = new Scheduler(model);
            var prompt = new ChatPrompt(file.ChatTemplate ?? ChatPrompt.Default);
            if (!prompt.IsKnown)
            {
                Log.TemplateUnknown(logger, file.Name);
                prompt = new ChatPrompt(ChatPrompt.Default);
            }

            _state = new ModelState.Ready(file, model, scheduler, prompt, needed);
            Log.Ready(logger, file.Name, model.ContextTokens, needed / Megabyte);
            if (LlamaModel.Lacks is { } lacks)
            {
                Log.Lacking(logger, lacks);
            }

            await Task.Factory.StartNew(() => scheduler.Run(stoppingToken), stoppingToken, TaskCreationOptions.LongRunning, TaskScheduler.Default);
        }
        catch (ModelFailedException failure)
        {
            _state = new ModelState.Failed(failure.Sentence);
            Log.Failed(logger, failure.Message);
        }
    }

    private sealed class Loader(Action<float> report) : IProgress<float>
    {
        public void Report(float value) => report(value);
    }

    private static partial class Log
    {
        [LoggerMessage(LogLevel.Information, "{Name} answers: {Context} tokens of context, about {Megabytes:N0} MB of memory")]
        public static partial void Ready(ILogger logger, string name, int context, double megabytes);

        [LoggerMessage(LogLevel.Error, "No model: {Message}")]
        public static partial void Failed(ILogger logger, string message);

        [LoggerMessage(LogLevel.Warning, "The form of {Name}'s chat template is not known; its prompts are written as ChatML")]
        public static partial void TemplateUnknown(ILogger logger, string name);

        [LoggerMessage(LogLevel.Warning, "{Lacks}")]
        public static partial void Lacking(ILogger logger, string lacks);
    }
}

/// <summary>Memory of this machine that a new process could take.</summary>
internal static class MachineMemory
{
    private const long Kilobyte = 1024;
    private const string Available = "MemAvailable:";

    /// <summary>Bytes; null = not known.</summary>
    public static long? AvailableBytes
    {
        get
        {
            var limit = GC.GetGCMemoryInfo().TotalAvailableMemoryBytes;
            if (!File.Exists("/proc/meminfo"))
            {
                return limit > 0 ? limit : null;
            }

            var line = File.ReadLines("/proc/meminfo").FirstOrDefault(static text => text.StartsWith(Available, StringComparison.Ordinal));
            var free = line?.Split(' ', StringSplitOptions.RemoveEmptyEntries) is [_, var number, ..]
                && long.TryParse(number, out var kilobytes)
                    ? kilobytes * Kilobyte
                    : limit;
            return Math.Min(free, limit);
        }
    }
}

/// <summary>Ready once the model answers; says before that how far it is, or why it never will.</summary>
internal sealed class ModelReadiness(ModelHost host) : IHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) =>
        Task.FromResult(host.State switch
        {
            ModelState.Ready ready => HealthCheckResult.Healthy($"{ready.File.Name} answers."),
            ModelState.Loading loading => HealthCheckResult.Unhealthy(
                $"{loading.File.Name} is being loaded: {100 * loading.Progress:0} %."),
            ModelState.Downloading downloading => HealthCheckResult.Unhealthy(
                $"{downloading.File.Name} is being fetched: {100 * downloading.Progress:0} %."),
            ModelState.Failed failed => HealthCheckResult.Unhealthy(failed.Message.ToString()),
            _ => HealthCheckResult.Unhealthy("No model file was chosen."),
        });
}
