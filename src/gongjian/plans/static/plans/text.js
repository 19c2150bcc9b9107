// The text of a plan: where an offset stands on the page, and the marks of what was read.
// Offsets count code points, as the server does; the DOM counts UTF-16 units.

const LONGEST_HEADING = 28;
const WIDE = /[\ud800-\udfff]/;

class Line {
  constructor(element) {
    this.element = element;
    this.at = Number(element.dataset.at);
    this.text = element.textContent;
    // Rare characters take two units; a line without any needs no counting.
    this.points = WIDE.test(this.text) ? [...this.text] : null;
    this.length = this.points ? this.points.length : this.text.length;
    this.ids = "";
  }

  slice(from, to) {
    return this.points ? this.points.slice(from, to).join("") : this.text.slice(from, to);
  }

  // How many code points stand in front of the n-th UTF-16 unit.
  pointsBefore(units) {
    return this.points ? [...this.text.slice(0, units)].length : units;
  }
}

export class Text {
  constructor(root) {
    this.root = root;
    this.lines = [...root.querySelectorAll(".line")].map((element) => new Line(element));
    this.byElement = new Map(this.lines.map((line) => [line.element, line]));
    this.entries = new Map();
  }

  get length() {
    const last = this.lines.at(-1);
    return last ? last.at + last.length : 0;
  }

  lineAt(offset) {
    let low = 0;
    let high = this.lines.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if (this.lines[middle].at <= offset) low = middle;
      else high = middle - 1;
    }
    return low;
  }

  // entries: [{id, kind, mark: [start, end], isOpen}]. Only the lines whose marks have changed are drawn anew.
  paint(entries) {
    const perLine = new Map();
    for (const entry of entries) {
      const last = this.lineAt(entry.mark[1] - 1);
      for (let n = this.lineAt(entry.mark[0]); n <= last; n += 1) {
        if (!perLine.has(n)) perLine.set(n, []);
        perLine.get(n).push(entry);
      }
    }
    this.lines.forEach((line, n) => {
      const marks = perLine.get(n) ?? [];
      const ids = marks.map((entry) => `${entry.id}${entry.isOpen ? "o" : "r"}${entry.kind}${entry.depth}${entry.mark}`).join(" ");
      if (ids === line.ids) return;
      line.ids = ids;
      this.draw(line, marks);
    });
  }

  draw(line, marks) {
    const cuts = new Set([0, line.length]);
    const spans = marks.map((entry) => {
      const from = Math.max(entry.mark[0] - line.at, 0);
      const to = Math.min(entry.mark[1] - line.at, line.length);
      cuts.add(from);
      cuts.add(to);
      return { entry, from, to, size: entry.mark[1] - entry.mark[0] };
    });
    const bounds = [...cuts].sort((a, b) => a - b);
    const parts = [];
    for (let n = 0; n + 1 < bounds.length; n += 1) {
      const words = line.slice(bounds[n], bounds[n + 1]);
      // The smallest comes first: what a click on these words most likely means.
      const here = spans.filter((s) => s.from <= bounds[n] && s.to >= bounds[n + 1]).sort((a, b) => a.size - b.size);
      if (!here.length) {
        parts.push(words);
        continue;
      }
      const mark = document.createElement("mark");
      const first = here[0].entry;
      mark.className = `m m-${first.kind}${here.some((s) => s.entry.isOpen) ? "" : " m-done"}`;
      for (const { entry } of here.slice(1)) mark.classList.add(`also-${entry.kind}`);
      // A heading stands out; a sentence that happens to be numbered does not.
      for (const { entry, size } of here)
        if (entry.kind === "item" && size <= LONGEST_HEADING) mark.classList.add(`deep-${entry.depth}`);
      mark.dataset.e = here.map((s) => s.entry.id).join(" ");
      mark.textContent = words;
      parts.push(mark);
    }
    line.element.replaceChildren(...parts);
  }

  marksOf(id) {
    return this.root.querySelectorAll(`mark[data-e~="${id}"]`);
  }

  // Light up an entry: its own words, and a rail along everything it spans.
  choose(id, span) {
    for (const lit of this.root.querySelectorAll(".is-chosen")) lit.classList.remove("is-chosen");
    for (const line of this.root.querySelectorAll(".in-span")) line.classList.remove("in-span");
    if (id === null) return null;
    const marks = this.marksOf(id);
    for (const mark of marks) mark.classList.add("is-chosen");
    if (span) {
      const last = this.lineAt(Math.max(span[1] - 1, span[0]));
      for (let n = this.lineAt(span[0]); n <= last; n += 1) this.lines[n].element.classList.add("in-span");
    }
    return marks[0] ?? (span ? this.lines[this.lineAt(span[0])].element : null);
  }

  // The offset of a place in the DOM, or null outside the text.
  offsetOf(node, units) {
    const element = (node.nodeType === Node.TEXT_NODE ? node.parentElement : node)?.closest?.(".line");
    const line = element && this.byElement.get(element);
    if (!line) return null;
    const before = document.createRange();
    before.selectNodeContents(element);
    before.setEnd(node, units);
    return line.at + line.pointsBefore(before.toString().length);
  }

  // The place in the DOM of an offset: [node, units].
  placeOf(offset) {
    const line = this.lines[this.lineAt(offset)];
    let left = line.slice(0, Math.min(offset - line.at, line.length)).length;
    const walker = document.createTreeWalker(line.element, NodeFilter.SHOW_TEXT);
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
      if (left <= node.data.length) return [node, left];
      left -= node.data.length;
    }
    return [line.element, 0];
  }

  // What the reader has marked with mouse, finger or keyboard: {start, end, words}, or null.
  get selected() {
    const selection = getSelection();
    if (!selection || selection.isCollapsed || !selection.rangeCount) return null;
    const range = selection.getRangeAt(0);
    if (!this.root.contains(range.commonAncestorContainer)) return null;
    let start = this.offsetOf(range.startContainer, range.startOffset);
    let end = this.offsetOf(range.endContainer, range.endOffset);
    if (end === null) end = this.length;
    if (start === null || start >= end) return null;
    const words = this.words(start, end);
    const trimmed = words.trim();
    start += [...words.slice(0, words.indexOf(trimmed))].length;
    return trimmed ? { start, end: start + [...trimmed].length, words: trimmed } : null;
  }

  // The text from one offset to another, lines joined as they are on the server.
  words(start, end) {
    const parts = [];
    for (let n = this.lineAt(start); n < this.lines.length && this.lines[n].at < end; n += 1) {
      const { at } = this.lines[n];
      parts.push(this.lines[n].slice(Math.max(start - at, 0), end - at));
    }
    return parts.join("\n");
  }

  // Where the cursor stands in the text, or null.
  get cursor() {
    const selection = getSelection();
    if (!selection?.rangeCount || !this.root.contains(selection.anchorNode)) return null;
    return this.offsetOf(selection.anchorNode, selection.anchorOffset);
  }
}
