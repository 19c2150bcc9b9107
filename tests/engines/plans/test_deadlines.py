"""Single due dates, and the dates that are none."""

import pytest

from gongjian.engines.plans.reading import read_text


def deadlines(text: str, title: str = "") -> list[str]:
    (plan,), _ = read_text(f"{title}\n一、工作任务\n{text}")
    return [deadline.date for deadline in plan.deadlines]


@pytest.mark.parametrize(
    ("text", "date"),
    [
        ("于6月20日前报街道办汇总。", "XXXX-06-20"),
        ("2014年12月底前完成任务。", "2014-12-31"),
        ("10月底完工。", "XXXX-10-31"),
        ("4月上旬全面开工。", "XXXX-04-10"),
        ("9月中旬，组织评审。", "XXXX-09-20"),
        ("11月下旬召开总结会。", "XXXX-11-30"),
        ("时间：20xx年7月10日（星期五）上午9:00至11:00", "20XX-07-10"),
        ("3月10日召开动员大会。", "XXXX-03-10"),
        ("截止时间为5月31日。", "XXXX-05-31"),
        ("上半年完成筹备工作。", "XXXX-06-30"),
        ("年内新建示范社区。", "XXXX-12-31"),
        ("到2024年底，达到标准。", "2024-12-31"),
        ("到2025年，建成综合体。", "2025-12-31"),
        ("到“十四五”期末，完成改造。", "2025-12-31"),
        ("今年6月底前完成换届。", "XXXX-06-30"),
        ("每年3月底前报送总结。", "XXXX-03-31"),
        ("2024年3月启动，4月20日前上报。", "2024-04-20"),
        ("4月22日“世界地球日”组织拾荒。", "XXXX-04-22"),
        ("9月6日迎接区级评议。", "XXXX-09-06"),
        ("年终前完成清点。", "XXXX-12-31"),
        ("报名截至5月31日。", "XXXX-05-31"),
        ("10月1日前全部并网。", "XXXX-10-01"),
        ("名册5月15日交镇林业站。", "XXXX-05-15"),
        ("年底前竣工。", "XXXX-12-31"),
        ("2027年上半年清零。", "2027-06-30"),
        ("完成时限：2026年9月；责任人：张三。", "2026-09"),
        ("应于当年2月25日前报送。", "XXXX-02-25"),
        ("6月15日开班。", "XXXX-06-15"),
        ("截至2031年底，护林队要达到30支。", "2031-12-31"),
        ("（1）4月22日，世界地球日。组织拾荒。", "XXXX-04-22"),
        ("（1）4月2日，国际儿童图书日\n组织读书。", "XXXX-04-02"),
    ],
)
def test_a_due_date(text, date):
    assert deadlines(text) == [date]


@pytest.mark.parametrize(
    "text",
    [
        "议案审查委员会于3月21日召开会议，进行了审议。",
        "至截止时间即3月20日下午5时止，共收到议案13件。",
        "对1998年前建成的小区进行改造。",
        "完成2000年底前建成的小区改造任务。",
        "5月份开展摸底调查。",
        "今明两年、近1年、两年时间内、明年。",
        "三年内无重新犯罪，一年内无传销。",
        "本方案自2022年6月1日起施行。",
        "活动从2013年11月开始。",
        "护林队成立于1998年以前的，由街道换发队旗。",
        "截至2031年末，全镇护林员300人，林地已确权。",
        "做到年初有部署、年终有总结，结果纳入年终综合考评。",
        "（4）九月初九，重阳节。慰问老人。",
        "7月1日前后种树。",
        "年底不得评先评优。",
        "活动从2013年9月起，到2014年12月止。",
        "15日内答复，3个工作日内办结。",
        "2031年底，社区被评为先进单位。",
        "4月22日世界地球日期间开展拾荒。",
        "农历九月九日举行登山。",
        "宣传日如下：（1）4月22日，世界地球日；（2）6月5日，世界环境日。",
        "年终考核，年底考核，年末总结。",
        "以“12月4日宪法日”活动为契机。",
        "上半年，共开展排查27次。",
        "3月1日至15日集中宣传。",
        "2023年2月20日",
    ],
)
def test_no_due_date(text):
    assert deadlines(text) == []


def test_the_year_is_that_of_the_plan_the_phase_or_unknown():
    text = "一、任务\n5月底前完成。\n二、实施步骤\n（一）甲（2023年11月—2024年2月）\n12月1日前报送，1月5日前汇总。"

    (plan,), _ = read_text(text)

    assert [deadline.date for deadline in plan.deadlines] == ["XXXX-05-31", "2023-12-01", "2024-01-05"]
    assert deadlines("5月底前完成。", title="2026年平安社区创建方案") == ["2026-05-31"]


def test_a_month_that_the_campaign_has_once_has_its_year():
    text = "一、任务\n{}\n二、实施步骤\n（一）甲（2031年5月—6月）\n（二）乙（2031年7月—2032年6月）"

    def date(sentence: str) -> str:
        (plan,), _ = read_text(text.format(sentence))
        return plan.deadlines[0].date

    assert date("9月5日前完成登记。") == "2031-09-05"
    assert date("3月5日前完成登记。") == "2032-03-05"
    assert date("5月25日前完成登记。") == "XXXX-05-25"
    assert date("5月25日前上报联络员名单。") == "2031-05-25"


def test_a_years_end_falls_in_the_year_its_phase_has_it():
    text = "一、实施步骤\n（一）甲（2023年9月—2024年5月）\n到年底完成六成，4月底收尾。"

    (plan,), _ = read_text(text)

    assert [deadline.date for deadline in plan.deadlines] == ["2023-12-31", "2024-04-30"]


def test_a_speech_or_letter_is_of_the_year_it_is_dated():
    speech = "在林业工作会上的讲话\n（2031年3月2日）\n同志们：\n一、任务\n4月15日前拨付到位。"
    letter = "关于护林的函\n一、任务\n4月15日前拨付到位。\n2032年3月2日"

    assert [read_text(text)[0][0].deadlines[0].date for text in (speech, letter)] == [
        "2031-04-15",
        "2032-04-15",
    ]


def test_the_bounds_of_a_phase_are_not_repeated():
    (plan,), _ = read_text("一、实施步骤\n（一）启动阶段（3月底前）。4月5日前报送。")

    assert [deadline.quote for deadline in plan.deadlines] == ["4月5日前报送"]
