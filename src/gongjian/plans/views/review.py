"""The review of a plan: the page, and the fragments that each step sends back.

A step answers with rows that replace themselves where they stand (htmx's out-of-band swaps), so that neither
the text nor the list is drawn anew. Without script every step is a plain form that leads back to the page.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST
from django_htmx.http import trigger_client_event

from gongjian.kernel.collect import offers
from gongjian.kernel.refusal import Refused
from gongjian.kernel.request import Request
from gongjian.plans import actions, guessing, outline, queries, rules
from gongjian.plans.actions.steps import Done
from gongjian.plans.forms import FORMS, KindForm, RejectForm, SplitForm, VersionForm, form_for
from gongjian.plans.models import STANDING, Entry, EntryKind, EntryState, Plan
from gongjian.plans.spans import trimmed

# Lines of a text that are laid out together: what is not on the screen costs the browser nothing.
LINES_IN_BLOCK = 30


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the text; `at` is the offset of its first character."""

    at: int
    text: str
    is_title: bool


@require_GET
def review(request: Request, pk: int) -> HttpResponse:
    """The document at left, what was read at right."""
    plan = get_object_or_404(queries.plans(request.reach).select_related("document__file"), pk=pk)
    reviewed = queries.review(plan)
    siblings = list(plan.document.plans.order_by("position").values_list("pk", "position", "title"))
    context = {
        "plan": plan,
        "review": reviewed,
        "blocks": list(blocks(plan)),
        "siblings": siblings,
        "why_not": rules.why_not_review(plan, reach=request.reach),
        "steps": [step for offer in offers("from_plan", "steps") for step in offer(plan, request.reach)],
        "kinds": [(kind, label) for kind, label in EntryKind.choices if kind in FORMS],
    }
    return render(request, "plans/review.html", context)


def blocks(plan: Plan) -> Iterator[list[Line]]:
    """The lines of the plan's text by blocks."""
    block: list[Line] = []
    at = 0
    for line in plan.text.splitlines(keepends=True):
        block.append(Line(at, line.rstrip("\r\n"), is_title=line.strip() == plan.title))
        at += len(line)
        if len(block) == LINES_IN_BLOCK:
            yield block
            block = []
    if block:
        yield block


@require_GET
def entry(request: Request, pk: int) -> HttpResponse:
    """One entry with all that can be done with it: its row for the review page, or a page of its own."""
    shown = _entry(request, pk)
    if request.htmx:
        return _rows(request, shown.plan, [shown])
    refused = rules.why_not_review(shown.plan, reach=request.reach)
    form = None if shown.kind == EntryKind.WARNING else _form_of(shown)
    return _entry_page(request, shown, form, why_not=refused)


@require_POST
def accept(request: Request, pk: int) -> HttpResponseBase:
    return _step(request, pk, VersionForm, actions.accept)


@require_POST
def reject(request: Request, pk: int) -> HttpResponseBase:
    return _step(request, pk, RejectForm, actions.reject)


@require_POST
def restore(request: Request, pk: int) -> HttpResponseBase:
    return _step(request, pk, VersionForm, actions.restore)


@require_POST
def indent(request: Request, pk: int) -> HttpResponseBase:
    deeper = request.POST.get("deeper") == "1"
    return _step(request, pk, VersionForm, actions.move_under, deeper=deeper)


@require_POST
def settle_offer(request: Request, pk: int) -> HttpResponseBase:
    return _step(request, pk, VersionForm, actions.settle_offer, take=request.POST.get("take") == "1")


@require_POST
def merge(request: Request, pk: int) -> HttpResponseBase:
    """Merge with the entry `other`, or with the next one of its kind that stands."""
    shown = _entry(request, pk)
    asked = request.POST.get("other", "")
    others = Entry.objects.filter(plan=shown.plan, kind=shown.kind, state__in=STANDING)
    other = others.filter(pk=asked).first() if asked.isdigit() else _behind(shown, list(others))
    if other is None:
        return _refused(request, shown, _("There is no entry of this kind behind this one to merge with."))
    return _step(request, pk, VersionForm, actions.merge, other=other)


def _behind(entry: Entry, others: list[Entry]) -> Entry | None:
    """The next of `others` in the text's order."""
    return others[others.index(entry) + 1] if entry in others[:-1] else None


@require_http_methods(["GET", "POST"])
def edit(request: Request, pk: int) -> HttpResponseBase:
    """The form of the entry's kind; what was typed survives a change that another made meanwhile."""
    shown = _entry(request, pk)
    refusal = rules.why_not_review(shown.plan, reach=request.reach)
    if shown.kind == EntryKind.WARNING:
        refusal = refusal or rules.WARNING_IS_NOT_CORRECTED
    if refusal:
        return _refused(request, shown, str(refusal.text))
    form = _form_of(shown, request.POST if request.method == "POST" else None)
    fresh = None
    if form.is_valid():
        try:
            done = actions.correct(
                shown,
                version=form.cleaned_data["version"] or 0,
                data=form.data_of_kind,
                start=form.cleaned_data["start"],
                end=form.cleaned_data["end"],
                by=request.user,
                reach=request.reach,
                at=timezone.now(),
            )
        except Refused as refused:
            form.add_error(None, str(refused.refusal.text))
            if refused.refusal.code == rules.CHANGED_MEANWHILE:
                # Sent again, the form now answers to the newer version, which stands beside it to compare.
                form.data = form.data.copy()
                form.data["version"] = str(shown.version)
                fresh = shown
        else:
            return _done(request, shown.plan, done, said=_("Saved."))
    if not request.htmx:
        return _entry_page(request, shown, form, fresh=fresh, status=422 if form.errors else 200)
    context = {"entry": shown, "form": form, "fresh": fresh, "plan": shown.plan}
    return render(request, "plans/edit.html#form", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
def split(request: Request, pk: int) -> HttpResponseBase:
    """Where to split: at a place chosen from the list, or marked in the text."""
    shown = _entry(request, pk)
    if refusal := rules.why_not_review(shown.plan, reach=request.reach):
        return _refused(request, shown, str(refusal.text))
    choices = queries.places_to_split(shown, shown.plan.text)
    asked = request.POST.get("at_offset", "")
    if asked.isdigit() and int(asked) not in dict(choices):
        choices = [*choices, (int(asked), "")]  # a place marked in the text; the action checks it
    posted = request.POST if request.method == "POST" else None
    form = SplitForm(posted, initial={"version": shown.version})
    form.fields["at_offset"].choices = choices  # type: ignore[attr-defined]
    if form.is_valid():
        return _step(request, pk, VersionForm, actions.split, at_offset=form.cleaned_data["at_offset"])
    context = {"entry": shown, "form": form, "plan": shown.plan}
    template = "plans/split.html#form" if request.htmx else "plans/split.html"
    return render(request, template, context, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
def add(request: Request, pk: int) -> HttpResponseBase:
    """A new entry on marked words: `?start=&end=&kind=`; without a kind, the one its words look like."""
    plan = _plan(request, pk)
    if refusal := rules.why_not_review(plan, reach=request.reach):
        return _refused_plan(request, plan, str(refusal.text))
    given = request.POST if request.method == "POST" else request.GET
    start, end = _span(given, plan.text)
    words = plan.text[start:end] if start is not None else ""
    kind = given.get("kind") if given.get("kind") in FORMS else guessing.likely_kind(words)
    assert kind is not None  # noqa: S101 - either known or guessed
    if request.method == "POST":
        form = form_for(kind, length=len(plan.text), posted=request.POST)
        if form.is_valid():
            try:
                done = actions.add(
                    plan,
                    kind=kind,
                    data=form.data_of_kind,
                    start=form.cleaned_data["start"],
                    end=form.cleaned_data["end"],
                    by=request.user,
                    reach=request.reach,
                    at=timezone.now(),
                )
            except Refused as refused:
                form.add_error(None, str(refused.refusal.text))
            else:
                return _done(request, plan, done, said=_("Added."))
    else:
        data = guessing.guess(words, kind)
        if kind == EntryKind.ITEM and start is not None:
            data = data | {"path": _path_at(plan, start, str(data["path"]))}
        form = form_for(kind, length=len(plan.text), data=data, start=start, end=end)
    context = {
        "plan": plan,
        "form": form,
        "kind": kind,
        "words": words,
        "start": start,
        "end": end,
        "kinds": [(code, label) for code, label in EntryKind.choices if code in FORMS],
    }
    template = "plans/add.html#form" if request.htmx else "plans/add.html"
    return render(request, template, context, status=422 if form.errors else 200)


def _path_at(plan: Plan, start: int, label: str) -> str:
    """The path of a new item at `start`: under the innermost item that holds it, with its own label."""
    items = Entry.objects.filter(
        plan=plan, kind=EntryKind.ITEM, state__in=STANDING, start__lt=start, end__gt=start
    )
    holding = max(items, key=lambda item: outline.depth(str(item.data["path"])), default=None)
    own = label or "1"
    return f"{holding.data['path']}/{own}" if holding else own


def _span(given: Any, text: str) -> tuple[int | None, int | None]:
    """The marked words, without the marks of punctuation that a hand has caught at their edges."""
    start, end = given.get("start", ""), given.get("end", "")
    if not (start.isdigit() and end.isdigit()) or not int(start) < int(end) <= len(text):
        return None, None
    first, last = trimmed(text, int(start), int(end))
    return (first, last) if first < last else (None, None)


@require_POST
def accept_rest(request: Request, pk: int) -> HttpResponseBase:
    plan = _plan(request, pk)
    form = KindForm(request.POST)
    kind = form.cleaned_data["kind"] if form.is_valid() else ""
    try:
        done = actions.accept_rest(plan, kind=kind, by=request.user, reach=request.reach, at=timezone.now())
    except Refused as refused:
        return _refused_plan(request, plan, str(refused.refusal.text))
    n = len(done.entries)
    said = ngettext("%(n)s entry accepted.", "%(n)s entries accepted.", n) % {"n": n}
    return _done(request, plan, done, said=said)


@require_POST
def undo(request: Request, pk: int) -> HttpResponseBase:
    plan = _plan(request, pk)
    try:
        done = actions.undo(plan, by=request.user, reach=request.reach, at=timezone.now())
    except Refused as refused:
        return _refused_plan(request, plan, str(refused.refusal.text))
    return _done(request, plan, done, said=_("The last step was undone."))


@require_GET
def news(request: Request, pk: int) -> HttpResponse:
    """What others have changed since the step `?since=`; asked now and then by the open page."""
    plan = _plan(request, pk)
    since = request.GET.get("since", "")
    changed = queries.changed_since(plan, int(since) if since.isdigit() else 0, by_others_than=request.user)
    return _rows(request, plan, changed.entries, gone=changed.gone, by_others=True)


# --- Answers ----------------------------------------------------------------------------------------------


def _plan(request: Request, pk: int) -> Plan:
    return get_object_or_404(queries.plans(request.reach), pk=pk)


def _entry(request: Request, pk: int) -> Entry:
    entries = Entry.objects.filter(plan__in=queries.plans(request.reach).values("pk"))
    return get_object_or_404(entries.select_related("plan__document__area", "changed_by"), pk=pk)


def _form_of(entry: Entry, posted: Any = None) -> Any:
    return form_for(
        entry.kind,
        length=len(entry.plan.text),
        posted=posted,
        data=entry.data,
        start=entry.start,
        end=entry.end,
        version=entry.version,
    )


def _step(
    request: Request, pk: int, form_class: type[VersionForm], action: Callable[..., Done], **kwargs: Any
) -> HttpResponseBase:
    """Do one action on one entry, and answer with what has changed by it."""
    shown = _entry(request, pk)
    form = form_class(request.POST)
    if not form.is_valid():
        return _refused(request, shown, _("Please load the page again: this form is no longer whole."))
    try:
        done = action(
            shown, **form.cleaned_data, **kwargs, by=request.user, reach=request.reach, at=timezone.now()
        )
    except Refused as refused:
        return _refused(request, shown, str(refused.refusal.text))
    return _done(request, shown.plan, done)


def _done(request: Request, plan: Plan, done: Done, said: str = "") -> HttpResponseBase:
    if request.htmx:
        return _rows(request, plan, done.entries, gone=done.gone, made=done.made, said=said)
    if said:
        messages.success(request, said)
    return redirect(done.entries[0] if done.entries else plan)


def _refused(request: Request, entry: Entry, sentence: str) -> HttpResponseBase:
    """Why not, and the entry as it really stands: another may have changed it."""
    if request.htmx:
        fresh = list(Entry.objects.filter(pk=entry.pk).select_related("changed_by"))
        return _rows(request, entry.plan, fresh, gone=() if fresh else (entry.pk,), refused=sentence)
    messages.error(request, sentence)
    return redirect(entry)


def _refused_plan(request: Request, plan: Plan, sentence: str) -> HttpResponseBase:
    if request.htmx:
        return _rows(request, plan, [], refused=sentence)
    messages.error(request, sentence)
    return redirect(plan)


def _rows(
    request: Request,
    plan: Plan,
    entries: Iterable[Entry],
    *,
    gone: Iterable[int] = (),
    made: Iterable[int] = (),
    said: str = "",
    refused: str = "",
    by_others: bool = False,
) -> HttpResponse:
    """Rows to be put in place, the numbers of the tabs, and a sentence for who cannot see them change."""
    entries = list(entries)
    open_queries = list(Entry.objects.filter(plan=plan, kind=EntryKind.WARNING, state=EntryState.OPEN))
    context = {
        "plan": plan,
        "rows": queries.rows_of(entries, plan.text, open_queries),
        "gone": list(gone),
        "behind": _places(plan, [entry for entry in entries if entry.pk in set(made)]),
    }
    response = render(request, "plans/rows.html", context, status=422 if refused else 200)
    step = {
        "said": said,
        "refused": refused,
        "byOthers": by_others,
        "changed": [entry.pk for entry in entries],
        "made": list(made),
        "since": queries.last_change_of(plan),
    }
    # Only rows come back, each with its own place; whatever was the target of the question stays.
    response["HX-Reswap"] = "none"
    return trigger_client_event(response, "plan-step", step, after="swap")


def _places(plan: Plan, made: list[Entry]) -> dict[int, int]:
    """For each new entry, the one of its kind that it comes to stand behind; 0 for the top."""
    places = {}
    for entry in made:
        of_kind = list(Entry.objects.filter(plan=plan, kind=entry.kind).values_list("pk", flat=True))
        place = of_kind.index(entry.pk)
        places[entry.pk] = of_kind[place - 1] if place else 0
    return places


def _entry_page(
    request: Request,
    entry: Entry,
    form: Any,
    *,
    why_not: Any = None,
    fresh: Entry | None = None,
    status: int = 200,
) -> HttpResponse:
    (row,) = queries.rows_of([entry], entry.plan.text, [])
    context = {
        "entry": entry,
        "row": row,
        "plan": entry.plan,
        "form": form,
        "fresh": fresh,
        "why_not": why_not,
        "words": entry.plan.text[entry.start : entry.end] if entry.start is not None else "",
    }
    return render(request, "plans/edit.html", context, status=status)
