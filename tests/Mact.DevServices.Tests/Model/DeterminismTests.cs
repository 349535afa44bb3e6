using System.Text.Json;
using CsCheck;

namespace Mact.DevServices.Tests.Model;

public sealed class DeterminismTests
{
    [Fact]
    public async Task Completion_i_of_n_is_the_only_completion_at_seed_plus_i()
    {
        await using var endpoint = await Endpoint.StartAsync();
        var cases = Gen.Select(Gen.Long[0, 1L << 62], Gen.Int[1, 6], Gen.String.AlphaNumeric);

        await cases.SampleAsync(
            async (seed, n, question) =>
            {
                var together = Texts(await AskAsync(endpoint, question, seed, n));
                for (var i = 0; i < n; i++)
                {
                    Texts(await AskAsync(endpoint, question, seed + i, 1)).ShouldBe([together[i]]);
                }
            },
            iter: 25,
            threads: 1);
    }

    private static Task<JsonElement> AskAsync(Endpoint endpoint, string question, long seed, int n) =>
        endpoint.ChatJsonAsync($$"""{"messages":[{"role":"user","content":{{JsonSerializer.Serialize(question)}}}],"seed":{{seed}},"n":{{n}}}""");

    private static List<string> Texts(JsonElement reply) =>
        [.. reply.GetProperty("choices").EnumerateArray().Select(static choice => choice.GetProperty("message").GetProperty("content").GetString()!)];
}
