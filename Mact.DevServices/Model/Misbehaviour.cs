namespace Mact.DevServices.Model;

/// <summary>What a <see cref="MisbehavingModel"/> does.</summary>
public enum Misbehaviour
{
    /// <summary>It throws.</summary>
    Throws,

    /// <summary>It never answers, until the client goes away.</summary>
    Hangs,

    /// <summary>It writes nothing.</summary>
    Empty,

    /// <summary>It writes one completion, however many are asked.</summary>
    OneOnly,

    /// <summary>It repeats itself up to the token limit.</summary>
    Repeats,

    /// <summary>It writes bytes of every kind: control characters, lone surrogates, markup, right-to-left marks.</summary>
    Garbage,
}
