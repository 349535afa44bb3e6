using System.Collections.Frozen;
using System.Globalization;
using System.Text;

namespace Mact.Core.Tables;

/// <summary>Names of months, whole or as three letters and more of them, in the languages whose dates tables are often written in.</summary>
internal static class MonthNames
{
    private static readonly string[] EnglishNames =
        ["january february march april may june july august september october november december", "jan feb mar apr may jun jul aug sept oct nov dec"];

    private static readonly string[] Others =
    [
        "januar februar märz april mai juni juli august september oktober november dezember",
        "jänner feber mrz april mai juni juli august sept oktober november dezember",
        "janvier février mars avril mai juin juillet août septembre octobre novembre décembre",
        "enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre",
        "gennaio febbraio marzo aprile maggio giugno luglio agosto settembre ottobre novembre dicembre",
        "janeiro fevereiro março abril maio junho julho agosto setembro outubro novembro dezembro",
        "januari februari maart april mei juni juli augustus september oktober november december",
        "januari februari mars april maj juni juli augusti september oktober november december",
        "januar februar marts april maj juni juli august september oktober november desember",
        "tammikuuta helmikuuta maaliskuuta huhtikuuta toukokuuta kesäkuuta heinäkuuta elokuuta syyskuuta lokakuuta marraskuuta joulukuuta",
        "stycznia lutego marca kwietnia maja czerwca lipca sierpnia września października listopada grudnia",
        "styczeń luty marzec kwiecień maj czerwiec lipiec sierpień wrzesień październik listopad grudzień",
        "ledna února března dubna května června července srpna září října listopadu prosince",
        "ocak şubat mart nisan mayıs haziran temmuz ağustos eylül ekim kasım aralık",
        "января февраля марта апреля мая июня июля августа сентября октября ноября декабря",
        "январь февраль март апрель май июнь июль август сентябрь октябрь ноябрь декабрь",
        "січня лютого березня квітня травня червня липня серпня вересня жовтня листопада грудня",
    ];

    private static readonly FrozenDictionary<string, int> EnglishLookup = Lookup(EnglishNames);
    private static readonly FrozenDictionary<string, int> AnyLookup = Lookup([.. EnglishNames, .. Others]);

    /// <summary>The number of a month by its English name; 0 where it is none.</summary>
    public static int English(ReadOnlySpan<char> name) => Find(EnglishLookup, name);

    /// <summary>The number of a month by its name in any of the languages; 0 where it is none.</summary>
    public static int Any(ReadOnlySpan<char> name) => Find(AnyLookup, name);

    private static int Find(FrozenDictionary<string, int> names, ReadOnlySpan<char> name)
    {
        if (name.Length is < 3 or > 14 || char.IsAsciiDigit(name[0]))
        {
            return 0;
        }

        Span<char> folded = stackalloc char[name.Length];
        var length = name.ToLowerInvariant(folded);
        return names.GetAlternateLookup<ReadOnlySpan<char>>().TryGetValue(folded[..length], out var month) ? month : 0;
    }

    /// <summary>Every beginning of a name that is no beginning of another month's in the same language; of earlier languages first.</summary>
    private static FrozenDictionary<string, int> Lookup(string[] languages)
    {
        var lookup = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var names in languages.Select(static language => language.Split(' ')))
        {
            var plain = names.Select(WithoutAccents).ToArray();
            for (var month = 0; month < 12; month++)
            {
                foreach (var name in (string[])[names[month], plain[month]])
                {
                    for (var length = Math.Min(3, name.Length); length <= name.Length; length++)
                    {
                        var start = name[..length];
                        var begin = WithoutAccents(start);
                        if (!plain.Where((other, index) => index != month && other.StartsWith(begin, StringComparison.Ordinal)).Any())
                        {
                            lookup.TryAdd(start, month + 1);
                        }
                    }
                }
            }
        }

        return lookup.ToFrozenDictionary(StringComparer.Ordinal);
    }

    private static string WithoutAccents(string name) => string.Concat(
        name.Normalize(NormalizationForm.FormD).Where(static c => CharUnicodeInfo.GetUnicodeCategory(c) != UnicodeCategory.NonSpacingMark));
}

/// <summary>Names of weekdays, which stand beside a date and say nothing of their own.</summary>
internal static class WeekdayNames
{
    /// <summary>Of several languages; three letters of one are enough, and the abbreviations of two.</summary>
    private static readonly FrozenSet<string>.AlternateLookup<ReadOnlySpan<char>> Weekdays =
        ("monday tuesday wednesday thursday friday saturday sunday montag dienstag mittwoch donnerstag freitag samstag sonnabend sonntag "
            + "lundi mardi mercredi jeudi vendredi samedi dimanche lunes martes miércoles jueves viernes sábado domingo lunedì martedì mercoledì "
            + "giovedì venerdì sabato segunda terça quarta quinta sexta maandag dinsdag woensdag donderdag vrijdag zaterdag zondag måndag tisdag "
            + "onsdag torsdag fredag lördag söndag mandag tirsdag lørdag søndag poniedziałek wtorek środa czwartek piątek sobota niedziela "
            + "понедельник вторник среда четверг пятница суббота воскресенье").Split(' ')
        .SelectMany(static name => Enumerable.Range(3, name.Length - 2).Select(length => name[..length]))
        .ToFrozenSet(StringComparer.OrdinalIgnoreCase).GetAlternateLookup<ReadOnlySpan<char>>();

    private static readonly FrozenSet<string> ShortWeekdays =
        FrozenSet.ToFrozenSet(
            "mo di mi do fr sa so lu ma me je ve wo vr za zo wt śr pt пн вт ср чт пт сб вс".Split(' '), StringComparer.OrdinalIgnoreCase);

    /// <summary>Whether this is the name of a weekday, or its abbreviation.</summary>
    public static bool Contains(ReadOnlySpan<char> text)
    {
        text = text.TrimEnd('.');
        return text.Length == 2 ? ShortWeekdays.GetAlternateLookup<ReadOnlySpan<char>>().Contains(text) : Weekdays.Contains(text);
    }
}
