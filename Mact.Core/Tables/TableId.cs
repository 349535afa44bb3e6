using System.Security.Cryptography;

namespace Mact.Core.Tables;

/// <summary>Identifies a table by its content: equal columns, types and cells give the same id, whatever the name.</summary>
public static class TableId
{
    /// <summary>SHA-256 of <see cref="TableText.Write"/>, 64 lower-case hexadecimal digits.</summary>
    public static string Of(Table table) => Of(TableText.Write(table));

    /// <summary>The id of content that is written already.</summary>
    public static string Of(ReadOnlySpan<byte> tableText) => Convert.ToHexStringLower(SHA256.HashData(tableText));
}
