using Microsoft.AspNetCore.Http;

namespace Mact.Worker.Tests.Models;

/// <summary>What the endpoint does with one request.</summary>
internal delegate Task ScriptedReply(HttpContext context, ReceivedRequest request);
