namespace Mact.Core.Questions;

/// <summary>What to do when the roll-outs of the first step agree on an answer.</summary>
public enum ShortcutMode
{
    /// <summary>Nothing; the loop goes on.</summary>
    Off,

    /// <summary>One coder request checks it; equal = done, with that SQL as evidence.</summary>
    Verify,

    /// <summary>Answer at once (the paper's rule).</summary>
    Trust,
}
