// The review page: choosing on either side lights up the other, and every step is a key away.
import { List, entryOf } from "./list.js";
import { isMarking, markOn } from "./marking.js";
import { Ruler } from "./ruler.js";
import { Text } from "./text.js";

const desk = document.getElementById("desk");
const say = desk.dataset;
const isReadonly = "readonly" in desk.dataset;
const text = new Text(desk.querySelector(".doc"));
const list = new List(desk);
const ruler = new Ruler(desk, text);
const said = document.getElementById("said");
const strip = document.getElementById("strip");
const newSlot = document.getElementById("new-slot");
const markHere = document.getElementById("mark-here");
const keys = document.getElementById("keys");
const calm = matchMedia("(prefers-reduced-motion: reduce)");
const narrow = matchMedia("(max-width: 991.98px)");
// The rest of the step is told after the answer has come.
let saying = "";
let goOn = false;
let newer = null;

const entryUrl = (id, verb = "") => say.entryUrl.replace("/0/", `/${id}/`) + (verb ? `${verb}/` : "");
// Only items and phases reach beyond the words that are marked for them.
const reach = (entry) => (entry && (entry.kind === "item" || entry.kind === "phase" || !entry.mark) ? entry.span : null);
const wordsOf = (row) =>
  [row.closest(".group").querySelector(".group-head").firstChild.nextSibling.textContent.trim() + ":"]
    .concat([...row.querySelectorAll(".entry-label, .entry-head, .entry-chip, .entry-figure")].map((part) => part.textContent))
    .join(" ");
const chosen = () => (list.chosen && list.row(list.chosen) ? entryOf(list.row(list.chosen)) : null);

// --- Saying --------------------------------------------------------------------------------------------------
let hush = 0;
function tell(words, tone = "") {
  said.textContent = words;
  said.className = `said is-shown${tone ? ` is-${tone}` : ""}`;
  clearTimeout(hush);
  hush = setTimeout(() => said.classList.remove("is-shown"), tone === "bad" ? 9000 : 4000);
}

// --- Choosing ------------------------------------------------------------------------------------------------
function choose(id, { from = "list", focus = true } = {}) {
  if (id === list.chosen && from === "list") return;
  const row = list.choose(id, { focus: focus && !(narrow.matches && from === "text") });
  const entry = row ? entryOf(row) : null;
  const place = text.choose(id, reach(entry));
  strip.textContent = row ? wordsOf(row) : "";
  if (place && from !== "text") bring(place);
  else if (entry && !place && from === "list" && focus) tell(say.sayPlace);
  tools(entry);
  ruler.draw(list.marked, id);
}

// In a long text what is off the screen has only a guessed height: once the way there is laid out, look again.
function bring(place, atOnce = false) {
  const isLong = text.root.classList.contains("is-long");
  place.scrollIntoView({ block: "center", behavior: calm.matches || isLong || atOnce ? "auto" : "smooth" });
  if (isLong) requestAnimationFrame(() => requestAnimationFrame(() => place.scrollIntoView({ block: "center" })));
}

function tools(entry) {
  for (const button of desk.querySelectorAll("[data-do]")) {
    const verb = button.dataset.do;
    const can = {
      accept: entry?.state === "open",
      edit: entry?.isStanding && entry.kind !== "warning",
      reject: entry?.isStanding,
      restore: entry && entry.state !== "open",
      merge: entry?.isStanding && entry.kind !== "warning",
      split: entry?.isStanding && entry.kind !== "warning" && entry.span,
      in: entry?.isStanding && entry.kind === "item",
      out: entry?.isStanding && entry.kind === "item",
      undo: true,
      help: true,
    }[verb];
    button.disabled = !can;
    // A query is answered, not accepted.
    const label = button.querySelector("[data-query]");
    if (label) {
      label.dataset.entry ??= label.textContent;
      label.textContent = entry?.kind === "warning" ? label.dataset.query : label.dataset.entry;
    }
    if (verb === "restore") button.hidden = !can;
    if (verb === "reject") button.hidden = Boolean(entry && !entry.isStanding);
    if (verb === "in" || verb === "out") button.hidden = entry?.kind !== "item";
  }
}

function go(step) {
  const row = list.beside(step);
  if (row) choose(entryOf(row).id);
}

function goToOpen() {
  const row = list.nextOpen();
  if (row) choose(entryOf(row).id);
  else tell(say.sayNoMore);
}

// --- Steps ---------------------------------------------------------------------------------------------------
function post(url, values, words, thenGoOn = false) {
  saying = words;
  goOn = thenGoOn;
  return htmx.ajax("POST", url, { source: desk, swap: "none", values });
}

function slotOf(id) {
  const row = list.row(id);
  return row?.querySelector(".entry-slot");
}

function closeSlots() {
  const open = desk.querySelector(".entry-slot > *, .new-slot > *");
  for (const slot of desk.querySelectorAll(".entry-slot, .new-slot")) slot.replaceChildren();
  desk.classList.remove("is-editing");
  if (open && list.chosen) list.choose(list.chosen);
  return Boolean(open);
}

async function openForm(url, slot) {
  closeSlots();
  showPane("list");
  await htmx.ajax("GET", url, { target: slot, swap: "innerHTML" });
  begin(slot);
}

// A form has come: its buttons that need script show, and the first field has the focus.
function begin(slot) {
  const form = slot.querySelector("form");
  if (!form) return;
  desk.classList.add("is-editing");
  for (const button of form.querySelectorAll("[data-close], [data-use-marked]")) button.hidden = false;
  onlyBetween(form);
  (form.querySelector("[data-focus]") ?? form.querySelector("input:not([type=hidden]), select, textarea"))?.focus({
    preventScroll: true,
  });
  form.scrollIntoView({ block: form.offsetHeight > list.root.clientHeight - 60 ? "start" : "nearest" });
}

// A second value is only asked for where there are two.
function onlyBetween(form) {
  const upper = form.elements.upper?.closest(".mb-3");
  if (upper) upper.hidden = form.elements.op.value !== "between";
}
list.root.addEventListener("change", (event) => {
  if (event.target.name === "op") onlyBetween(event.target.form);
});

const steps = {
  accept: (e) =>
    e.isOpen && post(entryUrl(e.id, "accept"), { version: e.version }, e.kind === "warning" ? say.sayDealtWith : say.sayAccepted, true),
  reject: (e) =>
    e.isStanding && post(entryUrl(e.id, "reject"), { version: e.version }, e.kind === "warning" ? say.sayIgnored : say.sayRejected, true),
  restore: (e) => e.state !== "open" && post(entryUrl(e.id, "restore"), { version: e.version }, say.sayRestored),
  merge: (e) => e.isStanding && post(entryUrl(e.id, "merge"), { version: e.version }, say.sayMerged),
  in: (e) => post(entryUrl(e.id, "indent"), { version: e.version, deeper: 1 }, say.sayMoved),
  out: (e) => post(entryUrl(e.id, "indent"), { version: e.version, deeper: 0 }, say.sayMoved),
  edit: (e) => e.isStanding && e.kind !== "warning" && openForm(entryUrl(e.id, "edit"), slotOf(e.id)),
  split(e) {
    const at = text.cursor;
    // A cursor that stands inside the entry's words says where; else one chooses from the list.
    if (at !== null && e.span && e.span[0] < at && at < e.span[1] && document.activeElement?.id === "sheet")
      return post(entryUrl(e.id, "split"), { version: e.version, at_offset: at }, say.saySplit);
    return openForm(entryUrl(e.id, "split"), slotOf(e.id));
  },
};
const free = {
  undo: () => post(say.undoUrl, {}, ""),
  help: () => keys.showModal(),
};

function step(verb) {
  if (free[verb]) return free[verb]();
  const entry = chosen();
  return entry && !isReadonly ? steps[verb](entry) : null;
}

function rejectWithReason() {
  const entry = chosen();
  if (!entry?.isStanding || isReadonly) return;
  closeSlots();
  slotOf(entry.id).append(document.getElementById("reason-form").content.cloneNode(true));
  begin(slotOf(entry.id));
}

// On the marked words, else on those of the chosen entry; on none where it has no place in the text.
function newEntry() {
  if (isReadonly) return;
  const marked = text.selected;
  const words = marked ? [marked.start, marked.end] : wordsChosen();
  markHere.hidden = true;
  getSelection().removeAllRanges();
  openForm(words ? `${say.addUrl}?start=${words[0]}&end=${words[1]}` : say.addUrl, newSlot);
}

function wordsChosen() {
  const entry = chosen();
  return entry && (entry.mark ?? entry.span);
}

function markByKey(key) {
  if (narrow.matches) showPane("text");
  const marked = markOn(text, key, wordsChosen());
  if (marked) tell(`${say.sayMarked} ${marked.words}`);
}

// --- After an answer -----------------------------------------------------------------------------------------
document.addEventListener("plan-step", ({ detail }) => {
  desk.dataset.since = detail.since;
  const saved = !detail.refused && !detail.byOthers;
  if (saved) {
    newSlot.replaceChildren();
    desk.classList.remove("is-editing");
  }
  refresh();
  if (detail.refused) tell(detail.refused, "bad");
  else if (detail.byOthers) {
    if (detail.changed.length) tell(say.sayOthers);
  } else tell(detail.said || saying || "");
  const next = detail.made[0] ?? (goOn && saved ? null : list.chosen);
  const wantsOpen = goOn && saved;
  goOn = false;
  saying = "";
  if (detail.byOthers) return keepChosen();
  if (detail.made.length) return choose(String(next), { from: "step" });
  if (wantsOpen) return goOnFrom();
  if (!list.chosen && detail.changed.length === 1) return choose(String(detail.changed[0]), { from: "step" });
  return keepChosen(true);
});

// The row was replaced: it is lit up again, and has the focus where it had it.
function keepChosen(focus = false) {
  if (!list.chosen) return;
  if (!list.row(list.chosen)) {
    choose(null);
    return;
  }
  if (!list.isShown(list.chosen)) {
    settleShown();
    return;
  }
  const editing = desk.classList.contains("is-editing");
  list.choose(list.chosen, { focus: focus && !editing, scroll: false });
  const entry = chosen();
  text.choose(list.chosen, reach(entry));
  strip.textContent = wordsOf(list.row(list.chosen));
  tools(entry);
}

function goOnFrom() {
  const row = list.nextOpen();
  if (row) choose(entryOf(row).id, { from: "step" });
  else {
    keepChosen(true);
    list.filter();
    tell(say.sayNoMore);
  }
}

function refresh() {
  list.count();
  list.filter();
  text.paint(list.marked);
  ruler.draw(list.marked, list.chosen);
}

// A row in which someone is typing is not replaced under their hands; the form's version tells in time.
document.addEventListener("htmx:oobBeforeSwap", (event) => {
  const row = event.detail.target;
  if (newer && row?.querySelector?.(".entry-slot form")) event.preventDefault();
});
for (const name of ["htmx:sendError", "htmx:timeout"])
  document.addEventListener(name, () => tell(say.sayLost, "bad"));
document.addEventListener("htmx:responseError", () => tell(say.sayLost, "bad"));
document.addEventListener("htmx:afterSwap", (event) => {
  const slot = event.target.closest?.(".entry-slot, .new-slot");
  if (slot) begin(slot);
});

setInterval(async () => {
  if (document.hidden || isReadonly) return;
  newer = htmx.ajax("GET", `${say.newsUrl}?since=${desk.dataset.since}`, { source: ruler.canvas, swap: "none" });
  await newer;
  newer = null;
}, 20000);

// --- Mouse and finger ----------------------------------------------------------------------------------------
list.root.addEventListener("click", (event) => {
  const row = event.target.closest(".entry");
  const offer = event.target.closest("[data-offer]");
  if (offer && row) {
    const { id, version } = entryOf(row);
    post(entryUrl(id, "offer"), { version, take: offer.dataset.offer }, say.saySaved);
    return;
  }
  if (event.target.closest("[data-close]")) {
    closeSlots();
    return;
  }
  if (event.target.closest("[data-use-marked]")) {
    useMarked(event.target.closest("form"));
    return;
  }
  if (!row || event.target.closest(".entry-slot") || event.metaKey || event.ctrlKey) return;
  if (event.target.closest("a")) event.preventDefault();
  choose(entryOf(row).id);
});
list.root.addEventListener("dblclick", (event) => {
  if (event.target.closest(".entry") && !event.target.closest(".entry-slot")) step("edit");
});
list.root.addEventListener("submit", (event) => {
  const form = event.target;
  if (form.matches("[data-reject]")) {
    event.preventDefault();
    const entry = chosen();
    post(entryUrl(entry.id, "reject"), { version: entry.version, reason: form.reason.value }, say.sayRejected, true);
  } else if (form.matches(".group-rest")) {
    event.preventDefault();
    post(say.restUrl, { kind: form.kind.value }, "");
  }
});

function useMarked(form) {
  const marked = text.selected;
  if (!marked) {
    tell(say.sayMark, "bad");
    return;
  }
  form.elements.start.value = marked.start;
  form.elements.end.value = marked.end;
  const shown = form.querySelector("[data-slot-words]");
  shown.textContent = marked.words;
  shown.hidden = false;
}

text.root.addEventListener("click", (event) => {
  const mark = event.target.closest("mark");
  if (!mark || !(getSelection()?.isCollapsed ?? true)) return;
  const ids = mark.dataset.e.split(" ");
  const next = ids[(ids.indexOf(list.chosen) + 1) % ids.length];
  const row = list.row(next);
  if (row?.hidden || row?.closest(".group").hidden) clearFilter();
  choose(next, { from: "text", focus: false });
  list.row(next)?.scrollIntoView({ block: "center" });
  if (ids.length > 1) tell(say.sayMore);
});

document.addEventListener("selectionchange", () => {
  if (!markHere) return;
  const marked = text.selected;
  markHere.hidden = !marked;
  if (!marked) return;
  const at = getSelection().getRangeAt(0).getBoundingClientRect();
  const sheet = markHere.offsetParent.getBoundingClientRect();
  const left = Math.min(Math.max(at.left - sheet.left, 8), sheet.width - markHere.offsetWidth - 16);
  const below = at.bottom - sheet.top + 8;
  const top = below + markHere.offsetHeight > sheet.height ? at.top - sheet.top - markHere.offsetHeight - 8 : below;
  markHere.style.left = `${left}px`;
  markHere.style.top = `${Math.max(top, 8)}px`;
});
// Before the press takes the selection away.
markHere?.addEventListener("pointerdown", (event) => event.preventDefault());
markHere?.addEventListener("click", newEntry);

for (const button of desk.querySelectorAll("[data-do]"))
  button.addEventListener("click", () => (button.dataset.do === "reject" ? rejectWithReason() : step(button.dataset.do)));

// --- Filtering -----------------------------------------------------------------------------------------------
const filter = document.getElementById("filter");
const onlyOpen = document.getElementById("only-open");
const tabs = [...desk.querySelectorAll(".found-tabs [data-only]")];

function showOnly(kind) {
  list.only = kind;
  for (const tab of tabs) tab.setAttribute("aria-pressed", String(tab.dataset.only === kind));
  if (kind) text.root.dataset.only = kind;
  else delete text.root.dataset.only;
  list.filter();
  if (list.chosen && list.isShown(list.chosen)) list.row(list.chosen).scrollIntoView({ block: "center" });
  else list.root.scrollTop = 0;
  settleShown();
}

// What is done is done to an entry that one sees: the choice goes to the first that shows, where there is one.
function settleShown() {
  if (!list.chosen || list.isShown(list.chosen)) return;
  closeSlots();
  const first = list.shown[0];
  choose(first ? entryOf(first).id : null, { from: "filter", focus: false });
}
for (const tab of tabs) tab.addEventListener("click", () => showOnly(tab.dataset.only));
filter.addEventListener("input", () => {
  list.words = filter.value;
  list.filter();
  settleShown();
});
onlyOpen.addEventListener("change", () => {
  list.onlyOpen = onlyOpen.checked;
  list.filter();
});
function clearFilter() {
  filter.value = "";
  onlyOpen.checked = false;
  list.words = "";
  list.onlyOpen = false;
  showOnly("");
}

// --- Panes of a phone ----------------------------------------------------------------------------------------
function showPane(name) {
  desk.dataset.show = name;
  for (const button of desk.querySelectorAll("[data-pane]"))
    button.setAttribute("aria-pressed", String(button.dataset.pane === name));
  if (name === "text") {
    const entry = chosen();
    const place = entry && text.choose(entry.id, reach(entry));
    if (place) bring(place, true);
    ruler.draw(list.marked, list.chosen);
  }
}
for (const button of desk.querySelectorAll("[data-pane]"))
  button.addEventListener("click", () => showPane(button.dataset.pane));

// --- Keyboard ------------------------------------------------------------------------------------------------
const typing = (element) => element.closest("input, textarea, select, [contenteditable]");
const pressed = {
  j: () => go(1),
  ArrowDown: () => go(1),
  k: () => go(-1),
  ArrowUp: () => go(-1),
  a: () => step("accept"),
  e: () => step("edit"),
  x: () => step("reject"),
  X: rejectWithReason,
  r: () => step("restore"),
  m: () => step("merge"),
  s: () => step("split"),
  n: newEntry,
  u: () => step("undo"),
  o: goToOpen,
  "<": () => step("out"),
  ">": () => step("in"),
  "?": () => step("help"),
  "/": () => filter.select(),
};

// Caught on the way down, so that the shell's own search key does not take "/".
document.addEventListener(
  "keydown",
  (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing || keys.open) return;
    if (event.key === "Escape") {
      if (closeSlots()) event.preventDefault();
      else if (text.selected) getSelection().removeAllRanges();
      else if (event.target === filter) {
        clearFilter();
        if (list.chosen) list.choose(list.chosen);
      }
      return;
    }
    if (event.target === filter && (event.key === "Enter" || event.key === "ArrowDown")) {
      event.preventDefault();
      const row = list.shown[0];
      // Typing has chosen it already; now it has the focus too.
      if (row) choose(entryOf(row).id, { from: "filter" });
      return;
    }
    if (typing(event.target)) return;
    if (event.key === "Enter") {
      // Enter belongs to a button or link that has the focus.
      if (event.target.closest("button, a[href], summary") && !event.target.closest(".entry")) return;
      event.preventDefault();
      if (chosen()?.isOpen) step("accept");
      else goToOpen();
      return;
    }
    if (isMarking(event)) {
      event.preventDefault();
      markByKey(event.key);
      return;
    }
    const inText = event.target.id === "sheet";
    if (inText && event.key.startsWith("Arrow")) return;
    if (/^[1-9]$/.test(event.key)) {
      const tab = tabs.filter((one) => !one.hidden)[Number(event.key) - 1];
      if (tab) showOnly(tab.dataset.only);
      return;
    }
    const act = pressed[event.key];
    if (!act) return;
    event.preventDefault();
    act();
  },
  true,
);

// --- Begin ---------------------------------------------------------------------------------------------------
refresh();
tools(null);
desk.classList.add("is-ready");
const asked = location.hash.match(/^#entry-(\d+)$/)?.[1];
if (asked && list.row(asked)) choose(asked);
else if (!narrow.matches) {
  const first = list.nextOpen();
  if (first) choose(entryOf(first).id, { focus: false });
}
