"""What recurs, and what only sounds as if it did."""

import pytest

from gongjian.engines.plans.reading import read_text


def cadences(text: str) -> list[tuple[float, str, str]]:
    (plan,), _ = read_text(f"一、工作任务\n{text}")
    return [(cadence.times, cadence.op, cadence.per) for cadence in plan.cadences]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("每季度召开一次专题会议。", [(1, "=", "quarter")]),
        ("每季度召开会议一次。", [(1, "=", "quarter")]),
        ("坚持每月度召开例会一次。", [(1, "=", "month")]),
        ("每月至少播放两次电影。", [(2, ">=", "month")]),
        ("每年不少于8期。", [(8, ">=", "year")]),
        ("每年开展不少于两次演练。", [(2, ">=", "year")]),
        ("达到每周开展一次教育活动。", [(1, ">=", "week")]),
        ("至少每季度一次。", [(1, ">=", "quarter")]),
        ("每周至少电话问候一次、每月至少上门探访一次。", [(1, ">=", "week"), (1, ">=", "month")]),
        ("每半月排查。", [(1, "=", "half-month")]),
        ("每半个月开展一次排查。", [(1, "=", "half-month")]),
        ("每半年至少召开一次。", [(1, ">=", "half-year")]),
        ("每两周召开一次。", [(0.5, "=", "week")]),
        ("每三日进行一次公示。", [(round(1 / 3, 4), "=", "day")]),
        ("每周二、周四下午开展咨询。", [(2, "=", "week")]),
        ("每周五开展活动。", [(1, "=", "week")]),
        ("每周一次例会。", [(1, "=", "week")]),
        ("每周一至周五巡查。", [(5, "=", "week")]),
        ("每天中午及晚上10点左右巡逻。", [(2, "=", "day")]),
        ("每天早晚各巡逻一次。", [(2, "=", "day")]),
        ("每天上午8点至下午6点开放。", [(1, "=", "day")]),
        ("每日消毒两次。", [(2, "=", "day")]),
        ("坚持每天签到制度。", [(1, "=", "day")]),
        ("每月底报送情况。", [(1, "=", "month")]),
        ("每个月末组织比赛。", [(1, "=", "month")]),
        ("每月1日、15日开展活动。", [(2, "=", "month")]),
        ("每年安排体检。", [(1, "=", "year")]),
        ("每年3月底前报送总结。", [(1, "=", "year")]),
        ("每学期演练不少于2次。", [(2, ">=", "half-year")]),
        ("垃圾日产日清。", [(1, "=", "day")]),
        ("做到“一日两扫、全天保洁”。", [(2, "=", "day")]),
        ("“周周有活动、月月有高潮”。", [(1, "=", "week"), (1, "=", "month")]),
        ("例会一周一次。", [(1, "=", "week")]),
        ("演练半年一次。", [(1, "=", "half-year")]),
        ("上、下半年各组织一次。", [(1, "=", "half-year")]),
        ("每年评选文明家庭20户。", [(1, "=", "year")]),
    ],
)
def test_what_recurs(text, found):
    assert cadences(text) == found


@pytest.mark.parametrize(
    "text",
    [
        "定期召开会议，经常走访，不定期检查，逐年提高。",
        "每逢节假日举办活动。",
        "月度、年度考核，年度计划，年终总结。",
        "实行每天24小时值班，24小时巡逻。",
        "每月50元补助。",
        "每周开放不少于40小时。",
        "每户每人每栋每处。",
        "每周岁儿童，每年级学生。",
        "一年四季度，一月一日，十一月一日。",
        "全年组织活动12场。",
        "统一一起一些一样。",
    ],
)
def test_what_does_not_recur(text):
    assert cadences(text) == []


def test_the_quote_is_the_clause_and_the_activity_what_is_left_of_it():
    (plan,), _ = read_text("一、甲\n（一）保安、志愿者实行每周一次例会制度，汇报情况。")

    assert [(one.quote, one.activity) for one in plan.cadences] == [
        ("保安、志愿者实行每周一次例会制度", "保安、志愿者实行例会制度")
    ]
