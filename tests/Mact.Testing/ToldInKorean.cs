using System.Text.Json;
using System.Text.Json.Nodes;
using Mact.Web.Localization;

namespace Mact.Testing;

/// <summary>Holds real answers to what the page can say of them: every sentence that leaves the Api or a worker is known in Korean, with its
/// values.</summary>
public static class ToldInKorean
{
    private static readonly string[] Texts = ["detail", "message", "reason"];

    /// <summary>Asserts it of an answer or a record.</summary>
    public static void Check(JsonNode? answer) => Unknown(answer).ShouldBeEmpty($"not known in Korean: {answer?.ToJsonString()}");

    /// <summary>The sentences that an answer holds and the page cannot write.</summary>
    public static IEnumerable<string> Unknown(JsonNode? answer) => answer switch
    {
        JsonArray items => items.SelectMany(Unknown),
        JsonObject members => Here(members).Where(static sentence => ToldSentences.Korean.Tell(sentence) is null)
            .Select(static sentence => sentence.Pattern).Concat(members.SelectMany(static member => Unknown(member.Value))),
        _ => [],
    };

    /// <summary>The sentences with values that an answer holds.</summary>
    public static IEnumerable<Sentence> WithValues(JsonNode? answer) => answer switch
    {
        JsonArray items => items.SelectMany(WithValues),
        JsonObject members => Told(members["sentence"]) is { } sentence ? [sentence] : members.SelectMany(static member => WithValues(member.Value)),
        _ => [],
    };

    // Where a code says what it is about, or a sentence stands beside it, a text is one of ours.
    private static IEnumerable<Sentence> Here(JsonObject members)
    {
        if (Told(members["sentence"]) is { } sentence)
        {
            yield return sentence;
        }
        else if (members["code"] is JsonValue && !members.ContainsKey("served") && Text(members, Texts) is { } text)
        {
            yield return text;
        }

        if (members["traceId"] is JsonValue && Text(members, ["title"]) is { } title)
        {
            yield return title;
        }
    }

    private static Sentence? Told(JsonNode? sentence) => sentence is JsonObject ? sentence.Deserialize(MactJson.Default.Sentence) : null;

    private static string? Text(JsonObject members, string[] names) => names
        .Select(name => members[name] is JsonValue value && value.TryGetValue<string>(out var text) ? text : null)
        .FirstOrDefault(static text => text is { Length: > 0 });
}
