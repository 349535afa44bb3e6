using System.Text.Json;
using System.Text.Json.Serialization;
using Mact.AppHost.Embedded.Dashboard.Logs;
using Mact.AppHost.Embedded.Dashboard.Resources;
using Mact.AppHost.Embedded.Dashboard.Traces;

namespace Mact.AppHost.Embedded.Dashboard;

[JsonSourceGenerationOptions(JsonSerializerDefaults.Web)]
[JsonSerializable(typeof(IReadOnlyList<ResourceReport>))]
[JsonSerializable(typeof(LogPage))]
[JsonSerializable(typeof(IReadOnlyList<TraceSummary>))]
[JsonSerializable(typeof(TraceDetail))]
internal sealed partial class DashboardJson : JsonSerializerContext;
