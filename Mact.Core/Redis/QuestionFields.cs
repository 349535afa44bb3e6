using StackExchange.Redis;

namespace Mact.Core.Redis;

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

    /// <summary>The Redis key of its idempotency key, where it has one.</summary>
    public static readonly RedisValue Idempotency = "idempotency";

    /// <summary>Of tables and prompt parts: the content, packed.</summary>
    public static readonly RedisValue Content = "content";
}
