// The list of entries: which rows show, which one is chosen, and the numbers on the tabs.

const STANDING = new Set(["open", "accepted", "corrected"]);
// A span without a length is no place.
const pair = (words) => {
  const [start, end] = (words ?? "").split(",").map(Number);
  return end > start ? [start, end] : null;
};

export function entryOf(row) {
  const { kind, state, version, span, mark } = row.dataset;
  return {
    id: row.id.slice("entry-".length),
    kind,
    state,
    version,
    depth: Number(row.className.match(/\bin-(\d)/)?.[1] ?? 0),
    span: pair(span),
    mark: pair(mark),
    isOpen: state === "open",
    isStanding: STANDING.has(state),
  };
}

export class List {
  constructor(desk) {
    this.desk = desk;
    this.root = desk.querySelector("#list");
    this.only = "";
    this.words = "";
    this.onlyOpen = false;
    this.chosen = null;
  }

  get rows() {
    return [...this.root.querySelectorAll(".entry")];
  }

  get shown() {
    return [...this.root.querySelectorAll(".group:not([hidden]) .entry:not([hidden])")];
  }

  isShown(id) {
    const row = this.row(id);
    return Boolean(row) && !row.hidden && !row.closest(".group").hidden;
  }

  row(id) {
    return document.getElementById(`entry-${id}`);
  }

  get entries() {
    return this.rows.map(entryOf);
  }

  // What is marked in the text: rejected and merged entries are not, nor settled queries. Read anew by `count`.
  marked = [];

  filter() {
    const words = this.words.trim().toLowerCase();
    let any = false;
    for (const group of this.root.querySelectorAll(".group")) {
      const isAsked = !this.only || group.dataset.group === this.only;
      let shows = 0;
      if (isAsked)
        for (const row of group.querySelectorAll(".entry")) {
          const fits =
            (!this.onlyOpen || row.dataset.state === "open" || row.id === `entry-${this.chosen}`) &&
            (!words || row.textContent.toLowerCase().includes(words));
          row.hidden = !fits;
          shows += fits;
        }
      group.hidden = !shows;
      any ||= shows > 0;
    }
    this.desk.querySelector("#none").hidden = any || !this.rows.length;
  }

  count() {
    const totals = {};
    const entries = this.entries;
    this.marked = entries.filter((e) => e.mark && e.isStanding && (e.kind !== "warning" || e.isOpen));
    for (const { kind, state } of entries) {
      if (state === "merged") continue;
      totals[kind] ??= { all: 0, open: 0 };
      totals[kind].all += 1;
      totals[kind].open += state === "open";
    }
    const say = (selector, words) => {
      for (const element of this.desk.querySelectorAll(selector)) element.textContent = words;
    };
    let all = 0;
    let open = 0;
    for (const tab of this.desk.querySelectorAll(".found-tabs [data-only]")) {
      const kind = tab.dataset.only;
      if (!kind) continue;
      const n = totals[kind] ?? { all: 0, open: 0 };
      all += n.all;
      open += n.open;
      tab.hidden = !n.all;
      say(`[data-open-of="${kind}"]`, n.open);
      tab.querySelector(".kind-open").hidden = !n.open || n.open === n.all;
      say(`[data-reviewed-of="${kind}"]`, n.all - n.open);
      say(`[data-total-of="${kind}"]`, n.all);
      const rest = this.root.querySelector(`[data-group="${kind}"] .group-rest button`);
      if (rest) rest.hidden = !n.open;
    }
    say("#reviewed", all - open);
    say("#total", all);
    say("[data-open-total]", open);
    const bar = this.desk.querySelector("#progress");
    bar.max = Math.max(all, 1);
    bar.value = all - open;
    const ready = this.desk.querySelector("#ready");
    if (ready) ready.hidden = open > 0 || !all;
  }

  // Light up a row; the focus goes along when the keyboard is at work.
  choose(id, { focus = true, scroll = true } = {}) {
    const before = this.chosen && this.row(this.chosen);
    if (before) {
      before.classList.remove("is-chosen");
      before.removeAttribute("aria-current");
      before.tabIndex = -1;
    }
    this.chosen = id;
    const row = id && this.row(id);
    if (!row) return null;
    row.classList.add("is-chosen");
    row.setAttribute("aria-current", "true");
    row.tabIndex = 0;
    if (scroll) row.scrollIntoView({ block: "nearest" });
    if (focus) row.focus({ preventScroll: true });
    return row;
  }

  // The row `step` places behind the chosen one, among those that show.
  beside(step, isWanted = () => true) {
    const shown = this.shown;
    const here = shown.findIndex((row) => row.id === `entry-${this.chosen}`);
    if (here < 0) return (step > 0 ? shown : shown.toReversed()).find(isWanted) ?? null;
    for (let n = here + step; n >= 0 && n < shown.length; n += step) if (isWanted(shown[n])) return shown[n];
    return null;
  }

  nextOpen() {
    const isOpen = (row) => row.dataset.state === "open";
    return this.beside(1, isOpen) ?? this.shown.find((row) => isOpen(row) && row.id !== `entry-${this.chosen}`) ?? null;
  }
}
