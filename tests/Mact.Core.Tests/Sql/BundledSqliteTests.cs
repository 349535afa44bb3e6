using Microsoft.Data.Sqlite;

namespace Mact.Core.Tests.Sql;

public sealed class BundledSqliteTests
{
    [Theory]
    [InlineData("OMIT_AUTHORIZATION")]
    [InlineData("OMIT_PROGRESS_CALLBACK")]
    public void The_bundled_engine_has_the_hooks_that_the_sandbox_stands_on(string missing)
    {
        using var connection = new SqliteConnection("Data Source=:memory:");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = "SELECT sqlite_compileoption_used($option)";
        command.Parameters.AddWithValue("$option", missing);

        Convert.ToInt64(command.ExecuteScalar(), null).ShouldBe(0);
    }
}
