using Mact.Api.Tables;
using Mact.Core.Questions;

namespace Mact.Api.Questions;

/// <summary>The body of <c>202 Accepted</c>.</summary>
/// <param name="Id">Of the question.</param>
/// <param name="Status">queued, or where it stands already when an idempotency key brought it back.</param>
/// <param name="Links">self, records, events, cancel, export.</param>
/// <param name="Tables">The tables that came with the request, with the repairs made.</param>
public sealed record AcceptedQuestion(string Id, QuestionStatus Status, IReadOnlyDictionary<string, string> Links, IReadOnlyList<TableInfo> Tables);
