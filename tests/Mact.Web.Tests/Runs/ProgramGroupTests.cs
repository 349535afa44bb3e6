using Mact.Web.Tests.Localization;

namespace Mact.Web.Tests.Runs;

public sealed class ProgramGroupTests
{
    [Theory]
    [InlineData(ToolSampleStatus.NoCode, "There is no program in the reply.", null)]
    [InlineData(ToolSampleStatus.NoCode, "The reply is empty.", "The reply is empty.")]
    [InlineData(ToolSampleStatus.Error, "No such column: ton.", "No such column: ton.")]
    [InlineData(ToolSampleStatus.Error, null, null)]
    public void Why_programs_failed_is_said_where_it_says_more_than_what_became_of_them(ToolSampleStatus status, string? error, string? why) =>
        new ProgramGroup(Result: null, status, error, [new(0, string.Empty, status, Group: null, error, 0)]).Why(Said.English).ShouldBe(why);
}
