namespace Mact.Core.Questions;

/// <summary>Why a question failed, for people and programs.</summary>
/// <param name="Code">Stable, camelCase; see <see cref="ErrorCodes"/>.</param>
/// <param name="Message">What happened, what was tried, what to do next.</param>
/// <param name="Served">The models that the endpoint serves, where the asked one is not among them; else null.</param>
public sealed record QuestionError(string Code, string Message, IReadOnlyList<string>? Served = null);
