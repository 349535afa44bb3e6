using System.Globalization;
using System.Resources;
using Microsoft.Extensions.Localization;

namespace Mact.Web.Localization;

/// <summary>
/// Texts in the language of the request that opened the page. The language is kept, because a circuit is also called from threads of other
/// circuits (a record that arrives) and of no request at all. A text without a translation is shown in English.
/// </summary>
public sealed class PageTexts : IStringLocalizer<Texts>
{
    private static readonly ResourceManager Resources = new(typeof(Texts));

    private readonly CultureInfo _language;

    /// <summary>In the language of this moment.</summary>
    public PageTexts()
        : this(CultureInfo.CurrentUICulture)
    {
    }

    private PageTexts(CultureInfo language) => _language = language;

    /// <summary>In the language of a code, whatever the moment's is.</summary>
    public static PageTexts In(string code) => new(CultureInfo.GetCultureInfo(code));

    /// <inheritdoc/>
    public LocalizedString this[string name]
    {
        get
        {
            var text = Resources.GetString(name, _language);
            return new(name, text ?? name, resourceNotFound: text is null);
        }
    }

    /// <inheritdoc/>
    public LocalizedString this[string name, params object[] arguments]
    {
        get
        {
            var format = this[name];
            return new(name, string.Format(CultureInfo.InvariantCulture, format.Value, arguments), format.ResourceNotFound);
        }
    }

    /// <inheritdoc/>
    public IEnumerable<LocalizedString> GetAllStrings(bool includeParentCultures) =>
        Resources.GetResourceSet(_language, createIfNotExists: true, includeParentCultures) is { } all
            ? all.Cast<System.Collections.DictionaryEntry>().Select(static entry => new LocalizedString((string)entry.Key, (string)entry.Value!))
            : [];
}
