using Mact.Core.Questions;

namespace Mact.Worker.Models.Endpoints;

/// <summary>What a look at the served models gave. Closed.</summary>
internal abstract record ModelListing
{
    private ModelListing()
    {
    }

    /// <summary>The list.</summary>
    /// <param name="Models">All of them, adapters included.</param>
    /// <param name="Bases">Those that are no adapters.</param>
    public sealed record Listed(IReadOnlyList<ServedModel> Models, IReadOnlyList<ServedModel> Bases) : ModelListing;

    /// <summary>The endpoint has no list of models; its chat API may work all the same.</summary>
    public sealed record NotOffered : ModelListing;

    /// <summary>Not now.</summary>
    public sealed record NotReady(string Reason, string Message, TimeSpan? RetryAfter) : ModelListing;

    /// <summary>Not what an OpenAI-compatible endpoint answers; it may be a page of a proxy that goes away.</summary>
    public sealed record Odd(string Message) : ModelListing;

    /// <summary>It will not work as configured.</summary>
    public sealed record Failed(QuestionError Error) : ModelListing;
}
