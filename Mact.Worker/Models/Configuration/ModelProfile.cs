namespace Mact.Worker.Models.Configuration;

/// <summary>How one model wants to be sampled, beyond what a question chooses. Configuration, never a guess from the name.</summary>
public sealed record ModelProfile
{
    /// <summary>Only the k likeliest tokens; null = the server's default. vLLM field.</summary>
    public int? TopK { get; init; }

    /// <summary>Only tokens at least this likely relative to the likeliest, 0 to 1; null = the server's default. vLLM field.</summary>
    public double? MinP { get; init; }

    /// <summary>Above 0; null = the server's default. vLLM field.</summary>
    public double? RepetitionPenalty { get; init; }

    /// <summary>-2 to 2; null = the server's default.</summary>
    public double? PresencePenalty { get; init; }

    /// <summary>Switch thinking off for this model; null = as <see cref="ModelOptions.DisableThinking"/> says.</summary>
    public bool? DisableThinking { get; init; }
}
