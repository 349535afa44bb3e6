using Mact.Web.Tests.Localization;

namespace Mact.Web.Tests.Runs;

public sealed class EvidenceWordsTests
{
    [Fact]
    public void Every_reason_has_words_in_both_languages()
    {
        foreach (var gap in Enum.GetValues<EvidenceGap>())
        {
            var untraced = new Evidence.Untraced(gap, "elsewhere");

            EvidenceText.Of(untraced, Said.English).ShouldNotBeNullOrWhiteSpace();
            EvidenceText.Of(untraced, Said.Korean).ShouldNotBe(EvidenceText.Of(untraced, Said.English));
        }
    }
}
