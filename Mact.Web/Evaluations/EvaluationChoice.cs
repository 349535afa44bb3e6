using Mact.Evaluation.Stored;

namespace Mact.Web.Evaluations;

/// <summary>An arm of an evaluation, to be chosen for a comparison.</summary>
/// <param name="Id">Of the evaluation.</param>
/// <param name="Arm">Its name.</param>
/// <param name="Name">Of the evaluation.</param>
/// <param name="At">When it was started.</param>
public sealed record EvaluationChoice(string Id, string Arm, string Name, DateTimeOffset At)
{
    /// <summary>Unique among the choices.</summary>
    public string Key => $"{Id}|{Arm}";

    /// <summary>Every arm of every evaluation.</summary>
    public static IEnumerable<EvaluationChoice> Of(IEnumerable<EvaluationView> views) =>
        views.SelectMany(static view => view.Definition.Arms.Select(arm => new EvaluationChoice(view.Definition.Id, arm.Name, view.Definition.Name, view.Definition.CreatedAt)));

    /// <summary>The one that an address names; null where there is none.</summary>
    /// <param name="choices">All choices.</param>
    /// <param name="id">Of the evaluation.</param>
    /// <param name="arm">Null = the first one.</param>
    public static EvaluationChoice? Find(IEnumerable<EvaluationChoice> choices, string? id, string? arm) =>
        choices.FirstOrDefault(choice => choice.Id == id && (string.IsNullOrEmpty(arm) || choice.Arm == arm));
}
