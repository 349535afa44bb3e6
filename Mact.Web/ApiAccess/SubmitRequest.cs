using Mact.Core.Questions;

namespace Mact.Web.ApiAccess;

/// <summary>A question to be asked of stored tables.</summary>
public sealed record SubmitRequest(
    string Question,
    IReadOnlyList<TableRef> Tables,
    IReadOnlyList<string>? Context,
    QuestionOptions? Options);
