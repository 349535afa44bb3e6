using System.Collections;
using System.Text;
using System.Text.Json;
using System.Text.Unicode;
using Parquet.Schema;
using Parquet.Serialization;

namespace Mact.Core.Tables;

/// <summary>Lists and maps of a Parquet file as JSON, which SQL takes apart with json_extract; those inside of structures too.</summary>
internal static class ParquetNested
{
    private const int MaxDepth = 16;

    /// <summary>The paths of the outermost lists and maps, in the order of the schema.</summary>
    public static List<string[]> Find(ParquetSchema schema)
    {
        var found = new List<string[]>();
        foreach (var field in schema.Fields)
        {
            Find(field, [field.Name], found);
        }

        return found;
    }

    /// <summary>The JSON of each path in each row of a group.</summary>
    public static async Task ReadAsync(
        Stream file, int group, IReadOnlyList<string[]> paths, Action<int, int, string?> take, CancellationToken cancellationToken)
    {
        file.Position = 0;
        var rows = (await ParquetSerializer.DeserializeUntypedAsync(file, null, group, cancellationToken)).Data;
        for (var r = 0; r < rows.Count; r++)
        {
            for (var p = 0; p < paths.Count; p++)
            {
                take(r, p, Text(paths[p].Aggregate((object?)rows[r], static (value, name) => (value as IDictionary)?[name])));
            }
        }
    }

    private static void Find(Field field, string[] path, List<string[]> found)
    {
        if (field is ListField or MapField)
        {
            found.Add(path);
        }
        else if (field is StructField structure && path.Length < MaxDepth)
        {
            foreach (var inner in structure.Fields)
            {
                Find(inner, [.. path, inner.Name], found);
            }
        }
    }

    private static string? Text(object? value)
    {
        if (value is null)
        {
            return null;
        }

        using var stream = new MemoryStream();
        using (var writer = new Utf8JsonWriter(stream, TableText.Relaxed))
        {
            Write(writer, value);
        }

        return Encoding.UTF8.GetString(stream.GetBuffer(), 0, (int)stream.Length);
    }

    private static void Write(Utf8JsonWriter writer, object? value)
    {
        switch (value)
        {
            case null or float.NaN or double.NaN:
                writer.WriteNullValue();
                break;
            case bool flag:
                writer.WriteBooleanValue(flag);
                break;
            case sbyte or byte or short or ushort or int or uint or long or ulong or float or double or decimal:
                writer.WriteRawValue(((IFormattable)value).ToString(null, null));
                break;
            case DateTime moment:
                writer.WriteStringValue(DateText.ToIso(moment));
                break;
            case DateOnly date:
                writer.WriteStringValue(DateText.ToIso(date));
                break;
            case ReadOnlyMemory<char> text:
                writer.WriteStringValue(text.Span);
                break;
            case ReadOnlyMemory<byte> bytes:
                writer.WriteStringValue(Utf8.IsValid(bytes.Span) ? Encoding.UTF8.GetString(bytes.Span) : Convert.ToHexString(bytes.Span));
                break;
            case byte[] bytes:
                Write(writer, (ReadOnlyMemory<byte>)bytes);
                break;
            case IDictionary map:
                writer.WriteStartObject();
                foreach (DictionaryEntry entry in map)
                {
                    writer.WritePropertyName(entry.Key is ReadOnlyMemory<char> name ? name.ToString() : entry.Key.ToString() ?? string.Empty);
                    Write(writer, entry.Value);
                }

                writer.WriteEndObject();
                break;
            case IEnumerable list and not string:
                writer.WriteStartArray();
                foreach (var item in list)
                {
                    Write(writer, item);
                }

                writer.WriteEndArray();
                break;
            default:
                writer.WriteStringValue(value.ToString());
                break;
        }
    }
}
