using Mact.Core.Questions;

namespace Mact.Api.Questions;

/// <summary>A request to answer a question, read and checked.</summary>
/// <param name="Text">What is asked, trimmed.</param>
/// <param name="Tables">At least one, with different names.</param>
/// <param name="Context">Paragraphs that belong to the tables.</param>
/// <param name="Options">Within their ranges.</param>
internal sealed record CheckedQuestion(string Text, IReadOnlyList<QuestionTable> Tables, IReadOnlyList<string> Context, QuestionOptions Options);
