using Mact.Core.Questions;

namespace Mact.Api.Tables;

/// <summary>The body of <c>POST /tables/profile</c>.</summary>
/// <param name="Tables">Stored tables, each under the name that the joins use.</param>
public sealed record ProfileBody(IReadOnlyList<TableRef?>? Tables);
