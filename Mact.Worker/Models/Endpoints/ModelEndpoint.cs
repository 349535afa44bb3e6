using Mact.Core.Models;
using System.Collections.Concurrent;
using Microsoft.Extensions.Options;

namespace Mact.Worker.Models.Endpoints;

/// <summary>
/// One endpoint and all that the process knows of it: whether it answers, what it serves, what it can. Connections with the same
/// endpoint, key and model share it.
/// </summary>
internal sealed class ModelEndpoint : IDisposable
{
    private readonly ModelOptions _options;
    private readonly TimeProvider _time;
    private readonly SemaphoreSlim _looking = new(1);
    private ModelListing? _listing;
    private long _listedAt;

    public ModelEndpoint(ModelConnection connection, ModelTransport transport, ModelOptions options, TimeProvider time)
    {
        Connection = connection;
        Transport = transport;
        _options = options;
        _time = time;
        Gate = new EndpointGate(options, time, ProbeAsync);
        Limiter = new FairLimiter(options.Concurrency);
    }

    public ModelConnection Connection { get; }

    public ModelTransport Transport { get; }

    public EndpointGate Gate { get; }

    public FairLimiter Limiter { get; }

    public EndpointCapabilities Capabilities { get; } = new();

    /// <summary>What is wrong with it as far as is known, in words; null when nothing is. Asks nobody.</summary>
    public string? Problem
    {
        get
        {
            if (Gate.Down is { } down)
            {
                return Connection.Redact(WaitWords.Problem(down, Gate.HasAnswered, Connection.Server));
            }

            return _listing is null ? null : (Select(_listing, model: null) as ModelSelection.Impossible)?.Error.Message;
        }
    }

    /// <summary>Whether the endpoint was looked at yet.</summary>
    public bool IsKnown => _listing is not null || Gate.Down is not null;

    /// <summary>The model that a call goes to. Waits while the endpoint is not ready.</summary>
    /// <param name="model">Null = the connection's own.</param>
    /// <param name="wait">The call's waiting.</param>
    /// <param name="cancellationToken">Of the call.</param>
    /// <exception cref="ModelException">It does not serve the model, or will not work as configured.</exception>
    public async Task<ServedModel> ResolveAsync(string? model, CallWait wait, CancellationToken cancellationToken)
    {
        var odd = 0;
        while (true)
        {
            await wait.ForAsync(Gate, cancellationToken);
            if (_listing is { } known && Select(known, model) is ModelSelection.Found found)
            {
                return found.Model;
            }

            var listing = await wait.DuringAsync(token => LookAsync(force: false, token), Gate, cancellationToken);
            switch (Select(listing, model))
            {
                case ModelSelection.Found served:
                    return served.Model;
                case ModelSelection.Impossible { Error: var error }:
                    if (listing is ModelListing.Odd && ++odd < _options.MaxBadReplies)
                    {
                        await Task.Delay(_options.RecheckInterval, _time, cancellationToken);
                        break;
                    }

                    throw new ModelException(error);
                default:
                    break;
            }
        }
    }

    /// <summary>A fresh look, after the endpoint refused the model's name; for the list of what it serves.</summary>
    public async Task<IReadOnlyList<string>> ServedNamesAsync(CancellationToken cancellationToken) =>
        await LookAsync(force: true, cancellationToken) is ModelListing.Listed listed ? [.. listed.Models.Select(static model => model.Name)] : [];

    /// <inheritdoc/>
    public void Dispose() => _looking.Dispose();

    private ModelSelection Select(ModelListing listing, string? model) => ModelSelector.Select(listing, Connection, model);

    /// <summary>The last look if it is young or good enough, else a new one; only one at a time.</summary>
    private async Task<ModelListing> LookAsync(bool force, CancellationToken cancellationToken)
    {
        var asked = _time.GetTimestamp();
        await _looking.WaitAsync(cancellationToken);
        try
        {
            var isFresh = _listing is not null
                && (_listedAt > asked || (!force && _time.GetElapsedTime(_listedAt) < _options.RecheckInterval));
            return isFresh ? _listing! : await ProbeAsync(cancellationToken);
        }
        finally
        {
            _looking.Release();
        }
    }

    private async Task<ModelListing> ProbeAsync(CancellationToken cancellationToken)
    {
        using var timeout = new CancellationTokenSource(Gate.IsCold ? _options.FirstAnswerTimeout : _options.WarmTimeout, _time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, timeout.Token);
        ModelListing listing;
        try
        {
            listing = ModelListReader.Read(await Transport.ListModelsAsync(either.Token), Connection);
        }
        catch (TransportException exception)
        {
            listing = new ModelListing.NotReady(WaitReasons.Unreachable, exception.Message, RetryAfter: null);
        }
        catch (OperationCanceledException) when (timeout.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            listing = new ModelListing.NotReady(WaitReasons.Unreachable, "no answer in time", RetryAfter: null);
        }

        if (listing is ModelListing.NotReady notReady)
        {
            Gate.Close(notReady);
            return listing;
        }

        Gate.Answered();
        _listing = listing;
        _listedAt = _time.GetTimestamp();
        return listing;
    }
}

/// <summary>What was learnt about an endpoint by asking it, remembered until the process ends.</summary>
internal sealed class EndpointCapabilities
{
    private readonly ConcurrentDictionary<string, byte> _refused = new(StringComparer.Ordinal);
    private int _maxBatch = int.MaxValue;

    /// <summary>The largest n that it takes or honours; <see cref="int.MaxValue"/> until it showed a limit.</summary>
    public int MaxBatch => Volatile.Read(ref _maxBatch);

    /// <summary>Whether /tokenize answered; null until it was asked.</summary>
    public bool? Tokenizes { get; set; }

    /// <summary>The fields that it refused by name.</summary>
    public bool Takes(string field) => !_refused.ContainsKey(field);

    /// <summary>False when that was known already.</summary>
    public bool Refuses(string field) => _refused.TryAdd(field, 0);

    /// <summary>Lowers <see cref="MaxBatch"/>.</summary>
    public void LimitBatch(int largest)
    {
        int known;
        while (largest < (known = Volatile.Read(ref _maxBatch)) && Interlocked.CompareExchange(ref _maxBatch, largest, known) != known)
        {
            // Another request learnt something in between: compare again.
        }
    }
}

/// <summary>The endpoints by connection name.</summary>
internal sealed class EndpointRegistry(IOptions<ModelConnections> connections, IHttpClientFactory clients, IOptions<ModelOptions> options, TimeProvider time) : IDisposable
{
    private readonly ConcurrentDictionary<(Uri Endpoint, string? Key, string? Model), ModelEndpoint> _endpoints = new();

    /// <summary>The endpoint of <paramref name="name"/> (planner or coder).</summary>
    /// <exception cref="ModelException">None is configured, or its connection string cannot be read.</exception>
    public ModelEndpoint Get(string name) => connections.Value.Find(name) switch
    {
        ModelConnectionReading.Read { Connection: var connection } =>
            _endpoints.GetOrAdd((connection.Endpoint, connection.Key, connection.Model), static (_, x) => x.Self.Create(x.connection), (Self: this, connection)),
        ModelConnectionReading.Refused refused => throw new ModelException(new QuestionError(ErrorCodes.ModelEndpointWrong, refused.Message)),
        _ => throw new ModelException(new QuestionError(
            ErrorCodes.ModelEndpointWrong,
            $"No model endpoint is configured. Set the connection string '{ModelConnections.ModelName}' (or '{name}'), e.g. "
            + "ConnectionStrings__model=\"Endpoint=http://localhost:8000/v1;Model=auto\".")),
    };

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var endpoint in _endpoints.Values)
        {
            endpoint.Dispose();
        }
    }

    private ModelEndpoint Create(ModelConnection connection) =>
        new(connection, new ModelTransport(connection, clients.CreateClient(ModelsExtensions.HttpClientName), options.Value, time), options.Value, time);
}
