using System.Text.Json;
using Mact.Api.Http;

namespace Mact.Api.Questions;

/// <summary>Reads <see cref="QuestionOptions"/> strictly: unknown names and values out of range are errors, one for each field.</summary>
internal static class OptionsReader
{
    private const string Field = "options";
    private const string BudgetField = "options.budget";
    private const int MaxSamples = 64;
    private const int MaxSteps = 20;
    private const int MaxAttempts = 40;
    private const double MaxWeight = 10;
    private const int MaxModelLength = 200;
    private const int MaxIdLength = 64;
    private const double MaxSeconds = 86_400;

    private static readonly string[] Names =
    [
        .. typeof(QuestionOptions).GetProperties().Select(static property => JsonNamingPolicy.CamelCase.ConvertName(property.Name)),
    ];
    private static readonly string[] BudgetNames =
    [
        .. typeof(Budget).GetProperties().Select(static property => JsonNamingPolicy.CamelCase.ConvertName(property.Name)),
    ];

    /// <summary>The options of a request; those of <paramref name="options"/> for what is not given.</summary>
    public static QuestionOptions Read(JsonElement element, Violations violations, QuestionOptions options)
    {
        var values = new OptionValues(violations);
        if (element.ValueKind is JsonValueKind.Null or JsonValueKind.Undefined)
        {
            return options;
        }

        if (element.ValueKind != JsonValueKind.Object)
        {
            values.RefuseShape(Field, element, "an object");
            return options;
        }

        return element.EnumerateObject().Aggregate(options, (current, property) => With(current, JsonBody.Name(property), property.Value, values));
    }

    private static QuestionOptions With(QuestionOptions options, string name, JsonElement value, OptionValues values)
    {
        var field = $"{Field}.{name}";
        switch (name)
        {
            case "strategy":
                return options with { Strategy = values.Choice(field, value, options.Strategy) };
            case "ballots":
                return options with { Ballots = values.Choice(field, value, options.Ballots) };
            case "autoAgreement":
                return options with { AutoAgreement = values.Number(field, value, 0, 1, options.AutoAgreement, aboveMin: true) };
            case "planSamples":
                return options with { PlanSamples = values.Whole(field, value, 1, MaxSamples, options.PlanSamples) };
            case "codeSamples":
                return options with { CodeSamples = values.Whole(field, value, 1, MaxSamples, options.CodeSamples) };
            case "maxSteps":
                return options with { MaxSteps = values.Whole(field, value, 1, MaxSteps, options.MaxSteps) };
            case "maxAttempts":
                return options with { MaxAttempts = values.Whole(field, value, 1, MaxAttempts, options.MaxAttempts) };
            case "temperature":
                return options with
                {
                    Temperature = values.Number(
                        field,
                        value,
                        0.01,
                        2,
                        options.Temperature,
                        why: " (never 0: samples of a greedy model are all the same, so that a vote says nothing, and vLLM refuses n of them)"),
                };
            case "topP":
                return options with { TopP = OptionValues.OrNull(value, () => values.Number(field, value, 0, 1, 1, aboveMin: true)) };
            case "seed":
                return options with { Seed = OptionValues.OrNull(value, () => values.Long(field, value, long.MinValue, 0)) };
            case "selection":
                return options with { Selection = values.Choice(field, value, options.Selection) };
            case "shortcut":
                return options with { Shortcut = values.Choice(field, value, options.Shortcut) };
            case "alpha":
                return options with { Alpha = values.Number(field, value, 0, 1, options.Alpha, aboveMin: true) };
            case "executedWeight":
                return options with { ExecutedWeight = values.Number(field, value, 0, MaxWeight, options.ExecutedWeight) };
            case "guessWeight":
                return options with { GuessWeight = values.Number(field, value, 0, MaxWeight, options.GuessWeight) };
            case "minAgreement":
                return options with { MinAgreement = values.Number(field, value, 0, 1, options.MinAgreement) };
            case "adaptiveSampling":
                return options with { AdaptiveSampling = values.Flag(field, value, options.AdaptiveSampling) };
            case "samplesPerRequest":
                return options with { SamplesPerRequest = values.Whole(field, value, 0, MaxSamples, options.SamplesPerRequest) };
            case "schemaLinks":
                return options with { SchemaLinks = values.Flag(field, value, options.SchemaLinks) };
            case "search":
                return options with { Search = values.Flag(field, value, options.Search) };
            case "model":
                return options with { Model = values.Text(field, value, MaxModelLength, options.Model) };
            case "replayOf":
                return options with { ReplayOf = values.Text(field, value, MaxIdLength, options.ReplayOf) };
            case "priority":
                return options with { Priority = values.Choice(field, value, options.Priority) };
            case "budget":
                return options with { Budget = ReadBudget(value, values) };
            default:
                values.RefuseName(Field, name, Names);
                return options;
        }
    }

    private static Budget? ReadBudget(JsonElement element, OptionValues values)
    {
        if (element.ValueKind == JsonValueKind.Null)
        {
            return null;
        }

        var budget = new Budget();
        if (element.ValueKind != JsonValueKind.Object)
        {
            values.RefuseShape(BudgetField, element, "an object, or null");
            return budget;
        }

        foreach (var property in element.EnumerateObject())
        {
            var name = JsonBody.Name(property);
            var field = $"{BudgetField}.{name}";
            var value = property.Value;
            switch (name)
            {
                case "requests":
                    budget = budget with { Requests = OptionValues.OrNull(value, () => values.Whole(field, value, 1, int.MaxValue, 1)) };
                    break;
                case "tokens":
                    budget = budget with { Tokens = OptionValues.OrNull(value, () => values.Long(field, value, 1, 1)) };
                    break;
                case "seconds":
                    budget =
                        budget with { Seconds = OptionValues.OrNull(value, () => values.Number(field, value, 0, MaxSeconds, 1, aboveMin: true)) };
                    break;
                case "cost":
                    budget = budget with { Cost = OptionValues.OrNull(value, () => values.Money(field, value, 1)) };
                    break;
                default:
                    values.RefuseName(BudgetField, name, BudgetNames);
                    break;
            }
        }

        return budget;
    }
}

/// <summary>Reads single values of options; what is wrong is noted, and the value that was there before stays.</summary>
internal sealed class OptionValues(Violations violations)
{
    private const string Title = "An option is not valid";

    public int Whole(string field, JsonElement value, int min, int max, int before) =>
        value.ValueKind == JsonValueKind.Number && value.TryGetInt32(out var number) && number >= min && number <= max
            ? number
            : Refuse(field, value, $"a whole number from {min} to {max}", before);

    public long Long(string field, JsonElement value, long min, long before) =>
        value.ValueKind == JsonValueKind.Number && value.TryGetInt64(out var number) && number >= min
            ? number
            : Refuse(field, value, min == long.MinValue ? (Sentence)"a whole number of 64 bits" : $"a whole number of at least {min}", before);

    public double Number(string field, JsonElement value, double min, double max, double before, bool aboveMin = false, string? why = null) =>
        value.ValueKind == JsonValueKind.Number
            && value.TryGetDouble(out var number)
            && number <= max
            && (aboveMin ? number > min : number >= min)
            ? number
            : Refuse(
                field,
                value,
                $"a number {(aboveMin ? "above" : "from"):words} {min} {(aboveMin ? "and up to" : "to"):words} {max}{why:words}",
                before);

    public decimal Money(string field, JsonElement value, decimal before) =>
        value.ValueKind == JsonValueKind.Number && value.TryGetDecimal(out var number) && number > 0
            ? number
            : Refuse(field, value, "an amount above 0", before);

    public bool Flag(string field, JsonElement value, bool before) => value.ValueKind switch
    {
        JsonValueKind.True => true,
        JsonValueKind.False => false,
        _ => Refuse(field, value, "true or false", before),
    };

    public string? Text(string field, JsonElement value, int max, string? before) => value.ValueKind switch
    {
        JsonValueKind.Null => null,
        JsonValueKind.String when JsonBody.Text(value).Trim() is { Length: > 0 } text && text.Length <= max => text,
        _ => Refuse(field, value, $"a text of up to {max} characters, or null", before),
    };

    public T Choice<T>(string field, JsonElement value, T before)
        where T : struct, Enum
    {
        var names = Enum.GetNames<T>().Select(JsonNamingPolicy.CamelCase.ConvertName).ToArray();
        var index = value.ValueKind == JsonValueKind.String ? Array.IndexOf(names, JsonBody.Text(value)) : -1;
        return index >= 0 ? Enum.GetValues<T>()[index] : Refuse(field, value, $"one of {string.Join(", ", names)}", before);
    }

    public static T? OrNull<T>(JsonElement value, Func<T> read)
        where T : struct => value.ValueKind == JsonValueKind.Null ? null : read();

    public void RefuseShape(string field, JsonElement value, Sentence wanted) => Refuse(field, value, wanted, before: 0);

    public void RefuseName(string field, string name, IEnumerable<string> known)
    {
        var close = known.FirstOrDefault(other => string.Equals(other, name, StringComparison.OrdinalIgnoreCase));
        violations.Add(
            $"{field}.{KnownProblems.Shorten(name)}",
            ProblemCodes.UnknownOption,
            "There is no such option",
            $"'{KnownProblems.Shorten(name)}' is not an option{(close is null ? string.Empty : (Sentence)$"; '{close}' is"):words}. The options are: "
                + $"{string.Join(", ", known)}.");
    }

    private T Refuse<T>(string field, JsonElement value, Sentence wanted, T before)
    {
        violations.Add(field, ProblemCodes.InvalidOption, Title, $"{field} is {KnownProblems.Shorten(value.GetRawText())}; it must be {wanted}.");
        return before;
    }
}
