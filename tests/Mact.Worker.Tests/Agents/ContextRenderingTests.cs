using CsCheck;
using Mact.Worker.Agents.Prompting;

namespace Mact.Worker.Tests.Agents;

public sealed class ContextRenderingTests
{
    private static readonly string[] Paragraphs =
    [
        new('a', 400), "The bridge of Merrow was built in 1904 by a company from Tarn.", new('b', 400), "Merrow has a market.", new('c', 400),
    ];

    [Fact]
    public void A_text_that_has_its_room_is_shown_whole() =>
        ContextRendering.Render(Paragraphs, "Who built the bridge of Merrow?", 1).ShouldBeSameAs(Paragraphs);

    [Fact]
    public void What_speaks_of_the_question_stays_in_its_order_and_the_rest_is_counted() =>
        ContextRendering.Render(Paragraphs, "Who built the bridge of Merrow?", 0.1)
            .ShouldBe([Paragraphs[1], Paragraphs[3], "(3 of 5 paragraphs are not shown; Lookup finds them.)"]);

    [Fact]
    public void One_paragraph_that_is_too_long_is_shown_as_far_as_it_goes() =>
        ContextRendering.Render([new string('x', 1000)], "What?", 0.25).ShouldBe([$"{new string('x', 250)}…"]);

    [Fact]
    public void No_text_is_shown_longer_than_its_share() =>
        Gen.Select(Gen.String[0, 200].Array[0, 20], Gen.Double[0.01, 0.99]).Sample((paragraphs, share) =>
        {
            var shown = ContextRendering.Render(paragraphs, "Which port has the most tonnage?", share);

            var length = shown.Where(paragraphs.Contains).Sum(static paragraph => paragraph.Length);
            length.ShouldBeLessThanOrEqualTo((int)Math.Ceiling(paragraphs.Sum(static paragraph => paragraph.Length) * share));
        });
}
