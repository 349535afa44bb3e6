using Mact.Core.Questions;

namespace Mact.Worker.Models.Endpoints;

/// <summary>Whether a listing has the wanted model. Closed.</summary>
internal abstract record ModelSelection
{
    private ModelSelection()
    {
    }

    /// <summary>It has.</summary>
    public sealed record Found(ServedModel Model) : ModelSelection;

    /// <summary>It has not, or is no listing.</summary>
    public sealed record Impossible(QuestionError Error) : ModelSelection;

    /// <summary>The endpoint is not ready.</summary>
    public sealed record Later : ModelSelection;
}
