namespace Mact.Core.Questions;

/// <summary>Why a run ended without an answer though nothing was broken.</summary>
public enum HaltReason
{
    /// <summary>The limit on steps or attempts.</summary>
    Steps,

    /// <summary>The question's budget of requests, tokens, seconds or cost.</summary>
    Budget,

    /// <summary>The model could not make sense of the question (the built-in reader says so plainly).</summary>
    NotUnderstood,
}
