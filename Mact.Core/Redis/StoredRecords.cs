using System.IO.Compression;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Mact.Core.Queueing;
using StackExchange.Redis;

namespace Mact.Core.Redis;

/// <summary>Records and outcomes in their stored form.</summary>
internal static class StoredRecords
{
    public static RedisValue Pack(RunRecord record) => Packed.Json(record, MactJson.Default.RunRecord);

    public static RunRecord Unpack(RedisValue stored) => Packed.ReadJson((byte[])stored!, MactJson.Default.RunRecord);

    /// <summary>Pairs of key and packed record, as scripts take them.</summary>
    public static IEnumerable<RedisValue> Pairs(IEnumerable<RunRecord> records) =>
        records.SelectMany(static record => new RedisValue[] { record.Key, Pack(record) });

    /// <summary>The status that a question's records come to, as scripts are told it; each of them knows none by itself.</summary>
    public static RedisValue StatusAfter(params IEnumerable<RunRecord> records) => Status(QuestionProjection.StatusOf(records));

    public static RedisValue Status(QuestionStatus status) => JsonNamingPolicy.CamelCase.ConvertName(status.ToString());

    public static QuestionStatus ReadStatus(RedisValue stored) => Enum.Parse<QuestionStatus>(stored.ToString(), ignoreCase: true);

    public static RedisValue Outcome(Outcome outcome) => JsonSerializer.Serialize(outcome, MactJson.Default.Outcome);
}

/// <summary>The records that the queue itself writes. Keys carry the claim's token, so that each claim writes them once.</summary>
internal sealed class QueueRecords(TimeProvider time)
{
    public Accepted Accepted(Question question) => new(question) { Key = "accepted", At = time.GetUtcNow() };

    public AttemptStarted Started(Claim claim, string worker) =>
        new(worker, claim.Waited.TotalMilliseconds) { Key = Key(claim.Token, "started"), At = time.GetUtcNow(), Attempt = claim.Attempt };

    /// <summary>The attempt before this claim, whose worker let its lease run out.</summary>
    public AttemptFailed Lost(Claim claim, int attempt, bool triedAgain)
    {
        var now = time.GetUtcNow();
        Sentence reason = $"The worker {claim.LostBy} stopped renewing its lease: it crashed, was stopped hard, or lost its connection.";
        return new(reason.ToString(), triedAgain ? now : null) { Key = Key(claim.Token - 1, "lost"), At = now, Attempt = attempt, Sentence = reason };
    }

    public AttemptFailed Failed(Lease lease, Sentence reason, TimeSpan? delay)
    {
        var now = time.GetUtcNow();
        return new(reason.ToString(), now + delay)
        {
            Key = Key(lease.Token, "failed"),
            At = now,
            Attempt = lease.Attempt,
            Sentence = reason.WithValues(),
        };
    }

    public HandedBack HandedBack(Lease lease, Sentence reason, TimeSpan delay)
    {
        var now = time.GetUtcNow();
        return new(reason.ToString(), delay > TimeSpan.Zero ? now + delay : null)
        {
            Key = Key(lease.Token, "handedBack"),
            At = now,
            Attempt = lease.Attempt,
            Sentence = reason.WithValues(),
        };
    }

    public Finished Cancelled(long token, int attempt) => Finished(new Outcome.Cancelled(), token, attempt);

    public Finished Exhausted(Sentence lastReason, long token, int attempt) => Finished(
        new Outcome.Failed(new QuestionError(
            ErrorCodes.AttemptsExhausted,
            $"Given up after {attempt} attempts. The last one: {lastReason} "
                + $"The timeline has the reason of each. Look at the worker's log, then put the question back.")),
        token,
        attempt);

    public PutBack PutBack(long token) => new() { Key = Key(token, "putBack"), At = time.GetUtcNow() };

    /// <summary>A key per claim: a question that was put back by hand ends a second time.</summary>
    public Finished Finished(Lease lease, Outcome outcome) => Finished(outcome, lease.Token, lease.Attempt);

    private static string Key(long token, string what) => $"claim/{token}/{what}";

    private Finished Finished(Outcome outcome, long token, int attempt) =>
        new(outcome) { Key = Key(token, "finished"), At = time.GetUtcNow(), Attempt = attempt };
}

/// <summary>Fields of a question's hash.</summary>
internal static class QuestionFields
{
    /// <summary>The question as JSON, packed.</summary>
    public static readonly RedisValue Question = "question";

    /// <summary>Its text alone, for the history.</summary>
    public static readonly RedisValue Text = "text";

    /// <summary>Unix milliseconds.</summary>
    public static readonly RedisValue Submitted = "submitted";

    /// <summary>Unix milliseconds; absent until it is terminal.</summary>
    public static readonly RedisValue Finished = "finished";

    /// <summary>camelCase.</summary>
    public static readonly RedisValue Status = "status";

    /// <summary>Outcome as JSON; absent until it is terminal.</summary>
    public static readonly RedisValue Outcome = "outcome";

    /// <summary>The model of the first call; absent until there is one.</summary>
    public static readonly RedisValue Model = "model";

    /// <summary>Bytes of the question, its records and its prompt parts; of an evaluation and its results.</summary>
    public static readonly RedisValue Bytes = "bytes";

    /// <summary>The Redis key of its idempotency key, where it has one.</summary>
    public static readonly RedisValue Idempotency = "idempotency";

    /// <summary>The field of tables and prompt parts: the content, packed.</summary>
    public static readonly RedisValue Content = "content";
}

/// <summary>Bytes as they are stored: a tag, then plain for what is small and Brotli for what is not.</summary>
internal static class Packed
{
    private const byte Plain = 0;
    private const byte Brotli = 1;

    // Below this, compression costs more than it saves.
    private const int PlainUpTo = 200;

    public static byte[] Json<T>(T value, JsonTypeInfo<T> type) => Of(JsonSerializer.SerializeToUtf8Bytes(value, type));

    public static byte[] Text(string text) => Of(Encoding.UTF8.GetBytes(text));

    public static byte[] Of(ReadOnlySpan<byte> content)
    {
        if (content.Length <= PlainUpTo)
        {
            return [Plain, .. content];
        }

        using var packed = new MemoryStream();
        packed.WriteByte(Brotli);
        using (var brotli = new BrotliStream(packed, CompressionLevel.Fastest, leaveOpen: true))
        {
            brotli.Write(content);
        }

        return packed.ToArray();
    }

    /// <summary>What is written to a stream, so that it is never held whole.</summary>
    public static ReadOnlyMemory<byte> Of(Action<Stream> write)
    {
        var packed = new MemoryStream();
        packed.WriteByte(Brotli);
        using (var brotli = new BrotliStream(packed, CompressionLevel.Fastest, leaveOpen: true))
        {
            write(brotli);
        }

        return packed.GetBuffer().AsMemory(0, (int)packed.Length);
    }

    public static T ReadJson<T>(byte[] packed, JsonTypeInfo<T> type) =>
        JsonSerializer.Deserialize(Read(packed), type) ?? throw new InvalidDataException("A stored JSON value is null.");

    public static string ReadText(byte[] packed) => Encoding.UTF8.GetString(Read(packed));

    /// <summary>The content of packed bytes.</summary>
    /// <exception cref="InvalidDataException">The bytes were not written by <see cref="Of(ReadOnlySpan{byte})"/>.</exception>
    public static byte[] Read(byte[] packed)
    {
        switch (packed.Length == 0 ? byte.MaxValue : packed[0])
        {
            case Plain:
                return packed[1..];
            case Brotli:
                using (var source = new MemoryStream(packed, 1, packed.Length - 1))
                using (var brotli = new BrotliStream(source, CompressionMode.Decompress))
                using (var content = new MemoryStream())
                {
                    brotli.CopyTo(content);
                    return content.ToArray();
                }

            default:
                throw new InvalidDataException("A stored value is not in the form that this version writes.");
        }
    }
}
