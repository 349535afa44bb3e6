using Microsoft.Extensions.Options;

namespace Mact.Worker.Models.Configuration;

/// <summary>Refuses a configuration that cannot work when the process starts, in words, rather than at the first question.</summary>
internal sealed class ModelOptionsValidator(IConfiguration configuration) : IValidateOptions<ModelOptions>
{
    public ValidateOptionsResult Validate(string? name, ModelOptions options)
    {
        var errors = new List<string>();
        Positive(errors, nameof(options.FirstAnswerTimeout), options.FirstAnswerTimeout);
        Positive(errors, nameof(options.WarmTimeout), options.WarmTimeout);
        Positive(errors, nameof(options.ColdAfterIdle), options.ColdAfterIdle);
        Positive(errors, nameof(options.TotalBudget), options.TotalBudget);
        Positive(errors, nameof(options.MaxWaitAge), options.MaxWaitAge);
        Positive(errors, nameof(options.Backoff), options.Backoff);
        Positive(errors, nameof(options.MaxRetryAfter), options.MaxRetryAfter);
        Positive(errors, nameof(options.LongGeneration), options.LongGeneration);
        Positive(errors, nameof(options.BadReplyWindow), options.BadReplyWindow);
        Positive(errors, nameof(options.RecheckInterval), options.RecheckInterval);
        Require(errors, options.MaxBackoff >= options.Backoff, "Models:MaxBackoff must not be below Models:Backoff.");
        Require(errors, options.TotalBudget >= options.WarmTimeout, "Models:TotalBudget must not be below Models:WarmTimeout.");
        Between(errors, nameof(options.MaxLongResends), options.MaxLongResends, 0, 100);
        Between(errors, nameof(options.MaxBadReplies), options.MaxBadReplies, 1, 100);
        Between(errors, nameof(options.MaxTopUps), options.MaxTopUps, 0, 10);
        Between(errors, nameof(options.Concurrency), options.Concurrency, 1, 10_000);
        Between(errors, nameof(options.MaxResponseBytes), options.MaxResponseBytes, 1024, int.MaxValue);
        Between(errors, nameof(options.MinMaxTokens), options.MinMaxTokens, 1, 1_000_000);
        Require(
            errors,
            options.Prices.All(static price => price.Value is { Input: >= 0, Output: >= 0 } and not { CachedInput: < 0 }),
            "Models:Prices must not be negative.");
        CheckConnections(errors);

        return errors.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(errors);
    }

    private void CheckConnections(List<string> errors)
    {
        foreach (var name in ConnectionNames.All)
        {
            var text = configuration.GetConnectionString(name);
            if (!string.IsNullOrWhiteSpace(text) && ModelConnection.Parse(name, text) is ModelConnectionReading.Refused refused)
            {
                errors.Add(refused.Message);
            }
        }
    }

    private static void Positive(List<string> errors, string name, TimeSpan value) =>
        Require(errors, value > TimeSpan.Zero && value <= TimeSpan.FromDays(1), $"Models:{name} must be above 0 and at most a day, but is {value}.");

    private static void Between(List<string> errors, string name, long value, long least, long most) =>
        Require(errors, value >= least && value <= most, $"Models:{name} must be between {least} and {most}, but is {value}.");

    private static void Require(List<string> errors, bool holds, string message)
    {
        if (!holds)
        {
            errors.Add(message);
        }
    }
}
