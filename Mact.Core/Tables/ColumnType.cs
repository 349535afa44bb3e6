namespace Mact.Core.Tables;

/// <summary>What the cells of a column hold. Detected from the data; a person may override it.</summary>
public enum ColumnType
{
    /// <summary>Anything that is not one of the others. Only an empty cell is NULL.</summary>
    Text,

    /// <summary>Whole numbers (<see cref="long"/>).</summary>
    Integer,

    /// <summary>Numbers with a fraction (<see cref="double"/> in SQL).</summary>
    Number,

    /// <summary>Calendar dates; ISO text (yyyy-MM-dd) in SQL, so that they compare and sort.</summary>
    Date,
}
