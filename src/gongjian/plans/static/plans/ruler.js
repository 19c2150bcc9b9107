// A narrow band beside the text that shows, over its whole length, where entries still wait and where queries stand.

const WIDTH = 10;

export class Ruler {
  constructor(desk, text) {
    this.canvas = desk.querySelector("#ruler");
    this.sheet = desk.querySelector("#sheet");
    this.text = text;
    this.last = [[], null];
    new ResizeObserver(() => this.draw(...this.last)).observe(this.canvas);
    // The theme may change while the page is open.
    new MutationObserver(() => this.draw(...this.last)).observe(document.documentElement, {
      attributeFilter: ["data-bs-theme"],
    });
    this.canvas.addEventListener("click", (event) => {
      const part = event.offsetY / this.canvas.clientHeight;
      this.sheet.scrollTo({ top: part * this.sheet.scrollHeight - this.sheet.clientHeight / 2 });
    });
  }

  draw(entries, chosen) {
    this.last = [entries, chosen];
    const height = this.canvas.clientHeight;
    if (!height) return;
    const sharp = devicePixelRatio || 1;
    this.canvas.width = WIDTH * sharp;
    this.canvas.height = height * sharp;
    const pen = this.canvas.getContext("2d");
    pen.scale(sharp, sharp);
    const style = getComputedStyle(this.canvas);
    const length = Math.max(this.text.length, 1);
    const tick = (entry, colour, width, thick) => {
      pen.fillStyle = colour;
      pen.fillRect(WIDTH - width, Math.round((entry.mark[0] / length) * (height - thick)), width, thick);
    };
    for (const entry of entries) if (entry.isOpen && entry.kind !== "warning") tick(entry, style.getPropertyValue("--tick"), 5, 2);
    for (const entry of entries) if (entry.kind === "warning") tick(entry, style.getPropertyValue("--tick-query"), 8, 3);
    const lit = entries.find((entry) => entry.id === chosen);
    if (lit) tick(lit, style.getPropertyValue("--tick-chosen"), WIDTH, 4);
  }
}
