"""The sample plans: the same plan is read the same from every format, and in full."""

from dataclasses import asdict
from typing import Any

import pytest

from engines.plans.readers.making import sample_maker
from gongjian import samples
from gongjian.engines.plans.files import read_file
from gongjian.engines.plans.model import Plan

PLANS = {path.stem: path for path in samples.texts()}


def only_plan(name: str, data: bytes) -> Plan:
    (plan,) = read_file(name, data).plans
    return plan


def told(plan: Plan) -> dict[str, Any]:
    """What was read, without the places it stands at and without spaces, which formats differ in."""
    entries = asdict(plan)
    del entries["text"]
    return plain(entries)


def plain(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: plain(one) for key, one in value.items() if key != "span"}
    if isinstance(value, list | tuple):
        return [plain(one) for one in value]
    return value.replace(" ", "") if isinstance(value, str) else value


@pytest.mark.parametrize("name", PLANS)
@pytest.mark.parametrize("suffix", ["docx", "html", pytest.param("pdf", marks=pytest.mark.slow)])
def test_a_plan_is_read_the_same_from_every_format(name, suffix):
    text = PLANS[name].read_text(encoding="utf-8")
    make = {"docx": sample_maker().word, "html": sample_maker().page, "pdf": sample_maker().portable}[suffix]

    assert told(only_plan(f"{name}.{suffix}", make(text))) == told(only_plan(f"{name}.txt", text.encode()))


@pytest.mark.parametrize("codec", ["gb18030", "utf-16", "utf-8-sig"])
def test_a_plan_is_read_the_same_from_every_encoding(codec):
    text = PLANS["safe"].read_text(encoding="utf-8")

    assert told(only_plan("safe.txt", text.encode(codec))) == told(only_plan("safe.txt", text.encode()))


@pytest.mark.parametrize(("name", "make"), sample_maker().MADE)
def test_the_files_that_ship_are_those_the_script_makes(name, make):
    shipped = samples.FOLDER / name

    assert shipped.read_bytes() == make(shipped.with_suffix(".txt").read_text(encoding="utf-8"))


@pytest.mark.parametrize(
    ("name", "title", "phases"),
    [
        (
            "civilised",
            "清河区2026年文明社区创建工作方案",
            [
                ("宣传发动阶段", "2026-02-20", "2026-03-20"),
                ("集中攻坚阶段", "2026-03-21", "2026-09-30"),
                ("巩固验收阶段", "2026-10-01", "2026-11-30"),
                ("总结表彰阶段", "2026-12", "2026-12"),
            ],
        ),
        (
            "epidemic-free",
            "清河区无疫小区创建工作实施方案",
            [
                ("动员部署阶段", "2026-03-01", "2026-03-31"),
                ("试点先行阶段", "2026-04-01", "2026-06-30"),
                ("全面推广阶段", "2026-07-01", "2026-11-30"),
                ("总结提升阶段", "2026-12-01", "2026-12-31"),
            ],
        ),
        (
            "peaceful",
            "望江街道平安社区创建活动实施方案",
            [
                ("部署启动阶段", "2026-01-15", "2026-02-28"),
                ("组织实施阶段", "2026-03-01", "2026-10-31"),
                ("检查验收阶段", "2026-11-01", "2026-11-30"),
                ("总结提高阶段", "2026-12-01", "2026-12-25"),
            ],
        ),
        (
            "renovation",
            "清河区2026—2027年城镇老旧小区改造工作方案",
            [
                ("前期准备", "2026-01", "2026-03"),
                ("试点实施", "2026-04", "2026-08"),
                ("全面推开", "2026-09", "2027-04"),
                ("验收移交", "2027-05", "2027-06"),
            ],
        ),
        (
            "safe",
            "和平街道安全社区建设实施方案",
            [
                ("宣传启动阶段", "2026-02-01", "2026-03-15"),
                ("调查诊断阶段", "2026-03-16", "2026-04-30"),
                ("项目实施阶段", "2026-05-01", "2026-09-30"),
                ("自评改进阶段", "2026-10-01", "2026-10-31"),
                ("评定验收阶段", "2026-11-01", "2026-11-30"),
            ],
        ),
    ],
)
def test_each_plan_has_its_title_and_its_phases(name, title, phases):
    plan = only_plan(f"{name}.txt", PLANS[name].read_bytes())

    assert plan.title == title
    assert [(phase.name, phase.start, phase.end) for phase in plan.phases] == phases


def test_the_task_table_of_the_word_file_gives_duties_and_deadlines():
    plan = only_plan("a.docx", (samples.FOLDER / "epidemic-free.docx").read_bytes())
    start = plan.text.index("序号\t")
    end = plan.text.index("八、挂点包联")

    duties = [(duty.role, duty.names) for duty in plan.duties if start <= duty.span[0] < end]
    deadlines = [deadline.date for deadline in plan.deadlines if start <= deadline.span[0] < end]

    assert duties == [
        ("牵头单位", ("区卫生健康局",)), ("责任单位", ("各街道", "松林镇")),
        ("牵头单位", ("区城市管理局",)), ("责任单位", ("各街道", "松林镇", "物业服务企业")),
        ("牵头单位", ("区住房和城乡建设局",)), ("责任单位", ("区水务局", "物业服务企业")),
        ("牵头单位", ("团区委",)), ("责任单位", ("区民政局", "各社区(村)")),
        ("牵头单位", ("区委宣传部",)), ("责任单位", ("区融媒体中心", "区教育局")),
    ]  # fmt: skip
    assert deadlines == ["2026-04-15", "2026-05-31", "2026-06-30", "2026-04-30", "2026-11-30"]
