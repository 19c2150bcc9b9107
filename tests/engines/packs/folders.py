"""Small packs for the tests: a sound one, and ways to spoil it."""

from collections.abc import Mapping

from gongjian.engines.packs.loading import Loaded, load_files

PACK = """\
format: gongjian-pack/1
id: sound
name: {zh: 健全, en: Sound}
version: 1.0.0
year: 2026
kind: creation
areas: [community]
sources:
  - {id: law, title: 某法}
valid: {from: 2026-01-01, to: 2026-12-31}
"""
FACTS = """\
facts:
  - code: meeting.held
    name: {zh: 开会, en: Meeting}
    enters: [community-worker]
    value: {means: 到会人数, unit: 人}
    attributes:
      - {code: quorum, title: 到会, choices: [{code: met, title: 达到}, {code: not-met, title: 未达到}]}
      - {code: until, title: 有效期, free: day}
  - code: volunteer.registered
    name: 志愿者注册
    enters: [grid-worker]
    value: {means: 1或0, unit: 人}
    subject: {register: volunteer, means: 志愿者}
  - code: hazard.found
    name: 隐患
    enters: [grid-worker]
    subject: {register: case, means: 隐患}
    nil: hazard.none
  - code: hazard.none
    name: 无隐患
    enters: [grid-worker]
reminders:
  - {measure: meetings, fact: meeting.held, days_before: 7, role: community-worker, text: 要开会}
"""
SLOTS = """\
slots:
  - id: festivals
    name: 节前
    years:
      - year: 2026
        slots:
          - {name: 春节前, from: 2026-02-03, to: 2026-02-16}
          - {name: 国庆前, from: 2026-09-24, to: 2026-09-30}
"""
MEASURES = """\
measures:
  - id: meetings
    title: {zh: 每半年开会, en: Meetings}
    cites: [{source: law, at: 第一条}]
    cadence:
      source: {facts: meeting.held, where: {quorum: met}}
      unit: community
      slot: half-year
  - id: volunteers
    title: 志愿者
    stock: {source: volunteer.registered}
  - id: people
    title: 到会人数
    sum: {source: meeting.held}
  - id: a-volunteer
    title: 人均
    ratio: {over: people, under: volunteers}
  - id: hazards
    title: 隐患数
    count: {source: hazard.found, proof: hazard.none}
"""
STANDARD = """\
title: {zh: 标准, en: Standard}
total: 10
items:
  - id: order
    title: 秩序
    answers: {role: community-worker, unit: community}
    items:
      - id: order-meetings
        number: "1"
        title: {zh: 会议, en: Meetings}
        text: 每半年开会一次。
        points: 4
        methods: [system, documents]
        evidence: [签到表]
        cites: [{source: law}]
        rules:
          - reach: {measure: meetings, test: ">= 100 %", points: 4}
      - id: order-volunteers
        number: "2"
        title: 志愿者
        points: 6
        methods: [system]
        rules:
          - bands:
              measure: volunteers
              steps:
                - {test: ">= 200", points: 4}
                - {test: ">= 100", points: 2}
          - linear: {measure: a-volunteer, zero_at: 0, full_at: 2, points: 1}
          - deduct: {measure: hazards, points: 1, each: 0.5}
"""
SOUND: Mapping[str, str] = {
    "pack.yaml": PACK,
    "facts.yaml": FACTS,
    "slots.yaml": SLOTS,
    "measures.yaml": MEASURES,
    "standard.yaml": STANDARD,
}


def loaded(files: Mapping[str, str], bases: Mapping[str, Loaded] | None = None) -> Loaded:
    """The pack of these texts, and of `bases` by id."""
    return load_files({name: text.encode() for name, text in files.items()}, (bases or {}).get)


def changed(file: str, old: str, new: str, files: Mapping[str, str] = SOUND) -> dict[str, str]:
    """`files` with `old` once replaced in one of them; it must stand there once."""
    assert files[file].count(old) == 1, (file, old)
    return dict(files) | {file: files[file].replace(old, new)}


def told(result: Loaded) -> list[str]:
    """`file:line:column code found`, for tables."""
    return [
        f"{fault.file}:{fault.mark.line}:{fault.mark.column} {fault.code} {fault.found}".rstrip()
        for fault in result.faults
    ]
