using System.Text;
using System.Text.Json;

namespace Mact.Worker.Models.Wire;

/// <summary>Puts a streamed reply together: events of any choice in any order, usage in one of the last.</summary>
/// <param name="facts">Choices asked for, and where a choice ends, for servers that go on past it.</param>
internal sealed class ChatStream(RequestFacts facts)
{
    /// <summary>The reason of choices that were ended since they could no longer change anything.</summary>
    public const string Unneeded = "unneeded";

    /// <summary>The reason of choices that were cut.</summary>
    public const string Cut = "length";

    /// <summary>Shorter ones never run on, in tokens.</summary>
    private const int MinRunOn = 200;

    private readonly SortedDictionary<long, Parts> _choices = [];
    private ChatReplyBody? _first;

    /// <summary>An error in the stream; null when there is none.</summary>
    public ServerError? Error { get; private set; }

    /// <summary>Whether the end was marked.</summary>
    public bool IsDone { get; private set; }

    /// <summary>Whether anything but noise came.</summary>
    public bool HasEvents => _first is not null;

    /// <summary>Events that brought text: tokens, as most servers send them.</summary>
    public long Tokens => _choices.Values.Sum(static parts => parts.Tokens);

    /// <summary>Characters so far.</summary>
    public long Length { get; private set; }

    /// <summary>All choices reached one of the stops, although the server goes on with one of them at least.</summary>
    public bool IsPastStops =>
        _choices.Count >= facts.N
        && _choices.Values.All(static parts => parts.IsStopped || parts.FinishReason is not null)
        && _choices.Values.Any(static parts => parts is { IsStopped: true, FinishReason: null });

    private UsageBody? Usage { get; set; }

    private MetricsBody? Metrics { get; set; }

    /// <summary>Takes an event's data; says how many choices it brought text for.</summary>
    public int Add(ReadOnlySpan<byte> data)
    {
        Length += data.Length;
        if (data.Trim(" \r\n"u8).SequenceEqual("[DONE]"u8))
        {
            IsDone = true;
            return 0;
        }

        if (ReplyReader.Parse(data.ToArray()) is not { } body)
        {
            return 0;
        }

        _first ??= body;
        Usage = body.Usage ?? Usage;
        Metrics = body.Metrics ?? Metrics;
        if (body.Choices is not { Count: > 0 }
            && ReplyReader.Element(data.ToArray()) is { } said
            && ServerErrorReader.Read(said, isRefusal: false) is { } error)
        {
            Error = error;
        }

        var brought = 0;
        foreach (var choice in body.Choices ?? [])
        {
            var index = choice.Index ?? 0;
            if (!_choices.TryGetValue(index, out var parts))
            {
                _choices[index] = parts = new Parts();
            }

            brought += parts.Add(choice, facts) ? 1 : 0;
        }

        return brought;
    }

    /// <summary>What came as a reply would have it; of choices that broke off, only when <paramref name="all"/> are wanted.</summary>
    public ChatReplyBody Body(bool all) => (_first ?? new ChatReplyBody()) with
    {
        Usage = Usage,
        Metrics = Metrics,
        Choices = [.. _choices.Where(one => all || one.Value.IsComplete).Select(static one => one.Value.ToChoice(one.Key))],
    };

    /// <summary>Choices whose end came.</summary>
    public int Complete => _choices.Values.Count(static parts => parts.IsComplete);

    /// <summary>Choices that began.</summary>
    public int Begun => _choices.Count;

    /// <summary>Tokens of choices whose end did not come.</summary>
    public long BrokenTokens => _choices.Values.Where(static parts => !parts.IsComplete).Sum(static parts => parts.Tokens);

    /// <summary>
    /// Whether all choices that go on are longer than so many times the longest of those that ended, which are half of all at least.
    /// </summary>
    public bool RunsOn(double ratio)
    {
        var ended = _choices.Values.Where(static parts => parts.IsComplete).ToList();
        return ended.Count < facts.N
            && ended.Count * 2 >= facts.N
            && _choices.Count == facts.N
            && Math.Max(MinRunOn, ratio * ended.Max(static parts => parts.Tokens)) is var limit
            && _choices.Values.All(parts => parts.IsComplete || parts.Tokens > limit);
    }

    /// <summary>Choices that have come to their end.</summary>
    public IReadOnlyList<ChoiceBody> Ended => Body(all: false).Choices!;

    /// <summary>Choices that broke off after some text, with the tokens that they have.</summary>
    public IReadOnlyList<(ChoiceBody Choice, long Tokens)> BrokenOff =>
        [.. _choices.Where(static one => !one.Value.IsComplete && one.Value.Tokens > 0)
            .Select(static one => (one.Value.ToChoice(one.Key), one.Value.Tokens))];

    /// <summary>Ends the choices that go on, those that have not begun as well, for a reason of ours.</summary>
    public void EndOthers(string reason)
    {
        for (var index = 0L; index < facts.N; index++)
        {
            if (!_choices.TryGetValue(index, out var parts))
            {
                _choices[index] = parts = new Parts();
            }

            parts.End(reason);
        }
    }

    /// <summary>A whole stream that came in one piece.</summary>
    public static ChatStream Read(ReadOnlySpan<byte> body, RequestFacts facts)
    {
        var stream = new ChatStream(facts);
        foreach (var line in body.Split((byte)'\n'))
        {
            var text = body[line];
            if (text.StartsWith("data:"u8))
            {
                stream.Add(text["data:"u8.Length..]);
            }
        }

        return stream;
    }

    private sealed class Parts
    {
        private readonly StringBuilder _content = new();
        private readonly StringBuilder _thought = new();
        private readonly StringBuilder _refusal = new();
        private readonly List<TokenLogprobBody> _logprobs = [];
        private JsonElement? _toolCalls;

        public string? FinishReason { get; private set; }

        public bool IsStopped { get; private set; }

        public long Tokens { get; private set; }

        public bool IsComplete => FinishReason is not null || IsStopped;

        public bool Add(ChoiceBody choice, RequestFacts facts)
        {
            var part = choice.Delta ?? choice.Message;
            var content = part?.Content ?? choice.Text;
            _thought.Append(part?.Thought);
            _refusal.Append(part?.Refusal);
            _toolCalls ??= part?.ToolCalls is { ValueKind: JsonValueKind.Array } calls ? calls : null;
            FinishReason = choice.FinishReason ?? FinishReason;
            if (choice.Logprobs?.Content is { } logprobs)
            {
                _logprobs.AddRange(logprobs);
            }

            if (content is { Length: > 0 })
            {
                _content.Append(content);
                IsStopped = IsStopped || HasStop(facts.Stops, content.Length)
                    || content.Contains('\n', StringComparison.Ordinal) && facts.IsEnd?.Invoke(_content.ToString()) == true;
            }

            var hasText = content is { Length: > 0 } || part?.Thought is { Length: > 0 };
            Tokens += hasText ? 1 : 0;
            return hasText;
        }

        public void End(string reason) => FinishReason ??= IsStopped ? "stop" : reason;

        public ChoiceBody ToChoice(long index) => new()
        {
            Index = index,
            FinishReason = FinishReason ?? (IsStopped ? "stop" : null),
            Logprobs = _logprobs.Count == 0 ? null : new LogprobsBody { Content = _logprobs },
            Message = new MessageBody
            {
                Content = _content.Length == 0 ? null : _content.ToString(),
                Reasoning = _thought.Length == 0 ? null : _thought.ToString(),
                Refusal = _refusal.Length == 0 ? null : _refusal.ToString(),
                ToolCalls = _toolCalls,
            },
        };

        /// <summary>Looks at the new end only.</summary>
        private bool HasStop(IReadOnlyList<string> stops, int added)
        {
            if (stops.Count == 0)
            {
                return false;
            }

            var from = Math.Max(0, _content.Length - added - stops.Max(static stop => stop.Length));
            var end = _content.ToString(from, _content.Length - from);
            return stops.Any(stop => end.Contains(stop, StringComparison.Ordinal));
        }
    }
}
