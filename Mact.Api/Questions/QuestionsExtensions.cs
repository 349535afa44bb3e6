namespace Mact.Api.Questions;

internal static class QuestionsExtensions
{
    public static void AddQuestions(this IHostApplicationBuilder builder)
    {
        builder.Services.AddSingleton<QuestionRequestReader>();
        builder.Services.AddSingleton<SubmitHandler>();
    }
}
