namespace Mact.Api.Tables;

internal static class TablesExtensions
{
    public static void AddTables(this IHostApplicationBuilder builder) => builder.Services.AddSingleton<SqlRunner>();
}
