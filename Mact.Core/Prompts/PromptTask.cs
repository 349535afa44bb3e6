namespace Mact.Core.Prompts;

/// <summary>What the model is asked to write.</summary>
public enum PromptTask
{
    /// <summary>The next thought, action and guess, and the roll-out to an answer.</summary>
    Plan,

    /// <summary>One SQL program for an instruction.</summary>
    Code,

    /// <summary>One SQL program, after programs that failed.</summary>
    Repair,

    /// <summary>The number of the best candidate.</summary>
    Judge,

    /// <summary>Reasoning and then the answer, without tools.</summary>
    Direct,
}
