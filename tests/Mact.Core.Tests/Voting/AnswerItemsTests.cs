using Mact.Core.Voting;

namespace Mact.Core.Tests.Voting;

public sealed class AnswerItemsTests
{
    [Theory]
    [InlineData("208,000", "208,000")]
    [InlineData("1,568.6, 690.5", "1,568.6/690.5")]
    [InlineData("a; b; c", "a/b/c")]
    [InlineData("a, b and c", "a/b/c")]
    [InlineData("a, b, and c", "a/b/c")]
    [InlineData("Trinidad and Tobago", "Trinidad and Tobago")]
    [InlineData("\"Paris, Texas\", Rome", "Paris, Texas/Rome")]
    [InlineData("[1, 2, \"x, y\"]", "1/2/x, y")]
    [InlineData("['Mon', 'Tue']", "Mon/Tue")]
    [InlineData("May 5, 2008", "May 5, 2008")]
    [InlineData("x\ny\n", "x/y")]
    [InlineData("", "")]
    public void An_answer_is_split_into_its_items(string text, string expected) =>
        string.Join('/', AnswerItems.Split(text)).ShouldBe(expected);
}
