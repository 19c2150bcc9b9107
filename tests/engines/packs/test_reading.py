"""A pack in words: what a person reads of it, in either language."""

from engines.packs.folders import SOUND, changed, loaded
from gongjian.engines.packs import reading
from gongjian.engines.packs.reading import Row, Section

COLUMNS = ("序号", "指标", "分值", "测评方法", "由谁填报", "怎样计分")


def section(id: str, language: str = "zh", files=SOUND) -> Section:
    return next(part for part in reading.sections(loaded(files).pack, language) if part.id == id)


def rules_of(text: str, language: str = "zh") -> str:
    """The last column of the first leaf, scored by this rule."""
    old = 'reach: {measure: meetings, test: ">= 100 %", points: 4}'
    files = changed("standard.yaml", old, text)
    return section("standard", language, files).rows[1].cells[-1]


def how(text: str, language: str = "zh") -> str:
    """What is said of a measure of this kind, as one more of the pack."""
    files = dict(SOUND)
    files["measures.yaml"] += f"  - id: more\n    title: 另一个\n    {text}\n"
    files["standard.yaml"] = files["standard.yaml"].replace("measure: volunteers", "measure: more")
    return section("measures", language, files).rows[-1].cells[1]


def test_the_standard_is_a_table_with_headings_texts_and_evidence():
    assert section("standard") == Section(
        "standard",
        "标准",
        COLUMNS,
        (
            Row("order", ("", "秩序", "10", "", "", ""), is_heading=True),
            Row(
                "order-meetings",
                ("1", "会议", "4", "系统实测、材料审核", "社区工作者", "每半年开会 ≥ 100%: 4"),
                1,
                details=(("标准", "每半年开会一次。"), ("佐证", "签到表"), ("依据", "《某法》")),
            ),
            Row(
                "order-volunteers",
                (
                    "2",
                    "志愿者",
                    "6",
                    "系统实测",
                    "社区工作者",
                    "志愿者 ≥ 200: 4、≥ 100: 2；人均 从0到2按比例得0–1分；隐患数 每1扣0.5分，1分中最多扣1分",
                ),
                1,
            ),
            Row("", ("", "总分", "10", "", "", "")),
        ),
    )


def test_english_falls_back_to_chinese_where_the_pack_has_no_english():
    rows = section("standard", "en").rows

    assert [row.cells[1] for row in rows] == ["秩序", "Meetings", "志愿者", "Total"]
    assert rows[1].cells[-1] == "Meetings ≥ 100%: 4"


def test_rules_in_words():
    judged = "judged: {levels: [{code: a, title: 好, points: 4}, {code: b, title: 差, points: 0.5}]}"
    cap = 'cap: {measure: meetings, test: "< 50 %", points: 1.5}'
    veto = 'veto: {measure: hazards, test: ">= 1", reason: 出事}'
    linear = "linear: {measure: meetings, zero_at: 0.5, full_at: 1, points: 4}"

    assert [rules_of(rule) for rule in (judged, cap, veto, linear)] == [
        "评定：好 4、差 0.5",
        "每半年开会 < 50%时最多得1.5分",
        "一票否决：隐患数 ≥ 1（出事）",
        "每半年开会 从50%到100%按比例得0–4分",
    ]
    assert [rules_of(rule, "en") for rule in (cap, veto)] == [
        "1.5 at most where Meetings < 50%",
        "veto: 隐患数 ≥ 1 (出事)",
    ]


def test_measures_in_words():
    said = {
        "count: {source: hazard.none, window: year}": "次数：无隐患（本年）",
        "sum: {source: meeting.held, window: {days: 30}}": "数值合计：开会（最近30天）",
        "distinct: {source: volunteer.registered, window: ever}": "不同对象数：志愿者注册（有记录以来）",
        "stock: {source: volunteer.registered, add: value}": "在册数值合计：志愿者注册",
        "gauge: {source: meeting.held, max_age: 90, over: mean}": "最新数的平均：开会（90天内）",
        "ratio: {over: people, under: volunteers}": "到会人数 ÷ 志愿者",
        'share: {measure: meetings, test: ">= 90 %", unit: community}': "每半年开会 ≥ 90%的社区占比",
        "coverage: {who: volunteer.registered, source: volunteer.registered, at_least: 2}": (
            "志愿者注册中有“志愿者注册”2次以上的占比"
        ),
        "cadence: {source: hazard.none, unit: grid, max_gap: 2}": "间隔不超过2天有“无隐患”，由网格承担",
        "cadence: {source: hazard.none, unit: grid, slot: named, slots: festivals, at_least: 2}": (
            "节前至少2次有“无隐患”，由网格承担"
        ),
        "cadence: {source: hazard.found, unit: grid, slot: week, who: volunteer.registered}": (
            "每周有“隐患”，由网格承担，对每个“志愿者注册”"
        ),
        'quiet: {source: hazard.found, proof: hazard.none, every: 3, unit: grid, meets: ">= 14"}': (
            "连续没有发生的天数：隐患（每3天内要有报告）"
        ),
        "elapsed: {opened: hazard.found, closed: hazard.found, limit: 5, clock: working}": (
            "“隐患”后5工作日内“隐患”的占比"
        ),
        "has: {source: meeting.held, attribute: quorum, required: [met], unit: grid, max_age: 9}": (
            "“开会”齐全程度：达到（9天内）"
        ),
        "manual: {source: {facts: [meeting.held], except: {quorum: [met, not-met]}}}": (
            "填报的数：开会（到会不是达到或未达到）"
        ),
    }

    assert {text: how(text) for text in said} == said


def test_measures_in_english():
    assert how("count: {source: {facts: meeting.held, where: {quorum: met}}, window: year}", "en") == (
        "count of Meeting (到会 is 达到) (this year)"
    )
    assert how("cadence: {source: hazard.none, unit: grid, slot: half-month}", "en") == (
        "无隐患 every half-month (1–15, 16–end), owed by each grid"
    )


def test_facts_tell_who_records_them_and_what_reminds():
    rows = section("facts").rows

    assert [row.id for row in rows] == ["meeting.held", "volunteer.registered", "hazard.found", "hazard.none"]
    assert rows[0].cells == ("开会", "社区工作者", "到会人数（人）", "", "到会、有效期")
    assert rows[0].details == (("到会", "达到、未达到"), ("提醒", "期满前7天：要开会"))
    assert rows[2].details == (("查无情况", "无隐患"),)


def test_a_repealed_indicator_is_shown_struck_and_without_points():
    files = changed(
        "standard.yaml",
        "total: 10\nitems:\n",
        "total: 10\nitems:\n  - {id: old, title: 旧, repealed: {reason: 改了, since: 2021-08-20}}\n",
    )

    row = section("standard", files=files).rows[0]

    assert (row.struck, row.cells[2], row.details) == (True, "", (("已废止", "2021-08-20 改了"),))


def test_the_head_leaves_out_what_is_not_said():
    assert [row.cells for row in section("head").rows] == [
        ("名称", "健全"),
        ("类别", "创建活动"),
        ("版本", "1.0.0 (2026)"),
        ("有效期", "2026-01-01 – 2026-12-31"),
        ("适用区域", "社区"),
    ]
    assert [part.id for part in reading.sections(loaded({"pack.yaml": SOUND["pack.yaml"]}).pack, "zh")] == [
        "head",
        "sources",
    ]
