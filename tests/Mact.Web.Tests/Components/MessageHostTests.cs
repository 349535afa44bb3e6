using Bunit;
using Mact.Web.Components.Shared;
using Mact.Web.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;

namespace Mact.Web.Tests.Components;

public sealed class MessageHostTests : PageTestBase
{
    private static readonly Confirmation Deletion = new("Delete it?", "It is gone then.", "Delete", "Keep");

    private readonly FakeTimeProvider _time = new();

    [Theory]
    [InlineData("Delete", true)]
    [InlineData("Keep", false)]
    public async Task A_question_is_answered_by_its_buttons(string label, bool answer)
    {
        var (host, messages) = Open();

        var asking = host.InvokeAsync(() => messages.ConfirmAsync(Deletion));
        host.WaitForAssertion(() => host.Find("#dialog-text").TextContent.ShouldBe("It is gone then."));
        JSInterop.Invocations["mact.openDialog"].Count.ShouldBe(1);
        await host.PressAsync(label);

        (await asking).ShouldBe(answer);
    }

    [Fact]
    public async Task Closing_with_escape_keeps_everything()
    {
        var (host, messages) = Open();

        var asking = host.InvokeAsync(() => messages.ConfirmAsync(Deletion));
        host.WaitForAssertion(() => host.Find("#dialog-text"));
        await host.Find("dialog").TriggerEventAsync("onclose", EventArgs.Empty);

        (await asking).ShouldBeFalse();
    }

    [Fact]
    public async Task The_same_question_asked_twice_opens_twice_and_the_first_is_answered_with_no()
    {
        var (host, messages) = Open();

        var first = host.InvokeAsync(() => messages.ConfirmAsync(Deletion));
        var second = host.InvokeAsync(() => messages.ConfirmAsync(Deletion with { Text = "This one, too." }));

        (await first).ShouldBeFalse();
        await host.PressAsync("Delete");
        (await second).ShouldBeTrue();
        var opened = JSInterop.Invocations["mact.openDialog"].Count;
        var third = host.InvokeAsync(() => messages.ConfirmAsync(Deletion with { Text = "This one, too." }));
        host.WaitForAssertion(() => JSInterop.Invocations["mact.openDialog"].Count.ShouldBeGreaterThan(opened));
        await host.PressAsync("Keep");
        (await third).ShouldBeFalse();
    }

    [Fact]
    public async Task Good_news_goes_by_itself_and_an_error_stays_until_it_is_put_away()
    {
        var (host, messages) = Open();

        await host.InvokeAsync(() => messages.Tell("Deleted."));
        await host.InvokeAsync(() => messages.Tell("It could not be deleted.", isError: true));
        host.WaitForAssertion(() => host.FindAll(".toast").Count.ShouldBe(2));
        _time.Advance(Messages.ToastTime);

        host.WaitForAssertion(() => TextOf(host.Find(".toast")).ShouldBe("It could not be deleted."));
        await host.ClickAsync("[role=alert] .toast button");
        host.FindAll(".toast").ShouldBeEmpty();
    }

    private (IRenderedComponent<MessageHost> Host, Messages Messages) Open()
    {
        Services.AddSingleton<TimeProvider>(_time);
        return (Render<MessageHost>(), Services.GetRequiredService<Messages>());
    }
}
