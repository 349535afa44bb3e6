using System.Security.Cryptography;
using System.Text;
using Mact.Core.Access;
using Mact.Core.Queueing;
using StackExchange.Redis;

namespace Mact.Core.Redis;

/// <summary>Every key in one place. The hash tag keeps all of them in one slot, so that scripts also run on a cluster.</summary>
internal static class RedisKeys
{
    private const string Tag = "{mact}:";

    /// <summary>ZSET id → queued since (ms), one per priority. The first one's name is also the channel "something may be claimable".</summary>
    public static readonly RedisKey Interactive = Tag + "queue:ready:interactive";
    public static readonly RedisKey Evaluation = Tag + "queue:ready:evaluation";

    /// <summary>ZSET id → due (ms).</summary>
    public static readonly RedisKey Delayed = Tag + "queue:delayed";

    /// <summary>ZSET id → end of the lease (ms). Its name is also the channel of ids to be cancelled.</summary>
    public static readonly RedisKey Leased = Tag + "queue:leased";

    /// <summary>ZSET id → given up (ms).</summary>
    public static readonly RedisKey Dead = Tag + "queue:dead";

    /// <summary>HASH "id:field" → value, of unfinished questions; common.lua lists the fields.</summary>
    public static readonly RedisKey Jobs = Tag + "queue:jobs";

    /// <summary>HASH client → unfinished questions.</summary>
    public static readonly RedisKey Clients = Tag + "queue:clients";

    /// <summary>ZSET id → end of retention (ms), of ended questions.</summary>
    public static readonly RedisKey Expiring = Tag + "expiring";

    /// <summary>STRING count of interactive claims in a row while evaluations waited.</summary>
    public static readonly RedisKey Turn = Tag + "queue:turn";

    /// <summary>STRING when a worker last claimed or renewed (ms).</summary>
    public static readonly RedisKey Pulse = Tag + "queue:pulse";

    /// <summary>ZSET worker → alive until (ms).</summary>
    public static readonly RedisKey Workers = Tag + "queue:workers";

    /// <summary>HASH worker → what it sees of the model endpoints, with the end of its validity.</summary>
    public static readonly RedisKey EndpointStates = Tag + "models:states";

    /// <summary>HASH endpoint and model → what was learnt of it.</summary>
    public static readonly RedisKey EndpointKnowledge = Tag + "models:knowledge";

    /// <summary>
    /// LIST of checks of the model endpoints that wait for a worker, the oldest last. Its name is also the channel of their coming.
    /// </summary>
    public static readonly RedisKey ModelChecks = Tag + "models:checks";

    /// <summary>ZSET id → 0: ids sort by time.</summary>
    public static readonly RedisKey History = Tag + "history";

    /// <summary>HASH of a secret's hash → API key.</summary>
    public static readonly RedisKey ApiKeys = Tag + "keys";

    /// <summary>HASH of a link's hash → question, and HASH question → its link's hash and when it was made.</summary>
    public static readonly RedisKey Links = Tag + "links";
    public static readonly RedisKey LinkedRuns = Tag + "links:runs";

    /// <summary>LIST of audit entries, newest first.</summary>
    public static readonly RedisKey Audit = Tag + "audit";

    /// <summary>LIST of the keys of the page's cookies.</summary>
    public static readonly RedisKey PageKeys = Tag + "page-keys";

    public static readonly RedisChannel WorkChannel = RedisChannel.Literal(Interactive.ToString());

    public static readonly RedisChannel CancelChannel = RedisChannel.Literal(Leased.ToString());

    public static readonly RedisChannel ModelCheckChannel = RedisChannel.Literal(ModelChecks.ToString());

    private static readonly RedisKey[] Queue = [Interactive, Evaluation, Delayed, Leased, Dead, Jobs, Clients, Expiring];

    /// <summary>HASH client → tokens used on a day; all together stand under the empty name.</summary>
    public static RedisKey Spent(DateOnly day) => $"{Tag}spent:{day:yyyyMMdd}";

    public static RedisKey Ready(QuestionPriority priority) => priority == QuestionPriority.Evaluation ? Evaluation : Interactive;

    /// <summary>STRING empty, "taken", or what was found. Its name is also the channel of its end.</summary>
    public static RedisKey ModelCheck(string id) => $"{Tag}models:check:{id}";

    /// <summary>HASH; <see cref="QuestionFields"/>. Its name is also the channel of the question's news.</summary>
    public static RedisKey Question(string id) => $"{Tag}question:{id}";

    public static RedisChannel QuestionChannel(string id) => RedisChannel.Literal(Question(id).ToString());

    /// <summary>LIST of packed records; the index is the sequence number less one.</summary>
    public static RedisKey Records(string id) => $"{Tag}question:{id}:records";

    /// <summary>SET of the records' keys.</summary>
    public static RedisKey RecordKeys(string id) => $"{Tag}question:{id}:keys";

    /// <summary>SET of the hashes of prompt parts that the question uses.</summary>
    public static RedisKey Parts(string id) => $"{Tag}question:{id}:parts";

    /// <summary>HASH with all of an evaluation but its results.</summary>
    public static RedisKey StoredEvaluation(string id) => $"{Tag}evaluation:{id}";

    /// <summary>HASH: "content" and a field "q:id" per question that uses it.</summary>
    public static RedisKey Table(string id) => $"{Tag}table:{id}";

    /// <summary>ZSET hash of a person's name → until when (ms) the table is there for that person, whoever else lets it go.</summary>
    public static RedisKey Uploads(string table) => $"{Tag}table:{table}:uploads";

    /// <summary>HASH: "content" and a field "q:id" per question that uses it.</summary>
    public static RedisKey Part(string hash) => $"{Tag}part:{hash}";

    /// <summary>ZSET id → 0. The person's own name may hold anything, and is hashed.</summary>
    public static RedisKey Owned(OwnedKind kind, string owner) =>
        $"{Tag}owned:{kind.ToString().ToLowerInvariant()}:{HashOf(owner)}";

    /// <summary>STRING "bodyHash id". The client's key is hashed: it is theirs to choose, in any length.</summary>
    public static RedisKey Idempotency(string client, IdempotencyKey? key) =>
        $"{Tag}idempotency:{HashOf($"{client}\n{key?.Key}")}";

    /// <summary>A name that may hold anything, as part of a key.</summary>
    public static string HashOf(string name) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(name)));

    /// <summary>The keys of the queue and more, in the order that common.lua names them.</summary>
    public static RedisKey[] OfQueue(params ReadOnlySpan<RedisKey> more) => [.. Queue, .. more];

    /// <summary>The keys of the queue and of one question and more, in the order that common.lua names them.</summary>
    public static RedisKey[] OfQuestion(string id, params ReadOnlySpan<RedisKey> more) =>
        [.. Queue, Question(id), Records(id), RecordKeys(id), .. more];
}
