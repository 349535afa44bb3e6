using System.Security.Cryptography;
using System.Text.Json;
using Mact.Api.Problems;
using Mact.Core;
using Mact.Core.Questions;
using Mact.Core.Queueing;

namespace Mact.Api.Questions;

/// <summary>The header Idempotency-Key: the same key with the same question gives the same question, however often it is sent.</summary>
internal static class IdempotencyHeader
{
    private const string Name = "Idempotency-Key";
    private const int MaxLength = 200;

    /// <summary>The client's key, or null.</summary>
    /// <exception cref="RequestRefusedException">It is empty, too long, or not plain ASCII (400).</exception>
    public static string? Read(HttpRequest request)
    {
        if (!request.Headers.TryGetValue(Name, out var values))
        {
            return null;
        }

        var key = values.ToString();
        return key.Length is > 0 and <= MaxLength && key.All(static c => c is > ' ' and <= '~')
            ? key
            : throw new RequestRefusedException(ProblemResult.BadRequest(
                ProblemCodes.InvalidIdempotencyKey, "The idempotency key is not usable", $"{Name} must be 1 to {MaxLength} printable ASCII characters without spaces, for example a UUID."));
    }

    /// <summary>The key with a hash of what is asked. The tables are in it by content, so that it does not matter in which form they came.</summary>
    public static IdempotencyKey? For(string? key, Question question)
    {
        if (key is null)
        {
            return null;
        }

        var asked = new Question(string.Empty, question.Text, question.Tables, question.Context, question.Options, default, string.Empty);
        return new(key, Convert.ToHexStringLower(SHA256.HashData(JsonSerializer.SerializeToUtf8Bytes(asked, MactJson.Default.Question))));
    }
}
