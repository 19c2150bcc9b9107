// A cell of the matrix opens what stands behind it, by pointer and by keyboard. Without script the community's
// name leads to its sheet.

const table = document.querySelector("[data-matrix]");
const dialog = document.querySelector("[data-panel-dialog]");
const told = document.querySelector("[data-told]");
const BEFORE = 2; // the community and what it has met

const heads = table ? [...table.querySelectorAll("thead [data-item]")] : [];
const rows = table ? [...table.querySelectorAll("tr[data-area]")] : [];
const cellOf = (element) => element?.closest?.("tr[data-area] > td:not(.matrix-sum)");

function words(cell) {
  const state = cell.className.replace("c-", "").replace(/-(\w)/g, (_, letter) => letter.toUpperCase());
  const name = cell.parentElement.querySelector("a").textContent;
  return `${name} · ${heads[cell.cellIndex - BEFORE].title} · ${table.dataset[state]}`;
}

async function open(cell) {
  const item = heads[cell.cellIndex - BEFORE].dataset.item;
  const address = `${table.dataset.matrix}${item}/?area=${cell.parentElement.dataset.area}`;
  try {
    const answer = await fetch(address, { headers: { "HX-Request": "true" } });
    if (!answer.ok || answer.headers.get("HX-Redirect")) throw new Error(answer.status);
    dialog.querySelector("[data-panel-body]").innerHTML = await answer.text();
    dialog.showModal();
  } catch {
    location.href = address;
  }
}

// One cell is in the tab order; the arrows move from there.
let current = null;

function stand(cell) {
  if (!cell) return;
  if (current) current.tabIndex = -1;
  current = cell;
  cell.tabIndex = 0;
  cell.focus();
  told.textContent = words(cell);
}

const cellAt = (row, column) =>
  rows[Math.min(Math.max(row, 0), rows.length - 1)]?.cells[
    Math.min(Math.max(column, BEFORE), heads.length + BEFORE - 1)
  ];

function onKey(event) {
  const cell = cellOf(event.target);
  if (!cell || event.altKey || event.metaKey) return;
  const row = rows.indexOf(cell.parentElement);
  const column = cell.cellIndex;
  const far = event.ctrlKey ? rows.length : 10;
  const moves = {
    ArrowDown: () => stand(cellAt(row + 1, column)),
    ArrowUp: () => stand(cellAt(row - 1, column)),
    ArrowRight: () => stand(cellAt(row, column + 1)),
    ArrowLeft: () => stand(cellAt(row, column - 1)),
    PageDown: () => stand(cellAt(row + far, column)),
    PageUp: () => stand(cellAt(row - far, column)),
    Home: () => stand(cellAt(event.ctrlKey ? 0 : row, BEFORE)),
    End: () => stand(cellAt(event.ctrlKey ? rows.length : row, heads.length + BEFORE)),
    Enter: () => open(cell),
    " ": () => open(cell),
  };
  if (!moves[event.key]) return;
  event.preventDefault();
  moves[event.key]();
}

if (table && dialog && rows.length) {
  table.setAttribute("role", "grid");
  cellAt(0, BEFORE).tabIndex = 0;
  current = cellAt(0, BEFORE);
  table.addEventListener("keydown", onKey);
  table.addEventListener("click", (event) => {
    const cell = cellOf(event.target);
    if (!cell) return;
    stand(cell);
    open(cell);
  });
  table.addEventListener("pointerover", (event) => {
    const cell = cellOf(event.target);
    if (cell) told.textContent = words(cell);
  });
  table.addEventListener("focusin", (event) => {
    const cell = cellOf(event.target);
    if (cell) told.textContent = words(cell);
  });
  dialog.addEventListener("click", (event) => {
    if (event.target === dialog) dialog.close();
  });
  dialog.addEventListener("close", () => current?.focus());
}
