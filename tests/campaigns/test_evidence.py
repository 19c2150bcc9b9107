"""Evidence: kept once by an area, used by many, taken off by the unit alone."""

from collections.abc import Iterator
from datetime import date
from threading import Barrier, Thread

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connections
from django.utils import translation

from cast import Cast, assemble
from factories.campaigns import (
    EvidenceFactory,
    EvidenceUseFactory,
    ItemCheckFactory,
    standard_of,
)
from factories.uploads import picture
from factories.work import AT, code, owed, reach, running
from gongjian.campaigns.actions import evidence as actions
from gongjian.campaigns.file_access import may_see
from gongjian.campaigns.models import Assignment, Evidence, EvidenceUse, ItemCheck, ProgressNote
from gongjian.campaigns.queries import work
from gongjian.campaigns.rules import work as rules
from gongjian.files.models import StoredFile
from gongjian.history.models import Entry
from gongjian.kernel.refusal import Refused

State = Assignment.State


@pytest.fixture(autouse=True)
def _in_english() -> Iterator[None]:
    with translation.override("en"):
        yield


def photo(name: str = "楼道.jpg", size: tuple[int, int] = (80, 40)) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, picture(size=size), "image/jpeg")


def broken(name: str = "坏.jpg") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, b"\xff\xd8\xff not a picture", "image/jpeg")


def answered(cast: Cast, **changes: object) -> ItemCheck:
    standard = standard_of("楼道无杂物")
    campaign = running(cast, standard=standard)
    given = {"campaign": campaign, "item": standard.items.get(is_leaf=True), "area": cast.community}
    check: ItemCheck = ItemCheckFactory(**given | {"by": cast.mei} | changes)
    return check


def add(assignment: Assignment | ItemCheck, by, *uploads, **given) -> list[Evidence]:
    return actions.add(assignment, uploads=uploads or (photo(),), by=by, at=AT, **given)


def nothing_was_kept() -> bool:
    tables = (Evidence, EvidenceUse, StoredFile, Entry, ProgressNote)
    return not any(table.objects.exists() for table in tables)


# --- Adding -----------------------------------------------------------------------------------------------
def test_a_picture_is_kept_by_the_area_and_serves_the_assignment(cast: Cast):
    assignment = owed(cast)

    (evidence,) = add(assignment, cast.mei, caption=" 清理后 ", happened_on=date(2026, 3, 19))

    assignment.refresh_from_db()
    assert (evidence.area, evidence.area_path) == (cast.community, cast.community.path)
    assert (evidence.caption, evidence.happened_on, evidence.by) == ("清理后", date(2026, 3, 19), cast.mei)
    assert evidence.sha256 == evidence.file.sha256
    assert assignment.state == State.DOING
    entry = Entry.objects.get()
    assert (entry.verb, entry.before, entry.after) == (
        "evidence.added",
        {"state": "todo"},
        {"state": "doing", "files": ["楼道.jpg"]},
    )


def test_the_same_picture_is_kept_once_and_serves_twice(cast: Cast):
    check, assignment = answered(cast), owed(cast)

    (first,) = add(assignment, cast.mei)
    (second,) = add(check, cast.mei)
    (again,) = add(check, cast.mei)

    assert first == second == again
    assert [(use.assignment, use.item_check) for use in first.uses.all()] == [
        (assignment, None),
        (None, check),
    ]


def test_two_areas_keep_the_same_picture_each(cast: Cast):
    task = owed(cast).task

    (one,) = add(owed(cast, task=task, by=cast.next_community), cast.chen)
    (other,) = add(Assignment.objects.get(area=cast.community), cast.mei)

    assert (one.area, other.area) == (cast.next_community, cast.community)
    assert one != other


@pytest.mark.parametrize("unit", ["civil_affairs", "mei"])
def test_a_department_and_a_person_keep_it_where_they_stand(cast: Cast, unit: str):
    assignment = owed(cast, getattr(cast, unit))

    (evidence,) = add(assignment, cast.he if unit == "civil_affairs" else cast.mei)

    assert evidence.area_path == assignment.area_path


def test_what_somebody_from_above_adds_begins_nothing(cast: Cast):
    assignment = owed(cast)

    add(assignment, cast.sun)

    assignment.refresh_from_db()
    assert (assignment.state, assignment.evidence_uses.count()) == (State.TODO, 1)


@pytest.mark.parametrize(
    ("who", "state", "given", "why"),
    [
        ("chen", State.DOING, {}, "not_yours"),
        ("mei", State.DONE, {}, "settled"),
        ("mei", State.DOING, {"happened_on": date(2026, 3, 21)}, "future"),
    ],
)
def test_evidence_that_is_refused_leaves_nothing(cast: Cast, who: str, state: str, given, why: str):
    with pytest.raises(Refused) as refused:
        add(owed(cast, state=state), getattr(cast, who), **given)

    assert refused.value.refusal.code == why
    assert nothing_was_kept()


def test_of_several_files_the_wrong_one_is_named_and_none_is_kept(cast: Cast):
    with pytest.raises(Refused, match=r"坏\.jpg: This file is damaged"):
        add(owed(cast), cast.mei, photo(), broken())

    assert nothing_was_kept()


def test_a_single_wrong_file_needs_no_name(cast: Cast):
    with pytest.raises(Refused, match=r"^This file is damaged"):
        add(owed(cast), cast.mei, broken())


def test_only_the_community_adds_evidence_to_its_answer(cast: Cast):
    with pytest.raises(Refused) as refused:
        add(answered(cast), cast.chen)

    assert refused.value.refusal.code == "not_your_community"
    assert nothing_was_kept()


# --- Reporting --------------------------------------------------------------------------------------------
def test_a_report_keeps_words_and_pictures_and_submits(cast: Cast):
    assignment = owed(cast)

    actions.report(assignment, text="清理完毕。", uploads=[photo()], submitting=True, by=cast.mei, at=AT)

    assignment.refresh_from_db()
    assert assignment.state == State.SUBMITTED
    assert [note.text for note in assignment.notes.all()] == ["清理完毕。"]
    assert [use.evidence.caption for use in assignment.evidence_uses.all()] == ["清理完毕。"]


@pytest.mark.parametrize(
    ("text", "files", "notes", "pieces"), [("做了一半。", 0, 1, 0), ("", 1, 0, 1), ("做了。", 1, 1, 1)]
)
def test_a_report_of_words_or_pictures_is_enough(cast: Cast, text, files, notes, pieces):
    assignment = owed(cast)

    actions.report(assignment, text=text, uploads=[photo()] * files, by=cast.mei, at=AT)

    assignment.refresh_from_db()
    assert (assignment.state, assignment.notes.count(), assignment.evidence_uses.count()) == (
        State.DOING,
        notes,
        pieces,
    )


@pytest.mark.parametrize(
    ("text", "uploads", "submitting", "why"),
    [
        ("", [], False, "say_something"),
        ("  ", [], True, "say_or_show"),
        ("清理完毕。", [broken], True, "file_broken"),
    ],
)
def test_a_report_is_kept_whole_or_not_at_all(cast: Cast, text, uploads, submitting, why):
    assignment = owed(cast)

    with pytest.raises(Refused) as refused:
        actions.report(
            assignment, text=text, uploads=[make() for make in uploads], submitting=submitting,
            by=cast.mei, at=AT,
        )  # fmt: skip

    assignment.refresh_from_db()
    assert (refused.value.refusal.code, assignment.state) == (why, State.TODO)
    assert nothing_was_kept()


def test_a_picture_alone_is_enough_to_submit(cast: Cast):
    assignment = owed(cast)

    actions.report(assignment, text=" ", uploads=[photo()], submitting=True, by=cast.mei, at=AT)

    assignment.refresh_from_db()
    assert (assignment.state, assignment.notes.count()) == (State.SUBMITTED, 0)


def test_a_long_report_is_cut_as_caption_only(cast: Cast):
    assignment = owed(cast)

    actions.report(assignment, text="很" * 900, uploads=[photo()], by=cast.mei, at=AT)

    assert (len(Evidence.objects.get().caption), len(ProgressNote.objects.get().text)) == (200, 900)


# --- Using again ------------------------------------------------------------------------------------------
def piece(cast: Cast, area=None, **changes: object) -> Evidence:
    evidence: Evidence = EvidenceFactory(**{"area": area or cast.community, "by": cast.mei} | changes)
    return evidence


def test_evidence_that_is_there_serves_one_thing_more(cast: Cast):
    check, one, two = answered(cast), piece(cast, caption="楼道"), piece(cast, caption="垃圾桶")

    uses = actions.use_again([one, two], check, by=cast.mei, at=AT)

    assert [(use.evidence, use.item_check) for use in uses] == [(one, check), (two, check)]
    entry = Entry.objects.get()
    assert (entry.verb, entry.after) == ("evidence.used", {"files": ["楼道", "垃圾桶"]})


def test_a_grids_picture_serves_its_community(cast: Cast):
    check, taken_in_the_grid = answered(cast), piece(cast, cast.grid)

    actions.use_again([taken_in_the_grid], check, by=cast.mei, at=AT)

    assert check.evidence_uses.get().evidence == taken_in_the_grid


@pytest.mark.parametrize("area", ["next_community", "subdistrict", "far_community"])
def test_another_units_evidence_is_not_used(cast: Cast, area: str):
    assignment = owed(cast)

    with pytest.raises(Refused) as refused:
        actions.use_again([piece(cast), piece(cast, getattr(cast, area))], assignment, by=cast.sun, at=AT)

    assert refused.value.refusal.code == "not_your_evidence"
    assert not EvidenceUse.objects.exists()
    assert not Entry.objects.exists()


def test_nothing_chosen_and_something_gone_are_said(cast: Cast):
    assignment, gone = owed(cast), piece(cast)
    Evidence.objects.filter(pk=gone.pk).delete()

    with pytest.raises(Refused) as nothing:
        actions.use_again([], assignment, by=cast.mei, at=AT)
    with pytest.raises(Refused) as missing:
        actions.use_again([gone, piece(cast)], assignment, by=cast.mei, at=AT)

    assert (nothing.value.refusal.code, missing.value.refusal.code) == ("none_chosen", "moved_on")


def test_at_hand_is_what_the_unit_has_and_does_not_serve_yet(cast: Cast):
    serving, other = piece(cast), piece(cast, caption="消防演练")
    below = piece(cast, cast.grid, file__name="演练签到.pdf")
    piece(cast, cast.next_community, caption="演练")
    mei = reach(cast.mei)

    assert set(work.evidence_at_hand(cast.community.path, mei, [serving.pk])) == {other, below}
    assert set(work.evidence_at_hand(cast.community.path, mei, [], "演练")) == {other, below}
    assert set(work.evidence_at_hand(cast.community.path, mei, [], "签到")) == {below}
    assert set(work.evidence_at_hand(cast.community.path, reach(cast.chen), [])) == set()


# --- Taking off -------------------------------------------------------------------------------------------
def test_evidence_with_two_uses_outlives_the_first(cast: Cast):
    evidence = piece(cast, caption="楼道")
    use = EvidenceUseFactory(evidence=evidence, assignment=owed(cast, state=State.DOING))
    kept = EvidenceUseFactory(evidence=evidence, item_check=answered(cast))

    actions.take_off(use, by=cast.mei, at=AT)

    assert list(EvidenceUse.objects.all()) == [kept]
    assert [(entry.verb, entry.after) for entry in Entry.objects.all()] == [
        ("evidence.taken-off", {"files": ["楼道"]})
    ]
    actions.take_off(kept, by=cast.mei, at=AT)
    assert not Evidence.objects.exists()
    assert StoredFile.objects.count() == 1  # cleared away by its own job, two days later


def test_evidence_taken_off_twice_is_told(cast: Cast):
    use = EvidenceUseFactory(evidence=piece(cast), assignment=owed(cast))
    actions.take_off(EvidenceUse.objects.get(pk=use.pk), by=cast.mei, at=AT)

    with pytest.raises(Refused) as refused:
        actions.take_off(use, by=cast.mei, at=AT)

    assert (refused.value.refusal.code, Entry.objects.count()) == ("moved_on", 1)


@pytest.mark.parametrize(
    ("who", "state", "why"),
    [
        ("chen", State.DOING, "not_yours"),
        ("he", State.DOING, "not_yours"),
        ("mei", State.SUBMITTED, "waiting"),
        ("mei", State.DONE, "settled"),
    ],
)
def test_what_shows_the_work_stays_while_others_look_at_it(cast: Cast, who: str, state: str, why: str):
    use = EvidenceUseFactory(evidence=piece(cast), assignment=owed(cast, state=state))

    with pytest.raises(Refused) as refused:
        actions.take_off(use, by=getattr(cast, who), at=AT)

    assert refused.value.refusal.code == why
    assert EvidenceUse.objects.count() == 1


def test_only_the_community_takes_evidence_off_its_answer(cast: Cast):
    use = EvidenceUseFactory(evidence=piece(cast), item_check=answered(cast))

    with pytest.raises(Refused) as refused:
        actions.take_off(use, by=cast.chen, at=AT)

    assert refused.value.refusal.code == "not_your_community"


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_the_two_last_uses_taken_off_at_once_take_the_evidence_along():
    cast = assemble()
    evidence = EvidenceFactory(area=cast.community)
    uses = [
        EvidenceUseFactory(evidence=evidence, assignment=owed(cast)),
        EvidenceUseFactory(evidence=evidence, assignment=owed(cast)),
    ]
    barrier = Barrier(2)

    def press(use: EvidenceUse) -> None:
        barrier.wait()
        try:
            actions.take_off(use, by=cast.mei, at=AT)
        finally:
            connections.close_all()

    threads = [Thread(target=press, args=[use]) for use in uses]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert not Evidence.objects.exists()


# --- Who may open the file --------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("who", "sees"),
    [
        ("lin", True),
        ("sun", True),
        ("mei", True),
        ("gao", False),
        ("chen", False),
        ("wu", True),
        ("zhou", False),
    ],
)
def test_a_file_is_opened_by_those_who_see_its_area(cast: Cast, who: str, sees: bool):
    assert may_see(piece(cast).file, reach(getattr(cast, who))) is sees


def test_who_holds_the_assignment_opens_what_shows_it(cast: Cast):
    evidence = piece(cast)
    EvidenceUseFactory(evidence=evidence, assignment=owed(cast, holder=cast.gao))

    assert may_see(evidence.file, reach(cast.gao))


def test_evidence_of_another_unit_is_refused_by_the_rule(cast: Cast):
    mei = reach(cast.mei)

    assert code(rules.why_not_use(piece(cast), cast.community.path, reach=mei)) == "-"
    assert code(rules.why_not_use(piece(cast), cast.community.path, reach=reach(cast.chen))) == (
        "not_your_evidence"
    )
