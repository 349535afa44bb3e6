using System.Threading.RateLimiting;
using Mact.Api.Http;
using Mact.ServiceDefaults.Access;
using Microsoft.AspNetCore.RateLimiting;

namespace Mact.Api.Access;

/// <summary>How many requests a key, a person and all together may send in a minute; who sends more is told which of these it was, and when there is
/// room again. Each replica counts its own.</summary>
internal static class RequestRates
{
    private const string Checks = "model-check";
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    public static void Limit(RateLimiterOptions limiter, AuthOptions options)
    {
        Sentence checks = $"The model endpoints are looked at {options.ModelChecksPerMinute} times a minute at most (Auth:ModelChecksPerMinute).";
        limiter.AddPolicy(Checks, context => Allow(context, Checks, options.ModelChecksPerMinute, checks));
        if (options.Mode != AuthMode.None)
        {
            Sentence key = $"One key may send {options.RequestsPerMinutePerKey} requests a minute (Auth:RequestsPerMinutePerKey).";
            Sentence person = $"One person may send {options.RequestsPerMinute} requests a minute (Auth:RequestsPerMinute).";

            // The key's first: one that asks too often takes nothing from its owner's other keys.
            limiter.GlobalLimiter = PartitionedRateLimiter.CreateChained(
                PartitionedRateLimiter.Create<HttpContext, string>(
                    context => Allow(context, ApiKeyAuthentication.KeyOf(context.User), options.RequestsPerMinutePerKey, key)),
                PartitionedRateLimiter.Create<HttpContext, string>(
                    context => Allow(context, Person.Of(context.User).Id, options.RequestsPerMinute, person)));
        }

        limiter.OnRejected = static async (context, _) =>
        {
            context.Lease.TryGetMetadata(MetadataName.RetryAfter, out var wait);
            await new ProblemResult(
                StatusCodes.Status429TooManyRequests,
                ProblemCodes.TooManyRequests,
                "Too many requests",
                (Sentence)context.HttpContext.Items[typeof(RequestRates)]!)
            {
                RetryAfter = wait,
            }.ExecuteAsync(context.HttpContext);
        };
    }

    /// <summary>At most so many looks at the model endpoints.</summary>
    public static TBuilder LimitsModelChecks<TBuilder>(this TBuilder builder)
        where TBuilder : IEndpointConventionBuilder => builder.RequireRateLimiting(Checks);

    // Limits are asked one after the other, and none after the one that refuses: the sentence that was noted last is its. Whoever is nobody was
    // turned away before, or asks for the health of the process, which no other asker may use up.
    private static RateLimitPartition<string> Allow(HttpContext context, string? whose, int perMinute, Sentence limit)
    {
        context.Items[typeof(RequestRates)] = limit;
        return string.IsNullOrEmpty(whose)
            ? RateLimitPartition.GetNoLimiter(string.Empty)
            : RateLimitPartition.GetTokenBucketLimiter(
                whose, _ => new() { TokenLimit = perMinute, TokensPerPeriod = 1, ReplenishmentPeriod = Minute / perMinute });
    }
}
