using System.Text.Json;

namespace Mact.EndToEnd.Tests.Evaluation;

/// <summary>A data set of invented cities. Every row has a table of its own, so that its samples have seeds of their own.</summary>
internal static class CityRows
{
    /// <summary>So many rows, as JSON Lines.</summary>
    public static string Write(int count) => string.Join('\n', Enumerable.Range(1, count).Select(Row));

    private static string Row(int number)
    {
        object[][] cities =
        [
            ["Ardale", "North", 1200 + number],
            ["Brook", "South", 800],
            ["Corin", "North", 1500 + number],
            ["Dunmore", "East", 640],
        ];
        var (question, answer) = (number % 3) switch
        {
            0 => ("Which city has the highest population?", "Corin"),
            1 => ("What is the total population of the cities in North?", (2700 + (2 * number)).ToString()),
            _ => ("How many cities are in South?", "1"),
        };
        return JsonSerializer.Serialize(new
        {
            id = $"cities-{number}",
            dataset = "wtq",
            question,
            tables = new[] { new { name = "cities", columns = new[] { "city", "region", "population" }, rows = cities } },
            answer = new[] { answer },
        });
    }
}
