namespace Mact.Core.Tables;

/// <summary>How dates of three plain numbers ("3/4/2001") are read; nothing in such a cell alone says it.</summary>
public enum DateOrder
{
    /// <summary>Only cells that can be read one way.</summary>
    Unambiguous,

    /// <summary>3 April.</summary>
    DayFirst,

    /// <summary>March 4.</summary>
    MonthFirst,
}
