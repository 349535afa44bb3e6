using System.Text;
using System.Text.Json;
using Mact.DevServices.Model.Engine;

namespace Mact.DevServices.Model.Chat;

/// <summary>Simulated log-probabilities: they depend on the text, the position and the seed only, and say nothing about any model.</summary>
internal static class Logprobs
{
    public static void Write(Utf8JsonWriter json, IEnumerable<string> tokens, int firstPosition, long seed, int top)
    {
        json.WriteStartObject();
        json.WriteStartArray("content");
        var position = firstPosition;
        foreach (var token in tokens)
        {
            var logprob = Simulate(token, position++, seed);
            json.WriteStartObject();
            WriteToken(json, token, logprob);
            json.WriteStartArray("top_logprobs");
            for (var rank = 0; rank < top; rank++)
            {
                json.WriteStartObject();
                WriteToken(json, rank == 0 ? token : $"{token}{rank}", logprob - rank);
                json.WriteEndObject();
            }

            json.WriteEndArray();
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    /// <summary>A value in (−2, 0].</summary>
    public static double Simulate(string token, int position, long seed)
    {
        var hash = StableHash.Mix(StableHash.Add(StableHash.Add(StableHash.Of(token), position), seed));
        var uniform = (hash >> 11) / (double)(1UL << 53);
        return Math.Round(-2 * uniform * uniform, 6);
    }

    private static void WriteToken(Utf8JsonWriter json, string token, double logprob)
    {
        json.WriteString("token", token);
        json.WriteNumber("logprob", logprob);
        json.WriteStartArray("bytes");
        foreach (var value in Encoding.UTF8.GetBytes(token))
        {
            json.WriteNumberValue(value);
        }

        json.WriteEndArray();
    }
}
