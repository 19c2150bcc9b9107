import pytest

from gongjian.engines.text.quantities import quantities
from gongjian.engines.text.width import fold


@pytest.mark.parametrize(
    ("written", "found"),
    [
        ("达到200人", [(200, "人")]),
        ("１，２００户", [(1200, "户")]),
        ("28.5万平方米", [(285_000, "平方米")]),
        ("全区七个街道", [(7, "个")]),
        ("十五个工作日", [(15, "个工作日")]),
        ("两名", [(2, "名")]),
        ("100余人", [(100, "人")]),
        ("95%", [(95, "%")]),
        ("40 ％", [(40, "%")]),
        ("百分之八十", [(80, "%")]),
        ("百分之九十五点五", [(95.5, "%")]),
        ("60%-70%", [((60, 70), "%")]),
        ("三分之二以上", [(0.6667, "比例")]),
        ("2/3以上", [(0.6667, "比例")]),
        ("超过九成", [(90, "%")]),
        ("七至八成", [((70, 80), "%")]),
        ("8.2千米", [(8.2, "千米")]),
        ("3千名", [(3000, "名")]),
        ("6起案件", [(6, "起")]),
        ("一起来，一成立", []),
        ("2000-3000平方米", [((2000, 3000), "平方米")]),
        ("5至15户", [((5, 15), "户")]),
        ("2-3个村和一个社区", [((2, 3), "个"), (1, "个")]),
        ("3所500平方米以上", [(3, "所"), (500, "平方米")]),
        ("一式三份", [(3, "份")]),
        ("三年内", [(3, "年")]),
        ("7日内", [(7, "日")]),
        ("面积1、2平方公里", [(2, "平方公里")]),
        # Dates, ordinals, numbers of documents and words with a numeral in them.
        ("2023年5月7日", []),
        ("第3名", []),
        ("政发〔2019〕7号", []),
        ("一些一直统一", []),
        ("3/2", []),
        ("5-2个", []),
        ("", []),
    ],
)
def test_quantities_are_read(written, found):
    assert [(quantity.value, quantity.unit) for quantity in quantities(fold(written))] == found


def test_a_quantity_knows_where_it_stands():
    text = "配备保安员不少于4名"

    (quantity,) = quantities(text)

    assert text[quantity.start : quantity.end] == "4名"


@pytest.mark.parametrize(
    "text", ["１２３，：；（）％～", "a\r\nb\tc\u2028d", "《〔①、。“”…》", "\ud800\U0001f600"]
)
def test_folding_keeps_every_offset(text):
    assert len(fold(text)) == len(text)


def test_folding_gives_signs_their_ascii_form():
    assert fold("（一）１．５％：ａ；Ｂ　！") == "(一)1.5%:a;B !"
