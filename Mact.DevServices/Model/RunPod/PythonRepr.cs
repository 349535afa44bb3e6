using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Mact.DevServices.Model.RunPod;

/// <summary>JSON as Python prints it: <c>{'code': None}</c>. Workers hand errors on like that.</summary>
internal static class PythonRepr
{
    public static string Of(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Object => $"{{{string.Join(", ", value.EnumerateObject().Select(static field => $"{Of(field.Name)}: {Of(field.Value)}"))}}}",
        JsonValueKind.Array => $"[{string.Join(", ", value.EnumerateArray().Select(Of))}]",
        JsonValueKind.String => Of(value.GetString()!),
        JsonValueKind.True => "True",
        JsonValueKind.False => "False",
        JsonValueKind.Number => value.GetRawText(),
        _ => "None",
    };

    /// <summary>A text in single quotes, or in double ones when it has only single ones in it.</summary>
    public static string Of(string text)
    {
        var quote = text.Contains('\'', StringComparison.Ordinal) && !text.Contains('"', StringComparison.Ordinal) ? '"' : '\'';
        var result = new StringBuilder().Append(quote);
        foreach (var unit in text)
        {
            _ = unit switch
            {
                '\\' => result.Append(@"\\"),
                '\n' => result.Append(@"\n"),
                '\r' => result.Append(@"\r"),
                '\t' => result.Append(@"\t"),
                _ when unit == quote => result.Append('\\').Append(unit),
                < ' ' => result.Append(CultureInfo.InvariantCulture, $"\\x{(int)unit:x2}"),
                _ => result.Append(unit),
            };
        }

        return result.Append(quote).ToString();
    }
}
