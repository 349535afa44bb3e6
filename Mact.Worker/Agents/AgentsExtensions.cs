using Mact.Core.Sql;
using Mact.Worker.Agents.Programs;
using Mact.Worker.Agents.Prompting;
using Mact.Worker.Agents.Search;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Mact.Worker.Agents;

/// <summary>Registers the agents.</summary>
public static class AgentsExtensions
{
    /// <summary>The question runner, with its options (sections Agents, Sql, Search) validated at start. Needs an <see
    /// cref="Models.ISamplingClient"/>.</summary>
    public static IServiceCollection AddAgents(this IServiceCollection services)
    {
        services.AddOptions<AgentOptions>().BindConfiguration(AgentOptions.SectionName).ValidateDataAnnotations().ValidateOnStart();
        services.AddOptions<SqlLimits>().BindConfiguration(SqlLimits.SectionName).ValidateDataAnnotations().ValidateOnStart();
        services.AddOptions<SearchOptions>().BindConfiguration(SearchOptions.SectionName).ValidateDataAnnotations().ValidateOnStart();
        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton<SqlSlots>();
        services.AddHttpClient(WikipediaClient.HttpClientName, http => http.DefaultRequestHeaders.UserAgent.ParseAdd("Mact/1.0"));
        services.AddSingleton<ISearchClient, WikipediaClient>();
        services.AddSingleton<IQuestionRunner, QuestionRunner>();
        services.AddHostedService<PromptWarmUp>();
        return services;
    }
}
