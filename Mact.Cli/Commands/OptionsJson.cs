using System.Text.Json;
using System.Text.Json.Nodes;
using Mact.Core;
using Mact.Core.Questions;
using Mact.Cli.Running;

namespace Mact.Cli.Commands;

/// <summary>Question options as a person writes them: only those that differ.</summary>
internal static class OptionsJson
{
    private static readonly string[] Names = [.. typeof(QuestionOptions).GetProperties().Select(static property => JsonNamingPolicy.CamelCase.ConvertName(property.Name))];

    /// <summary>The options with what the JSON says in place of what it says.</summary>
    /// <exception cref="CommandException">The JSON cannot be read.</exception>
    public static QuestionOptions Apply(string json, QuestionOptions options)
    {
        try
        {
            // Members that are not given keep their values, which reading alone would set to zero.
            var all = JsonSerializer.SerializeToNode(options, MactJson.Default.QuestionOptions)!.AsObject();
            foreach (var (name, value) in JsonNode.Parse(json)?.AsObject() ?? [])
            {
                all[Known(name)] = value?.DeepClone();
            }

            return all.Deserialize(MactJson.Default.QuestionOptions) ?? new QuestionOptions();
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            throw new CommandException($"--options is no JSON object of question options: {exception.Message}", exception);
        }
    }

    private static string Known(string name) => Array.Exists(Names, known => known == name)
        ? name
        : throw new CommandException($"'{name}' is no question option; the options are {string.Join(", ", Names)}.");
}
