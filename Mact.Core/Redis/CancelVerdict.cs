namespace Mact.Core.Redis;

/// <summary>What cancel.lua returns.</summary>
internal enum CancelVerdict
{
    /// <summary>There is no such question, or it has ended.</summary>
    Nothing = 0,

    /// <summary>It was in no worker's hands and has ended.</summary>
    Ended = 1,

    /// <summary>Its worker was told to end it.</summary>
    Told = 2,
}
