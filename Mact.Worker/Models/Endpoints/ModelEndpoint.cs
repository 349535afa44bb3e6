using System.Collections.Concurrent;
using Mact.Core.Models;
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
    private readonly EndpointMemory _memory;
    private readonly ConcurrentDictionary<string, EndpointCapabilities> _capabilities = new(StringComparer.Ordinal);
    private ModelListing? _listing;
    private long _listedAt;
    private (string Model, QuestionError Error, long At)? _missing;
    private long? _measuredAt;
    private bool _hasMetrics = true;
    private int _askedContext;

    public ModelEndpoint(ModelConnection connection, ModelTransport transport, EndpointMemory memory, ModelOptions options, TimeProvider time)
    {
        Connection = connection;
        Transport = transport;
        _options = options;
        _time = time;
        Gate = new EndpointGate(options, time, ProbeAsync);
        Flow = new FlowGate(options, time);
        _memory = memory;
    }

    public ModelConnection Connection { get; }

    public ModelTransport Transport { get; }

    public EndpointGate Gate { get; }

    public FlowGate Flow { get; }

    /// <summary>What System shows of it.</summary>
    public EndpointState State
    {
        get
        {
            var (inFlight, running, waiting, limit, tokensPerSecond, heldBack, serverWaiting) = Flow.Read();
            return new(
                Connection.Server,
                Connection.Model ?? "auto",
                inFlight,
                running,
                waiting,
                limit,
                tokensPerSecond,
                heldBack?.ToString(),
                serverWaiting,
                Problem);
        }
    }

    /// <summary>What is known of a model that it serves.</summary>
    public EndpointCapabilities CapabilitiesOf(string model) => _capabilities.GetOrAdd(
        model,
        static (name, self) => new EndpointCapabilities(self.Address, name, self._memory.Find(self.Address, name), self._memory.Keep),
        this);

    /// <summary>What is wrong with it as far as is known, in words; null when nothing is. Asks nobody.</summary>
    public string? Problem
    {
        get
        {
            if (Gate.Down is { } down)
            {
                return Connection.Redact(WaitText.Problem(down, Gate.HasAnswered, Connection.Server)).ToString();
            }

            return MissingNow(Connection.Model)?.Message
                ?? (_listing is null ? null : (Select(_listing, model: null) as ModelSelection.Impossible)?.Error.Message);
        }
    }

    /// <summary>Whether the endpoint was looked at yet.</summary>
    public bool IsKnown => _listing is not null || Gate.Down is not null;

    /// <summary>The model that a call goes to. Waits while the endpoint is not ready.</summary>
    /// <param name="model">Null = the connection's own.</param>
    /// <param name="wait">The call's waiting.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <exception cref="ModelException">It does not serve the model, or will not work as configured.</exception>
    public async Task<ServedModel> ResolveAsync(string? model, CallWait wait, CancellationToken cancellationToken)
    {
        var odd = 0;
        while (true)
        {
            await wait.ForAsync(Gate, cancellationToken);
            if (MissingNow(model ?? Connection.Model) is { } missing && _time.GetElapsedTime(_missing!.Value.At) < _options.RecheckInterval)
            {
                throw new ModelException(missing);
            }

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

    /// <summary>The error of a model whose name the endpoint refused, with what it serves; remembered until a call succeeds or for a little
    /// while.</summary>
    public async Task<QuestionError> MissingAsync(string model, CancellationToken cancellationToken)
    {
        var served = await LookAsync(force: true, cancellationToken) is ModelListing.Listed listed ? listed.Models : [];
        var error = ModelSelector.NotServed(model, [.. served.Select(static one => one.Name)], Connection);
        _missing = (model, error, _time.GetTimestamp());
        return error;
    }

    /// <summary>A call to the model succeeded.</summary>
    public void Found(string model) => _missing = _missing?.Model == model ? null : _missing;

    /// <inheritdoc/>
    public void Dispose() => _looking.Dispose();

    private QuestionError? MissingNow(string? model) => model is not null && _missing is { } missing && missing.Model == model ? missing.Error : null;

    private string Address => $"{Connection.Server}{Connection.Endpoint.AbsolutePath}";

    /// <summary>
    /// Asks once, after a first reply, for the context of a model that tells it only once it is loaded (Ollama, LM Studio).
    /// </summary>
    public async Task LearnContextAsync(ServedModel model, CancellationToken cancellationToken)
    {
        if (model is { ContextTokens: null, Family: EndpointFamily.Ollama or EndpointFamily.LmStudio }
            && Interlocked.Exchange(ref _askedContext, 1) == 0)
        {
            var told = await ContextReader.OfLoadedAsync(model, Transport, cancellationToken);
            CapabilitiesOf(model.Name).Learn(known => told is null ? known : known with { ContextTokens = told });
        }
    }

    /// <summary>
    /// Asks vLLM and llama.cpp for the length of their own queue, now and then while calls are made; never a serverless endpoint, where each
    /// request is a billed job.
    /// </summary>
    public async Task MeasureAsync(ServedModel model, CancellationToken cancellationToken)
    {
        if (
            !_hasMetrics
                || model.Family is not (EndpointFamily.Vllm or EndpointFamily.LlamaCpp)
                || Connection.Endpoint.AbsolutePath.Contains("/openai/", StringComparison.Ordinal)
            || (_measuredAt is { } at && _time.GetElapsedTime(at) < _options.MetricsInterval))
        {
            return;
        }

        _measuredAt = _time.GetTimestamp();
        try
        {
            using var timeout = new CancellationTokenSource(_options.ProbeTimeout, _time);
            using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, timeout.Token);
            var reply = await Transport.BesideAsync(HttpMethod.Get, "metrics", null, either.Token);
            if (reply.Status == 200 && ServerMetrics.Waiting(reply.Body.Span) is { } waiting)
            {
                Flow.ServerSays(waiting);
            }
            else if (reply.Status is 404 or 405 or 501 or 401 or 403)
            {
                _hasMetrics = false;
            }
        }
        catch (Exception exception) when (exception is TransportException or OperationCanceledException)
        {
            // Whether it is down shows at the requests themselves.
        }
    }

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
        using var timeout = new CancellationTokenSource(Gate.IsCold ? _options.FirstTokenTimeout : _options.ProbeTimeout, _time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, timeout.Token);
        ModelListing listing;
        try
        {
            listing = ModelListReader.Read(await Transport.ListModelsAsync(either.Token), Connection);
            listing = await ContextReader.CompleteAsync(listing, Transport, Connection, either.Token);
        }
        catch (TransportException exception) when (exception.IsPermanent)
        {
            listing = new ModelListing.Failed(new QuestionError(
                ErrorCodes.ModelEndpointWrong,
                $"The model endpoint {Connection.Server} cannot be reached: {exception.Sentence}. {exception.Advice}"));
        }
        catch (TransportException exception)
        {
            listing = exception.IsMute && !Gate.HasAnswered && await Transport.SpeaksTlsAsync(cancellationToken)
                ? new ModelListing.Failed(new QuestionError(
                    ErrorCodes.ModelEndpointWrong,
                    $"The model endpoint {Connection.Server} speaks https, and was asked by http. Write https in Endpoint."))
                : new ModelListing.NotReady(WaitReasons.Unreachable, exception.Sentence, RetryAfter: null);
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

/// <summary>What was learnt about a model on an endpoint by asking it; told to <paramref name="learnt"/> whenever it changes.</summary>
internal sealed class EndpointCapabilities(string endpoint, string model, EndpointKnowledge? known, Action<EndpointKnowledge> learnt)
{
    private readonly Lock _lock = new();
    private int _triedLonger;
    private EndpointKnowledge _knowledge = known ?? new EndpointKnowledge { Endpoint = endpoint, Model = model };

    /// <summary>All of it.</summary>
    public EndpointKnowledge Knowledge
    {
        get
        {
            lock (_lock)
            {
                return _knowledge;
            }
        }
    }

    /// <summary>The largest n that it takes or honours; <see cref="int.MaxValue"/> until it showed a limit.</summary>
    public int MaxBatch => Knowledge.MaxBatch ?? int.MaxValue;

    /// <summary>Whether the field was not refused by name yet.</summary>
    public bool Takes(string field) => !Knowledge.Refused.Contains(field, StringComparer.Ordinal);

    /// <summary>False when that was known already.</summary>
    public bool Refuses(string field)
    {
        var isNew = false;
        Learn(known =>
        {
            isNew = !known.Refused.Contains(field, StringComparer.Ordinal);
            return isNew ? known with { Refused = [.. known.Refused, field] } : known;
        });
        return isNew;
    }

    /// <summary>Lowers <see cref="MaxBatch"/>.</summary>
    public void LimitBatch(int max) => Learn(known => known.MaxBatch is { } batch && batch <= max ? known : known with { MaxBatch = max });

    /// <summary>Whether longer replies were not tried yet in this process; once.</summary>
    public bool TriesLonger() => Interlocked.Exchange(ref _triedLonger, 1) == 0;

    /// <summary>Changes what is known.</summary>
    public void Learn(Func<EndpointKnowledge, EndpointKnowledge> change)
    {
        EndpointKnowledge before;
        EndpointKnowledge after;
        lock (_lock)
        {
            before = _knowledge;
            _knowledge = after = change(before);
        }

        if (!ReferenceEquals(before, after) && before != after)
        {
            learnt(after);
        }
    }
}

/// <summary>The endpoints by connection name.</summary>
internal sealed class EndpointRegistry(
    IOptions<ModelConnections> connections,
    IHttpClientFactory clients,
    EndpointMemory memory,
    IOptions<ModelOptions> options,
    TimeProvider time) : IDisposable
{
    private readonly ConcurrentDictionary<(Uri Endpoint, string? Key, string? Model), ModelEndpoint> _endpoints = new();

    /// <summary>The endpoint of <paramref name="name"/> (planner or coder).</summary>
    /// <exception cref="ModelException">None is configured.</exception>
    public ModelEndpoint Get(string name) => connections.Value.Find(name) is { } connection
        ? _endpoints.GetOrAdd(
            (connection.Endpoint, connection.Key, connection.Model), static (_, x) => x.Self.Create(x.connection), (Self: this, connection))
        : throw new ModelException(new QuestionError(
            ErrorCodes.ModelEndpointWrong,
            $"No model endpoint is configured. Set the connection string '{ModelConnections.ModelName}' (or '{name}'), e.g. "
            + $"ConnectionStrings__model=\"Endpoint=http://localhost:8000/v1;Model=auto\"."));

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var endpoint in _endpoints.Values)
        {
            endpoint.Dispose();
        }
    }

    private ModelEndpoint Create(ModelConnection connection) =>
        new(
            connection,
            new ModelTransport(connection, clients.CreateClient(ModelsExtensions.HttpClientName), options.Value, time),
            memory,
            options.Value,
            time);

    /// <summary>Those that were used so far.</summary>
    public IReadOnlyList<ModelEndpoint> Used => [.. _endpoints.Values];
}
