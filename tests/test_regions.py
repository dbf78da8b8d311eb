"""Places in text, the ladder above them, and whose rule applies where."""

import time

import pytest

from corpus.errors import UnknownRegion
from corpus.library import gazetteer_of, load_policies
from corpus.regions import NATION, Gazetteer, Level, Region, short_name, table

LUOYANG = "河南省洛阳市"
PLAIN = Gazetteer()


@pytest.fixture(scope="module")
def nicknamed() -> Gazetteer:
    return gazetteer_of(load_policies())


def names(regions: list[Region]) -> list[str]:
    return [region.full_name for region in regions]


@pytest.mark.parametrize(("text", "found"), [
    pytest.param("洛阳", [LUOYANG], id="city"),
    pytest.param("洛阳市", [LUOYANG], id="city-with-ending"),
    pytest.param("涧西", [f"{LUOYANG}涧西区"], id="district"),
    pytest.param("洛阳涧西", [f"{LUOYANG}涧西区"], id="chain-gives-the-narrower"),
    pytest.param("道里", ["黑龙江省哈尔滨市道里区"], id="district-of-a-capital"),
    pytest.param("佳木斯", ["黑龙江省佳木斯市"], id="three-characters"),
    pytest.param("内蒙古", ["内蒙古自治区"], id="autonomous-region"),
    pytest.param("新疆维吾尔自治区", ["新疆维吾尔自治区"], id="autonomous-region-in-full"),
    pytest.param("浦东", ["上海市浦东新区"], id="district-of-a-municipality"),
    pytest.param("吉林", ["吉林省"], id="province-before-city"),
    pytest.param("吉林省吉林市", ["吉林省吉林市"], id="city-named-as-its-province"),
    pytest.param("北京朝阳区", ["北京市朝阳区"], id="shared-name-beside-its-city"),
    pytest.param("深圳南山", ["广东省深圳市南山区"], id="everyday-word-beside-its-city"),
    pytest.param("牡丹江西安区", ["黑龙江省牡丹江市西安区"], id="city-decides-the-district"),
    pytest.param("西安", ["陕西省西安市"], id="city-before-district"),
    pytest.param("朝阳市", ["辽宁省朝阳市"], id="ending-makes-it-certain"),
    pytest.param("东风区", ["黑龙江省佳木斯市东风区"], id="everyday-word-with-ending"),
    pytest.param("白银市", ["甘肃省白银市"], id="metal-with-ending"),
    pytest.param("河北省张家口市桥西区", ["河北省张家口市桥西区"], id="shared-in-the-narrowest"),
    pytest.param("江苏省徐州市鼓楼区", ["江苏省徐州市鼓楼区"], id="shared-in-the-second"),
    pytest.param("石家庄桥西区和张家口桥西区", ["河北省石家庄市桥西区", "河北省张家口市桥西区"],
                 id="shared-beside-each-city"),
    pytest.param("河北省桥西区", ["河北省"], id="shared-in-one-province"),
    pytest.param("延边", ["吉林省延边朝鲜族自治州"], id="prefecture"),
    pytest.param("黔东南", ["贵州省黔东南苗族侗族自治州"], id="prefecture-of-two-peoples"),
    pytest.param("大理", ["云南省大理白族自治州"], id="prefecture-before-its-city"),
    pytest.param("甘南", ["甘肃省甘南藏族自治州"], id="prefecture-before-a-county-elsewhere"),
    pytest.param("齐齐哈尔甘南", ["黑龙江省齐齐哈尔市甘南县"], id="county-right-after-its-city"),
    pytest.param("海南", ["海南省"], id="province-before-prefecture"),
    pytest.param("彭水", ["重庆市彭水苗族土家族自治县"], id="autonomous-county"),
    pytest.param("雄安新区", ["河北省"], id="new-area"),
    pytest.param("贵安新区", ["贵州省"], id="new-area-over-a-county"),
    pytest.param("建安新区", [], id="county-inside-a-longer-word"),
    pytest.param("合肥滨湖新区", ["安徽省合肥市"], id="district-of-another-city-inside"),
    pytest.param("哈尔滨新区", ["黑龙江省哈尔滨市"], id="city-before-new-area"),
    pytest.param("全国公安机关", ["全国"], id="everyday-word-beside-the-nation"),
    pytest.param("扩大理财规模，金融水平提升", [], id="names-across-words"),
    pytest.param("湖南的绿色通道", ["湖南省"], id="everyday-word-only-in-full"),
    pytest.param("我在哈尔滨开厂", ["黑龙江省哈尔滨市"], id="in-a-sentence"),
    pytest.param("郑州和洛阳", ["河南省郑州市", LUOYANG], id="two"),
    pytest.param("洛阳和郑州，还是洛阳", [LUOYANG, "河南省郑州市"], id="each-once-in-order"),
    pytest.param("全国", ["全国"], id="nation"),
    pytest.param("鼓楼区", [], id="shared-by-several-cities"),
    pytest.param("东风汽车", [], id="car-maker"),
    pytest.param("平安银行", [], id="bank"),
    pytest.param("白银加工", [], id="metal"),
    pytest.param("没有抵押物", [], id="no-place"),
    pytest.param("", [], id="empty"),
])
def test_find(text, found):
    assert names(PLAIN.find(text)) == found


@pytest.mark.parametrize(("text", "found"), [
    pytest.param("正阳工业园", "重庆市黔江区", id="industrial-park"),
    pytest.param("正阳园区", "重庆市黔江区", id="its-short-name"),
    pytest.param("龙江的政策", "黑龙江省", id="province"),
    pytest.param("伊滨", LUOYANG, id="new-district"),
    pytest.param("洛阳高新区", LUOYANG, id="high-tech-zone"),
])
def test_nicknames_of_the_policies(nicknamed, text, found):
    assert names(nicknamed.find(text)) == [found]


@pytest.mark.parametrize("text", ["伊滨", "正阳工业园", "龙江"],
                         ids=["new-district", "industrial-park", "province"])
def test_nicknames_are_unknown_without_the_policies(text):
    assert not {"重庆市黔江区", "黑龙江省", LUOYANG} & set(names(PLAIN.find(text)))


@pytest.mark.parametrize(("name", "full"), [
    pytest.param("朝阳", "辽宁省朝阳市", id="shared-name-is-the-city"),
    pytest.param("白银", "甘肃省白银市", id="city-before-its-district"),
    pytest.param("东风", "黑龙江省佳木斯市东风区", id="everyday-word-alone"),
    pytest.param("通道侗族自治县", "湖南省怀化市通道侗族自治县", id="autonomous-county-in-full"),
    pytest.param(" 涧西 ", f"{LUOYANG}涧西区", id="blanks"),
    pytest.param("河南省洛阳市涧西区", f"{LUOYANG}涧西区", id="full-name"),
    pytest.param("东风区", "黑龙江省佳木斯市东风区", id="everyday-word-with-ending"),
    pytest.param("黑龙江", "黑龙江省", id="province"),
    pytest.param("全国", "全国", id="nation"),
    pytest.param("国家", "全国", id="state"),
])
def test_one(name, full):
    assert PLAIN.one(name).full_name == full


@pytest.mark.parametrize("name", ["火星", "东风汽车", "", "a"],
                         ids=["mars", "car-maker", "empty", "letter"])
def test_unknown_region_names_the_value(name):
    with pytest.raises(UnknownRegion) as caught:
        PLAIN.one(name)
    assert caught.value.value == name


@pytest.mark.parametrize(("name", "told"), [
    ("鼓楼区", ["江苏省南京市鼓楼区", "江苏省徐州市鼓楼区", "福建省福州市鼓楼区"]),
    ("桥西", ["河北省石家庄市桥西区", "河北省张家口市桥西区"]),
    ("河北省桥西区", ["河北省石家庄市桥西区", "河北省张家口市桥西区"])],
    ids=["full-name", "short-name", "in-one-province"])
def test_shared_name_is_unknown_and_told(name, told):
    with pytest.raises(UnknownRegion) as caught:
        PLAIN.one(name)
    assert (caught.value.value, caught.value.detail) == (name, "、".join(told))


@pytest.mark.parametrize(("name", "ladder"), [
    ("涧西", ["全国", "河南省", "洛阳市", "涧西区"]), ("黔江", ["全国", "重庆市", "黔江区"]),
    ("黑龙江", ["全国", "黑龙江省"]), ("全国", ["全国"])],
    ids=["district", "municipality", "province", "nation"])
def test_ladder(name, ladder):
    assert [region.name for region in PLAIN.one(name).ladder] == ladder


@pytest.mark.parametrize(("name", "level"), [
    ("全国", Level.NATION), ("河南", Level.PROVINCE), ("重庆", Level.PROVINCE),
    ("洛阳", Level.CITY), ("涧西", Level.DISTRICT), ("黔江", Level.DISTRICT)],
    ids=["nation", "province", "municipality", "city", "district", "municipal-district"])
def test_level(name, level):
    assert PLAIN.one(name).level is level


@pytest.mark.parametrize(("upper", "lower", "applies"), [
    ("全国", "涧西", True), ("河南", "涧西", True), ("洛阳", "涧西", True), ("涧西", "涧西", True),
    ("涧西", "洛阳", False), ("黑龙江", "洛阳", False), ("重庆", "黔江", True),
    ("洛阳", "全国", False)],
    ids=["nation", "province", "city", "itself", "upwards", "elsewhere", "municipality",
         "nation-below-city"])
def test_covers(upper, lower, applies):
    assert PLAIN.one(upper).covers(PLAIN.one(lower)) is applies


@pytest.mark.parametrize(("text", "rest"), [
    ("洛阳的贷款", "的贷款"), ("洛阳市涧西区企业", "企业"), ("东风汽车", "东风汽车")],
    ids=["city", "chain", "no-place"])
def test_strip(text, rest):
    assert PLAIN.strip(text) == rest


@pytest.mark.parametrize(("name", "short"), [
    ("洛阳市", "洛阳"), ("黑龙江省", "黑龙江"), ("内蒙古自治区", "内蒙古"), ("浦东新区", "浦东"),
    ("神农架林区", "神农架"), ("香港特别行政区", "香港"), ("广西壮族自治区", "广西"),
    ("湘西土家族苗族自治州", "湘西"), ("伊犁哈萨克自治州", "伊犁"),
    ("彭水苗族土家族自治县", "彭水"), ("长白朝鲜族自治县", "长白"),
    ("东乡族自治县", "东乡族自治县"), ("矿区", "矿区")],
    ids=["city", "province", "region", "new-district", "forest", "special", "people", "peoples",
         "people-without-ending", "county-on-a-river", "county-on-a-mountain", "people-alone",
         "one-left"])
def test_short_name(name, short):
    assert short_name(name) == short


def test_table_is_a_tree():
    regions = table()
    assert regions[""] is NATION
    assert all(region.code == code for code, region in regions.items())
    assert all(region.ladder[0] is NATION for region in regions.values())
    assert all(region.ladder[-1] == region for region in regions.values())


def test_every_province_and_city_is_found_by_its_full_name():
    upper = [region for region in table().values() if len(region.code) < 6]
    assert [region for region in upper if PLAIN.find(region.full_name) != [region]] == []


@pytest.mark.parametrize("text", ["洛阳贷款" * 500, "鼓楼区" * 600 + "南京", "朝阳区长春" * 400],
                         ids=["certain", "uncertain", "both"])
def test_a_text_full_of_places_is_read_at_once(text):
    started = time.perf_counter()
    assert PLAIN.find(text)
    assert time.perf_counter() - started < 1, "it was 12 s when each name looked at all others"
