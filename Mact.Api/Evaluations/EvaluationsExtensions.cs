using Mact.Evaluation.Stored;

namespace Mact.Api.Evaluations;

internal static class EvaluationsExtensions
{
    public static void AddEvaluations(this IHostApplicationBuilder builder)
    {
        builder.AddEvaluationStore();
        builder.Services.AddSingleton<EvaluationRequestReader>();
        builder.Services.AddSingleton<ReplayRequestReader>();
        builder.Services.AddSingleton<EvaluationItems>();
        builder.Services.AddSingleton<EvaluationEnding>();
        builder.Services.AddHostedService<EvaluationRunner>();
    }
}
