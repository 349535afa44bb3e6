using Mact.Core.Sql;
using Mact.Worker.Agents.Search;
using Mact.Worker.Agents.Tools;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Mact.Worker.Agents;

/// <summary>Registers the agents.</summary>
public static class AgentServices
{
    /// <summary>The question runner, with its options (sections Agents, Sql, Search) validated at start. Needs an <see cref="Models.ISamplingClient"/>.</summary>
    public static IServiceCollection AddAgents(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddOptions<AgentOptions>().Bind(configuration.GetSection(AgentOptions.SectionName)).ValidateDataAnnotations().ValidateOnStart();
        services.AddOptions<SqlLimits>().Bind(configuration.GetSection(SqlLimits.SectionName)).ValidateDataAnnotations().ValidateOnStart();
        services.AddOptions<SearchOptions>().Bind(configuration.GetSection(SearchOptions.SectionName)).ValidateDataAnnotations().ValidateOnStart();
        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton<SqlGate>();
        services.AddHttpClient(WikipediaClient.HttpClientName, http => http.DefaultRequestHeaders.UserAgent.ParseAdd("Mact/1.0"));
        services.AddSingleton<ISearchClient, WikipediaClient>();
        services.AddSingleton<IQuestionRunner, QuestionRunner>();
        return services;
    }
}
