using Mact.Core.Runs;
using Mact.Web.Localization;
using Microsoft.Extensions.Localization;

namespace Mact.Web.Runs;

/// <summary>A result that lost a vote.</summary>
/// <param name="Value">For display.</param>
/// <param name="Programs">Executed samples behind it.</param>
/// <param name="Plans">Plans that merely wrote it.</param>
/// <param name="Step">Where the vote took place.</param>
public sealed record Dissent(string Value, int Programs, int Plans, int Step)
{
    /// <summary>From an option of a vote.</summary>
    public static Dissent Of(VoteOption option, int step)
    {
        ArgumentNullException.ThrowIfNull(option);
        return new(option.Value, option.Executed.Count, option.Guessed.Count, step);
    }

    /// <summary>"1 program", "2 plans", or both.</summary>
    public string Voices(IStringLocalizer<Texts> t) => (Programs, Plans) switch
    {
        ( > 0, > 0) => $"{t.Count(Programs, "{0} program", "{0} programs")}, {t.Count(Plans, "{0} plan", "{0} plans")}",
        ( > 0, _) => t.Count(Programs, "{0} program", "{0} programs"),
        _ => t.Count(Plans, "{0} plan", "{0} plans"),
    };
}
