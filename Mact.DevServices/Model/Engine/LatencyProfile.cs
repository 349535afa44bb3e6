namespace Mact.DevServices.Model.Engine;

/// <summary>The speed of a model on a device: a linear fit of measured points. Figures computed from it are simulated.</summary>
/// <param name="Name">The profile's name in configuration.</param>
/// <param name="DecodeBaseMs">A decode step's fixed part, in ms: reading the weights.</param>
/// <param name="DecodePerSequenceMs">More per running sequence, in ms.</param>
/// <param name="DecodePerThousandContextMs">More per sequence and 1000 tokens of its context, in ms: reading the KV cache.</param>
/// <param name="PrefillBaseMs">A lone prefill's fixed part, in ms.</param>
/// <param name="PrefillPerTokenMs">More per token that is not cached, in ms.</param>
/// <param name="PrefillPerThousandSquaredMs">More per squared thousand of tokens, in ms: attention.</param>
/// <param name="CacheTokens">The KV cache's size, in tokens.</param>
/// <param name="MaxBatchedTokens">The most tokens computed in one step.</param>
/// <param name="MaxSequences">The most sequences running at once.</param>
internal sealed record LatencyProfile(
    string Name,
    double DecodeBaseMs,
    double DecodePerSequenceMs,
    double DecodePerThousandContextMs,
    double PrefillBaseMs,
    double PrefillPerTokenMs,
    double PrefillPerThousandSquaredMs,
    int CacheTokens,
    int MaxBatchedTokens,
    int MaxSequences);
