using System.Buffers;
using System.Globalization;
using System.Text;
using UtfUnknown;

namespace Mact.Core.Tables;

/// <summary>
/// Finds the encoding of text that is not UTF-8. The detector of the library knows frequencies and needs a few words; how plausible the letters of
/// each reading stand beside one another decides where it is not sure, and for short texts.
/// </summary>
internal static class EncodingDetection
{
    private const int SampleLength = 64 * 1024;
    private const int MaxScored = 8 * 1024;
    private const double MinConfidence = 0.5;

    /// <summary>By how much another reading must be more plausible than the one that the detector names.</summary>
    private const double MinAdvantage = 0.15;
    private const double MinPlausible = 0.6;
    private const int MinKnown = 24;

    /// <summary>Encodings of UNIX whose letters Windows writes otherwise, with those of Windows; code points 0x80 to 0x9F tell them apart.</summary>
    private static readonly Dictionary<string, string> Windows = new(StringComparer.OrdinalIgnoreCase)
    {
        ["iso-8859-1"] = "windows-1252",
        ["iso-8859-2"] = "windows-1250",
        ["iso-8859-5"] = "windows-1251",
        ["iso-8859-7"] = "windows-1253",
        ["iso-8859-9"] = "windows-1254",
        ["iso-8859-8"] = "windows-1255",
        ["iso-8859-6"] = "windows-1256",
        ["ascii"] = "windows-1252",
    };

    /// <summary>What is tried beside what the detector names, the likelier first.</summary>
    private static readonly int[] Candidates = [949, 932, 54936, 51932, 950, 1251, 1252, 1250, 1257, 1254, 28592, 850, 437, 10000];

    /// <summary>The letters beyond ASCII of languages, the more spoken first: those of one text are letters of one language.</summary>
    private static readonly string[] Alphabets =
    [
        "äöüß", "éèêëàâçîïôùûüœ", "áéíñóúüºª", "áâãàçéêíóôõú", "àèéìòù", "çğıöşüâîûİ", "ąćęłńóśźż", "áčďéěíňóřšťúůýž", "áéíóöőúüű", "ăâîşţșț",
        "åäöé", "æøåé", "ëïéèöü", "áäčďéíĺľňóôŕšťúýž", "čćđšž", "ąčęėįšųūž", "āčēģīķļņšūž", "äöõüšž", "áéíóúýþæöð", "ëç", "èéíòóúïüç",
    ];

    /// <summary>The syllables that most Korean words are made of.</summary>
    private static readonly SearchValues<char> CommonHangul = SearchValues.Create(
        "볼펜폰폴핀팬팀텔벨밸블랜랙랩렌릭릴링밀빌샵샤쇼슈셔썬싱션스펌펀픽핑쿨컵컴켓잼젤찜칩콜콩퀴큰클탕팥팡" + "이다의는에을가고를지하은한사도인로기어나자리아서시대그있정수들니여부스일전해라보장주상과만성제무원중조안동생구우비미소신"
            + "위게거면오계경공관교국김금남내년단당덕때또람량러력련령례록료류름마막말망매머먼메며명모목몸문물민바박반받발방배백번범법변"
            + "별병복본봉북분불빛산살삼새색석선설세센속손송술숙순숨습승식실심씨악알압앙애액야약양언얼업없역연열영예옥온올와완왕외요용운"
            + "울움웅월유육율으음응익임입작잔재저적절점접족존종좌죽준줄즉증직진질집차착찬참창채책처천철첫청체초총최추축출충치친침카칼케"
            + "코쿠크키타탁탄탈탐탑태택터텐토통투특티파판팔패편평폐포폭표품풍프플피필학할함합항핵행향허헌험혁현혈협형호혹혼홍화확환활황"
            + "회획효후훈휘휴흐흑흥희히힘각간갈감갑강개객건걸검겨격견결겸곡곤골곽광군굴궁권귀규균극근글급긴길까깨꼭꽃끝낙난날납냉너널네"
            + "녀노녹논농뇌누눈뉴느늘능님닥달담답더독돈돌두둘드득든등디따땅떡뜻락란랑래랭레려렬론루룡륙률르른린림립맘맛맞맥멸");

    static EncodingDetection() => Encoding.RegisterProvider(CodePagesEncodingProvider.Instance);

    /// <summary>Texts that are UTF-8 but for a few bytes, as where two files were put together; null where they are not.</summary>
    public static (string Text, int Others)? MostlyUtf8(ReadOnlySpan<byte> bytes)
    {
        var text = new StringBuilder(bytes.Length);
        int valid = 0, others = 0;
        var windows = Encoding.GetEncoding(1252);
        for (var rest = bytes; !rest.IsEmpty;)
        {
            var plain = rest.IndexOfAnyExceptInRange((byte)0, (byte)0x7F);
            text.Append(Encoding.ASCII.GetString(plain < 0 ? rest : rest[..plain]));
            if (plain < 0)
            {
                break;
            }

            rest = rest[plain..];
            if (Rune.DecodeFromUtf8(rest, out var rune, out var length) == System.Buffers.OperationStatus.Done)
            {
                valid++;
                text.Append(rune.ToString());
                rest = rest[length..];
            }
            else
            {
                others++;
                text.Append(windows.GetString(rest[..1]));
                rest = rest[1..];
            }

            if (others > 200 || (others > 8 && valid < others))
            {
                return null;
            }
        }

        return valid >= 2 && valid >= 2 * others ? (text.ToString(), others) : null;
    }

    /// <summary>The encoding, and whether much speaks for it.</summary>
    public static (Encoding Encoding, bool IsSure) Detect(ReadOnlySpan<byte> bytes)
    {
        if (bytes.IndexOf("\u001b$"u8) >= 0)
        {
            return (Encoding.GetEncoding(50220), true);
        }

        // A table of numbers may have its first letter far down.
        var start = Math.Max(0, bytes.IndexOfAnyExceptInRange((byte)0, (byte)0x7F) - 512);
        var sample = bytes[start..Math.Min(bytes.Length, start + SampleLength)];
        var named = Named(sample);
        var scored = sample[..Math.Min(sample.Length, MaxScored)];
        var best = named;

        // Of a few letters the detector knows little.
        var isShort = scored.Length - CountAscii(scored) < MinKnown;
        var bestScore = Score(scored, named) + (!isShort || named.CodePage is 1251 or 20866 ? MinAdvantage
            : named.CodePage == 28603 ? -0.01 : MinAdvantage / 3);
        if (!isShort && !IsWestern(named) && bestScore >= MinPlausible)
        {
            return (named, true);
        }

        foreach (var codePage in Candidates)
        {
            var candidate = Encoding.GetEncoding(codePage);
            if (Score(scored, candidate) is var score && score > bestScore)
            {
                (best, bestScore) = (candidate, score);
            }
        }

        return (best, !IsWestern(best));
    }

    /// <summary>As people know it, and as it can be set.</summary>
    public static string NameOf(Encoding encoding) => encoding.CodePage switch
    {
        949 => "cp949 (EUC-KR)",
        50220 => "iso-2022-jp",
        _ => encoding.WebName,
    };

    private static bool IsWestern(Encoding encoding) =>
        encoding.CodePage is 1252 or 1250 or 1257 or 28603 or 28605 or 1254 or 28592 or 850 or 437 or 10000;

    private static int CountAscii(ReadOnlySpan<byte> bytes)
    {
        var count = 0;
        foreach (var b in bytes)
        {
            count += b < 0x80 ? 1 : 0;
        }

        return count;
    }

    /// <summary>The letters of the language that most of a text's letters are of; of several the first.</summary>
    private static string AlphabetOf(string text)
    {
        var (best, bestCount) = (string.Empty, 0);
        foreach (var alphabet in Alphabets)
        {
            var count = text.Count(c => c is > '\u007f' and < 'ɐ' && IsIn(alphabet, c));
            (best, bestCount) = count > bestCount ? (alphabet, count) : (best, bestCount);
        }

        return best;
    }

    private static bool IsIn(string alphabet, char c) =>
        alphabet.Contains(c, StringComparison.Ordinal) || alphabet.Contains(char.ToLowerInvariant(c), StringComparison.Ordinal);

    private static Encoding Named(ReadOnlySpan<byte> sample)
    {
        var best = CharsetDetector.DetectFromBytes(sample.ToArray()).Detected;
        var name = best?.EncodingName ?? "windows-1252";
        if (Windows.TryGetValue(name, out var windows) && (name is "iso-8859-1" or "ascii" || sample.IndexOfAnyInRange((byte)0x80, (byte)0x9F) >= 0))
        {
            name = windows;
        }

        return best is { Confidence: >= (float)MinConfidence } && SourceText.FindEncoding(name == "euc-kr" ? "CP949" : name) is { } encoding
            && encoding.CodePage != Encoding.UTF8.CodePage
            ? encoding
            : Encoding.GetEncoding(1252);
    }

    /// <summary>From 0 to 1, how much the characters beyond ASCII look like letters of words.</summary>
    private static double Score(ReadOnlySpan<byte> sample, Encoding encoding)
    {
        var text = Encoding.GetEncoding(encoding.CodePage, EncoderFallback.ReplacementFallback, new DecoderReplacementFallback("\ufffd"))
            .GetString(sample);
        double sum = 0;
        var count = 0;
        var alphabet = AlphabetOf(text);
        for (var at = 0; at < text.Length; at++)
        {
            if (text[at] > 127)
            {
                count++;
                sum += Plausibility(text, at, alphabet);
            }
        }

        return count == 0 ? 0 : sum / count;
    }

    private static double Plausibility(string text, int at, string alphabet)
    {
        var c = text[at];
        var before = at > 0 ? text[at - 1] : ' ';
        var after = at + 1 < text.Length ? text[at + 1] : ' ';

        // "O誰eil": no script has one sign inside of a Latin word.
        if (c > '\u2fff' && char.IsAsciiLetterLower(after) && char.IsAsciiLetter(before))
        {
            return -0.5;
        }

        return c switch
        {
            '\ufffd' => -2,
            >= '가' and <= '힣' => CommonHangul.Contains(c) ? 1 : IsStandardHangul(c) ? 0.35 : 0.15,
            >= '\u3040' and <= '\u30ff' => 1,
            >= '\uff66' and <= '\uff9f' => before is >= '\uff66' and <= '\uff9f' || after is >= '\uff66' and <= '\uff9f' ? 0.8 : 0,
            >= '一' and <= '鿿' => IsCommonHan(c) ? 0.86 : 0.4,
            >= '\u3000' and <= '\u303f' or >= '！' and <= '～' => 0.8,
            '’' when char.IsLetter(before) && char.IsLetter(after) => 0.85,
            '½' or '¼' or '¾' when !char.IsLetter(before) && !char.IsLetter(after) => 0.85,
            '©' or '®' or '°' or '²' or '³' or '½' when char.IsLower(after) => -1,
            >= 'А' and <= 'я' or 'Ё' or 'ё' or 'і' or 'ї' or 'є' or 'ґ' or 'І' or 'Ї' or 'Є' or 'Ґ' or 'ў' or 'Ў' =>
                Cased(before, c, after, static x => x is >= 'Ѐ' and <= 'ґ'),
            '€' or '£' or '°' or '§' or '–' or '—' or '’' or '‘' or '“' or '”' or '„' or '\u00a0' or '²' or '³' or '©' or '®' or '½' or '…' or '·'
                => char.IsLetter(before) && char.IsLetter(after) && c is not ('’' or '·' or '–' or '\u00a0') ? -1 : 0.6,
            _ when char.IsLetter(c) && c < 'ɐ' => Math.Min(
                Cased(before, c, after, static x => x < 'ɐ' && char.IsLetter(x)), OfLanguage(before, c, after, alphabet)),
            _ when char.IsLetter(c) || char.GetUnicodeCategory(c) is UnicodeCategory.NonSpacingMark =>
                Math.Abs(before - c) < 0x100 || Math.Abs(after - c) < 0x100 ? 0.85 : 0.3,
            _ when char.IsControl(c) => -1,
            _ => -0.3,
        };
    }

    /// <summary>
    /// A letter of the language that the others are of. Hardly a word has three of them in a row; none begins with ð or ğ, and no ç stands before a
    /// consonant but in Turkish, no õ but before a vowel in Portuguese.
    /// </summary>
    private static double OfLanguage(char before, char c, char after, string alphabet) =>
        (before > '\u007f' && char.IsLetter(before) && after > '\u007f' && char.IsLetter(after))
            || (!char.IsLetter(before) && c is 'ð' or 'Ð' or 'ğ' or 'Ğ')
            || (c is 'ç' && char.IsAsciiLetter(after) && !"aeiouy".Contains(after, StringComparison.Ordinal)
                && !alphabet.Contains('ğ', StringComparison.Ordinal)) ? 0
            : c is 'º' or 'ª' ? (char.IsLetter(after) ? -1 : 0.6)
            : !IsIn(alphabet, c) ? 0.3
            : c is 'ð' or 'þ' or 'đ' or 'Ð' or 'Þ' or 'Đ' ? 0.7
            : 0.85;

    /// <summary>A letter beside letters of its script; a capital inside a word of small letters is none that was meant.</summary>
    private static double Cased(char before, char c, char after, Func<char, bool> isOfScript)
    {
        var isAlone = !isOfScript(before) && !isOfScript(after);
        return char.IsUpper(c) && char.IsLower(before) ? -1 : char.IsLetter(before) && !isOfScript(before) ? -0.5 : isAlone ? 0.3 : 0.85;
    }

    private static bool IsStandardHangul(char c) => Encoding.GetEncoding(51949).GetByteCount([c]) == 2;

    /// <summary>Whether the first level of the national standard of China or of Japan holds it.</summary>
    private static bool IsCommonHan(char c)
    {
        Span<byte> bytes = stackalloc byte[4];
        var length = Encoding.GetEncoding(936).GetBytes([c], bytes);
        if (length == 2 && bytes[0] is >= 0xB0 and <= 0xD7 && bytes[1] >= 0xA1)
        {
            return true;
        }

        length = Encoding.GetEncoding(932).GetBytes([c], bytes);
        return length == 2 && bytes[0] is >= 0x88 and <= 0x97;
    }
}
