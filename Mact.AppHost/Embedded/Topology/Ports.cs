namespace Mact.AppHost.Embedded.Topology;

/// <summary>Every port of the stack, chosen before anything starts.</summary>
/// <param name="Web">The page.</param>
/// <param name="Api">The HTTP API.</param>
/// <param name="Redis">The Redis stand-in's own protocol.</param>
/// <param name="RedisHealth">The Redis stand-in's HTTP endpoint.</param>
/// <param name="Model">The model stand-in's OpenAI-compatible endpoint.</param>
/// <param name="ModelHealth">The model stand-in's own HTTP endpoint.</param>
/// <param name="Dashboard">The Mact dashboard.</param>
/// <param name="Workers">The workers' HTTP endpoints (health).</param>
internal sealed record Ports(int Web, int Api, int Redis, int RedisHealth, int Model, int ModelHealth, int Dashboard, IReadOnlyList<int> Workers);
