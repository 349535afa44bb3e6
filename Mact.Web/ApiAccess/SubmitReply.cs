using Mact.Core.Questions;

namespace Mact.Web.ApiAccess;

/// <summary>The Api took the question.</summary>
public sealed record SubmitReply(string Id, QuestionStatus Status);
