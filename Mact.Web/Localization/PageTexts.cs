using System.Collections;
using System.Collections.Frozen;
using System.Globalization;
using System.Resources;
using Microsoft.Extensions.Localization;

namespace Mact.Web.Localization;

/// <summary>Names the resource file of the pages: keys are the English texts themselves, Texts.ko.resx holds the Korean ones.</summary>
public sealed class Texts;

/// <summary>
/// Texts in the language of the request that opened the page. The language is kept, because a circuit is also called from threads of other
/// circuits (a record that arrives) and of no request at all. A text without a translation is shown in English.
/// </summary>
public sealed class PageTexts : IStringLocalizer<Texts>
{
    private static readonly Lazy<FrozenDictionary<string, string>> Korean = new(static () =>
        new ResourceManager(typeof(Texts)).GetResourceSet(CultureInfo.GetCultureInfo("ko"), createIfNotExists: true, tryParents: false)!
            .Cast<DictionaryEntry>()
            .ToFrozenDictionary(static entry => (string)entry.Key, static entry => (string)entry.Value!, StringComparer.Ordinal));

    private readonly FrozenDictionary<string, string> _texts;

    /// <summary>In the language of this moment.</summary>
    public PageTexts()
        : this(CultureInfo.CurrentUICulture.TwoLetterISOLanguageName)
    {
    }

    private PageTexts(string code) => _texts = code == "ko" ? Korean.Value : FrozenDictionary<string, string>.Empty;

    /// <summary>In the language of a code, whatever the moment's is.</summary>
    public static PageTexts In(string code) => new(code);

    /// <inheritdoc/>
    public LocalizedString this[string name] =>
        _texts.TryGetValue(name, out var text) ? new(name, text) : new(name, name, resourceNotFound: true);

    /// <inheritdoc/>
    public LocalizedString this[string name, params object[] arguments]
    {
        get
        {
            var format = this[name];
            var text = format.ResourceNotFound
                ? string.Format(format.Value, arguments)
                : ToldSentences.Filled(format.Value, arguments.Length, (index, _) => string.Format("{0}", arguments[index]));
            return new(name, text, format.ResourceNotFound);
        }
    }

    /// <inheritdoc/>
    public IEnumerable<LocalizedString> GetAllStrings(bool includeParentCultures) =>
        _texts.Select(static entry => new LocalizedString(entry.Key, entry.Value));
}
