using System.Net.ServerSentEvents;
using Mact.Worker.Models.Endpoints;
using Mact.Worker.Models.Wire;

namespace Mact.Worker.Models.Sampling;

/// <summary>
/// One request and its reply, streamed where the server streams, under two clocks: to the first token (the server's queue, generous) and
/// between tokens (a stall). As long as tokens come, it lives.
/// </summary>
internal sealed class ChatExchange : IAsyncDisposable
{
    private readonly ModelEndpoint _endpoint;
    private readonly FlowPlace _place;
    private readonly RequestFacts _facts;
    private readonly long _maxBytes;
    private readonly double _runOnRatio;
    private readonly ChatStream _stream;
    private readonly TimeSpan _firstTokenLimit;
    private readonly CancellationTokenSource _clock;
    private readonly CancellationTokenSource _either;
    private readonly CancellationToken _caller;
    private ModelResponse? _response;
    private int _ended;
    private IAsyncEnumerator<SseItem<byte[]>>? _events;
    private Reply? _reply;

    public ChatExchange(
        ModelEndpoint endpoint, FlowPlace place, RequestFacts facts, ModelOptions options, TimeProvider time, CancellationToken cancellationToken)
    {
        _endpoint = endpoint;
        _place = place;
        _facts = facts;
        _runOnRatio = options.RunOnRatio;
        _maxBytes = options.MaxResponseBytes;
        _stream = new ChatStream(facts);
        _firstTokenLimit = endpoint.Flow.FirstTokenLimit;
        _clock = new CancellationTokenSource(_firstTokenLimit, time);
        _caller = cancellationToken;
        _either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, _clock.Token);
    }

    /// <summary>HTTP status; null where no response came.</summary>
    public int? Status => _response?.Status;

    /// <summary>Asked with the choices that have come to their end, whenever another has: whether the others are ended.</summary>
    public Func<IReadOnlyList<ChoiceBody>, CancellationToken, Task<bool>>? IsEnough { get; init; }

    /// <summary>Tokens that came of samples whose end did not.</summary>
    public long BrokenTokens => _reply is Reply.Completed ? 0 : _stream.BrokenTokens;

    /// <summary>Sends the request and returns with the first token, or with the whole reply of a server that does not stream.</summary>
    public async Task<bool> BeginAsync(ReadOnlyMemory<byte> body, string? requestId, CancellationToken cancellationToken)
    {
        await using var leaving = cancellationToken.Register(static state => ((CancellationTokenSource)state!).Cancel(), _either);
        await GuardedAsync(async () =>
        {
            _response = await _endpoint.Transport.OpenChatAsync(body, requestId, _either.Token);
            if (!_response.IsStream)
            {
                var http = await _endpoint.Transport.ReadAsync(_response, _either.Token);
                _reply = ReplyReader.Read(http, _facts);
                if (_reply is Reply.Completed)
                {
                    _place.Came(0);
                }

                return;
            }

            _events = SseParser.Create(_response.Content, static (_, data) => data.ToArray())
                .EnumerateAsync(_either.Token)
                .GetAsyncEnumerator(_either.Token);
            while (_reply is null && _place.FirstToken is null)
            {
                await NextAsync();
            }
        });
        cancellationToken.ThrowIfCancellationRequested();
        return true;
    }

    /// <summary>Reads the rest.</summary>
    public async Task<Reply> EndAsync()
    {
        while (_reply is null)
        {
            await GuardedAsync(NextAsync);
        }

        if (_reply is Reply.Completed)
        {
            _place.Complete();
        }

        return _reply;
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        // Closing the connection tells the server to stop; the enumerator must not wait for more.
        await _either.CancelAsync();
        if (_response is not null)
        {
            await _response.DisposeAsync();
        }

        try
        {
            if (_events is not null)
            {
                await _events.DisposeAsync();
            }
        }
        catch (Exception exception) when (exception is not OutOfMemoryException)
        {
            // What ended it was told already.
        }

        _either.Dispose();
        _clock.Dispose();
    }

    private async Task NextAsync()
    {
        if (!await _events!.MoveNextAsync())
        {
            _reply = AtEnd();
            return;
        }

        if (_stream.Add(_events.Current.Data) is > 0 and var tokens)
        {
            _place.Came(tokens);
        }

        if (_place.FirstToken is not null)
        {
            _clock.CancelAfter(_endpoint.Flow.StallLimit);
        }

        if (_stream.Error is not null || _stream.IsDone || _stream.IsPastStops)
        {
            _reply = AtEnd();
        }
        else if (await IsEnoughAsync() || _stream.RunsOn(_runOnRatio))
        {
            // Closing the connection ends what is still computed, and the usage with it: it is counted from the texts.
            _stream.EndOthers(_stream.RunsOn(_runOnRatio) ? ChatStream.Cut : ChatStream.Unneeded);
            _reply = new Reply.Completed(_stream.Body(all: true));
        }
        else if (_stream.Length > _maxBytes)
        {
            _reply = new Reply.Broken($"The endpoint's answer (HTTP {Status}) is larger than {_maxBytes} bytes (Models:MaxResponseBytes).");
        }
    }

    private async Task<bool> IsEnoughAsync()
    {
        if (IsEnough is null || _stream.Complete == _ended || _stream.Complete == _facts.N)
        {
            return false;
        }

        _ended = _stream.Complete;
        return await IsEnough(_stream.Ended, _caller);
    }

    private async Task GuardedAsync(Func<Task> read)
    {
        try
        {
            await read();
        }
        catch (Exception exception) when (exception is not OutOfMemoryException && !_caller.IsCancellationRequested)
        {
            _reply = AtBreak(exception);
        }
    }

    private Reply AtBreak(Exception exception)
    {
        if (_clock.IsCancellationRequested)
        {
            return _place.FirstToken is null
                ? new Reply.NotReady(WaitReasons.Unreachable, $"no first token within {WaitText.Seconds(_firstTokenLimit)}")
                : Interrupted(
                    new Reply.NotReady(WaitReasons.Unreachable, $"no further token for {WaitText.Seconds(_endpoint.Flow.StallLimit)}"),
                    isStall: true);
        }

        var transport = exception as TransportException ?? TransportException.From(exception);
        return transport.IsPermanent
            ? new Reply.EndpointWrong($"{transport.Sentence}. {transport.Advice}")
            : Interrupted(new Reply.NotReady(WaitReasons.Unreachable, transport.Sentence), isStall: false);
    }

    private Reply AtEnd()
    {
        if (_stream.Error is { } error)
        {
            return Interrupted(
                ReplyClassifier.Classify(error.Status ?? 500, error, new HttpReply(error.Status ?? 500, null, default), _facts), isStall: false);
        }

        if (!_stream.HasEvents)
        {
            return new Reply.Broken($"The endpoint answered HTTP {Status} with a stream without completions.");
        }

        // Some servers mark the end and give no reason; without either, the connection broke.
        if (_stream.IsDone || (_stream.Begun > 0 && _stream.Complete == _stream.Begun))
        {
            return _stream.Begun > 0
                ? new Reply.Completed(_stream.Body(all: true))
                : new Reply.Broken($"The endpoint answered HTTP {Status} with a stream without completions.");
        }

        return Interrupted(new Reply.NotReady(WaitReasons.Unreachable, "the connection was closed in the middle of an answer"), isStall: false);
    }

    /// <summary>What had come before is kept.</summary>
    private Reply Interrupted(Reply cause, bool isStall) =>
        _stream.Begun == 0 ? cause : new Reply.Interrupted(_stream.Body(all: false), cause, isStall) { BrokenOff = _stream.BrokenOff };
}
