using System.Globalization;
using System.Text.Json;
using Mact.Api.Http;
using Mact.Api.Problems;

namespace Mact.Api.Questions;

/// <summary>Reads single values of options; what is wrong is noted, and the value that was there before stays.</summary>
internal sealed class OptionValues(Violations violations)
{
    private const string Title = "An option is not valid";

    public int Whole(string field, JsonElement value, int least, int most, int before) =>
        value.ValueKind == JsonValueKind.Number && value.TryGetInt32(out var number) && number >= least && number <= most
            ? number
            : Refuse(field, value, $"a whole number from {least} to {most}", before);

    public long Long(string field, JsonElement value, long least, long before) =>
        value.ValueKind == JsonValueKind.Number && value.TryGetInt64(out var number) && number >= least
            ? number
            : Refuse(field, value, least == long.MinValue ? "a whole number of 64 bits" : $"a whole number of at least {least}", before);

    public double Number(string field, JsonElement value, double least, double most, double before, bool aboveLeast = false, string? why = null) =>
        value.ValueKind == JsonValueKind.Number && value.TryGetDouble(out var number) && number <= most && (aboveLeast ? number > least : number >= least)
            ? number
            : Refuse(field, value, string.Create(CultureInfo.InvariantCulture, $"a number {(aboveLeast ? "above" : "from")} {least} {(aboveLeast ? "and up to" : "to")} {most}{why}"), before);

    public decimal Money(string field, JsonElement value, decimal before) =>
        value.ValueKind == JsonValueKind.Number && value.TryGetDecimal(out var number) && number > 0 ? number : Refuse(field, value, "an amount above 0", before);

    public bool Flag(string field, JsonElement value, bool before) => value.ValueKind switch
    {
        JsonValueKind.True => true,
        JsonValueKind.False => false,
        _ => Refuse(field, value, "true or false", before),
    };

    public string? Text(string field, JsonElement value, int most, string? before) => value.ValueKind switch
    {
        JsonValueKind.Null => null,
        JsonValueKind.String when JsonBody.Text(value).Trim() is { Length: > 0 } text && text.Length <= most => text,
        _ => Refuse(field, value, $"a text of up to {most} characters, or null", before),
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

    public void RefuseShape(string field, JsonElement value, string wanted) => Refuse(field, value, wanted, before: 0);

    public void RefuseName(string field, string name, IEnumerable<string> known)
    {
        var close = known.FirstOrDefault(other => string.Equals(other, name, StringComparison.OrdinalIgnoreCase));
        violations.Add(
            $"{field}.{KnownProblems.Shorten(name)}",
            ProblemCodes.UnknownOption,
            "There is no such option",
            $"'{KnownProblems.Shorten(name)}' is no option{(close is null ? string.Empty : $"; '{close}' is")}. The options are: {string.Join(", ", known)}.");
    }

    private T Refuse<T>(string field, JsonElement value, string wanted, T before)
    {
        violations.Add(field, ProblemCodes.InvalidOption, Title, $"{field} is {KnownProblems.Shorten(value.GetRawText())}; it must be {wanted}.");
        return before;
    }
}
