// A list of boxes to tick gets a button that ticks all of them, one for each group, and, when it is long, a
// field that narrows it.

const MANY = 12;
const words = document.querySelector("[data-filter-words]")?.dataset ?? {};

const isShown = (box) => !box.hidden;
const inputOf = (box) => box.querySelector("input");

// Ticks all that are shown; once all of them are ticked, takes the ticks away again.
function ticker(boxes, text, name) {
  const button = document.createElement("button");
  button.type = "button";
  button.className = "btn btn-sm mb-2 me-2";
  button.textContent = text;
  if (name) button.setAttribute("aria-label", name);
  button.addEventListener("click", () => {
    const shown = boxes.filter(isShown);
    const on = !shown.every((box) => inputOf(box).checked);
    for (const box of shown) inputOf(box).checked = on;
  });
  return button;
}

function narrower(groups, boxes) {
  const field = document.createElement("input");
  field.type = "search";
  field.className = "form-control mb-2";
  field.setAttribute("aria-label", words.filter ?? "");
  field.placeholder = words.filter ?? "";
  field.addEventListener("input", () => {
    const wanted = field.value.trim();
    for (const box of boxes) box.hidden = Boolean(wanted) && !box.textContent.includes(wanted);
    for (const group of groups) group.element.hidden = !group.boxes.some(isShown);
  });
  return field;
}

const boxesIn = (element) => [...element.querySelectorAll("label:has(input[type=checkbox])")];

for (const list of document.querySelectorAll("form div[id^='id_']:has(input[type=checkbox])")) {
  const boxes = boxesIn(list);
  const groups = [...list.children]
    .filter((child) => child.firstElementChild?.matches("label:not(:has(input))"))
    .map((element) => ({ element, head: element.firstElementChild, boxes: boxesIn(element) }));
  for (const group of groups) {
    if (group.boxes.length > 1) {
      const name = `${words.group ?? ""}${group.head.textContent}`;
      group.head.after(" ", ticker(group.boxes, words.group ?? "", name));
    }
  }
  if (boxes.length > 1) list.before(ticker(boxes, words.all ?? ""));
  if (boxes.length >= MANY) list.before(narrower(groups, boxes));
}
