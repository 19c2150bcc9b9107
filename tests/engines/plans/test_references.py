import pytest

from gongjian.engines.plans.reading import read_text


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("根据《意见》（国办发〔2020〕23号）精神", ("国办发〔2020〕23号",)),
        ("按照清政法〔2024〕12号文件要求", ("清政法〔2024〕12号",)),
        ("《方案》（x办字〔20xx〕99号）", ("x办字〔20xx〕99号",)),
        ("某文[2011]8号", ("某文[2011]8号",)),
        ("《意见》（x发20xx号）", ("x发20xx号",)),
        ("《基本要求》（aQ/t9001-2006）", ("AQ/T9001-2006",)),
        ("（GB/T 26376-2010）和（DB11/T 1044—2013）", ("GB/T 26376-2010", "DB11/T 1044—2013")),
        ("国办发〔2020〕23号，又国办发〔2020〕23号", ("国办发〔2020〕23号",)),
        ("林护发（2031）号", ("林护发（2031）号",)),
        # Titles, motions, bibliography, telephones, model numbers.
        ("《禁止传销条例》", ()),
        ("《建议》（第1号）", ()),
        ("[1]张明琴.总裁,2009(7):105-106", ()),
        ("电话027-88886666，型号T20-30，A4-12", ()),
        ("2023年第5号公告", ()),
    ],
)
def test_references(text, found):
    (plan,), _ = read_text(f"一、依据\n{text}")

    assert plan.references == found
