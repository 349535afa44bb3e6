using System.Text;
using Mact.Core.Tables;

namespace Mact.Core.Tests.Tables;

/// <summary>Files of a few words, whose encoding only their letters tell.</summary>
public sealed class ShortEncodingTests
{
    static ShortEncodingTests() => Encoding.RegisterProvider(CodePagesEncodingProvider.Instance);

    [Theory]
    [InlineData(949, "도시\n서울\n부산\n")]
    [InlineData(949, "구분\t값\n남\t1\n여\t2\n")]
    [InlineData(949, "품명,단가(원)\n볼펜,1000\n")]
    [InlineData(932, "県,人口\n埼玉,7\n千葉,6\n")]
    [InlineData(932, "a,b\nはい,1\nいいえ,2\n")]
    [InlineData(54936, "城市\n北京\n")]
    [InlineData(54936, "产品,单价\n钢笔,100\n")]
    [InlineData(54936, "省,人口\n广东,7\n河南,6\n")]
    [InlineData(1251, "ГОРОД;N\nМОСКВА;1\nКАЗАНЬ;2\n")]
    [InlineData(1251, "назва,рік\nКиїв,1\nЛьвів,2\n")]
    [InlineData(1250, "judeţ,n\nBraşov,1\nIaşi,2\n")]
    [InlineData(1250, "név,kor\nKovács Gergő,31\n")]
    [InlineData(1250, "jmeno;castka\nNovák;1\nDvořák;2\n")]
    [InlineData(1257, "pilsēta,n\nRīga,1\nDaugavpils,2\n")]
    [InlineData(1257, "miestas,n\nVilnius,1\nŠiauliai,2\n")]
    [InlineData(1257, "miestas;gyventojų\nPanevėžys;1\nKlaipėda;2\n")]
    [InlineData(1254, "ad,soyad\nAyşe,Yılmaz\nÇağrı,Öztürk\n")]
    [InlineData(1254, "ürün;fiyat\nkağıt;1\nçay;2\n")]
    [InlineData(1252, "ville,n\nNîmes,1\n")]
    [InlineData(1252, "name,q\nO’Neil,1\n")]
    [InlineData(1252, "by,n\nTromsø,1\nÅlesund,2\n")]
    [InlineData(1252, "ciudad\nMálaga\nLogroño\n")]
    [InlineData(1252, "cidade,n\nSão Paulo,1\n")]
    [InlineData(1200, "이름,값\n가,1\n나,2\n")]
    public void They_are_read_as_they_were_written_and_that_is_said(int codePage, string text)
    {
        var read = DelimitedTextReader.Read("t", Encoding.GetEncoding(codePage).GetBytes(text), Given.Limits).ShouldBeOfType<TableReading.Success>();
        var cells = read.Table.Columns.Select(static column => column.OriginalName)
            .Concat(Enumerable.Range(0, read.Table.RowCount).SelectMany(row => read.Table.Row(row).ToArray()).Select(static cell => cell.Text));

        cells.ShouldBe(text.Split(',', ';', '\t', '\n').Where(static cell => cell.Length > 0));
        read.Repairs.ShouldContain(static repair => repair.Code == "encoding");
    }
}
