// The self-check by keyboard and by thumb; remarks save themselves; nothing is lost silently.

const root = document.querySelector("[data-checks]");
const next = document.querySelector("[data-next]");
const calm = matchMedia("(prefers-reduced-motion: reduce)");

const all = () => [...root.querySelectorAll("[data-check]")];
const of = (element) => element?.closest?.("[data-check]");

function go(check) {
  if (!check) return;
  const button =
    check.querySelector("[aria-pressed='true']") ?? check.querySelector(".check-button") ?? check;
  button.focus({ preventScroll: true });
  check.scrollIntoView({ block: "center", behavior: calm.matches ? "auto" : "smooth" });
}

// From the item in focus, or from the first one in sight; round to the beginning when none is left behind it.
function unanswered(from) {
  const list = all();
  const at = from ? list.indexOf(from) : list.findIndex((check) => check.getBoundingClientRect().bottom > 150) - 1;
  const open = (check) => check.dataset.state === "none";
  return list.slice(at + 1).find(open) ?? list.find(open);
}

function showNext() {
  if (next) next.hidden = !unanswered();
}

// Single keys answer only while an item has the focus, so that they never surprise anyone.
const keys = {
  j: (check, list) => go(list[list.indexOf(check) + 1]),
  k: (check, list) => go(list[list.indexOf(check) - 1]),
  n: (check) => go(unanswered(check)),
  r: (check) => check.querySelector("[data-remark]")?.focus(),
};
keys.arrowdown = keys.j;
keys.arrowup = keys.k;

function onKey(event) {
  const check = of(event.target);
  if (!check || event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.target.matches("textarea")) {
    if (event.key === "Escape") go(check);
    return;
  }
  const key = event.key.toLowerCase();
  if (keys[key]) keys[key](check, all());
  else if ("1234".includes(key)) check.querySelector(`[data-key="${key}"]`)?.click();
  else return;
  event.preventDefault();
}

// A remark is saved when it is left, with the answer that stands; at once when the page is left.
const changed = (remark) => remark.isConnected && remark.value !== remark.defaultValue;
const standing = (remark) => remark.form.querySelector(`[name=state][value="${remark.dataset.current}"]`);
const leaving = new Map();

function onLeave(event) {
  const remark = event.target;
  if (!remark.matches("[data-remark]") || !changed(remark)) return;
  // The next press may be an answer of the same line, which takes the remark along.
  leaving.set(remark.form, setTimeout(() => changed(remark) && standing(remark).click(), 300));
}

// Also while it is under way already: leaving breaks that off, and what arrives twice is taken once.
function onPageLeft() {
  for (const remark of root.querySelectorAll("[data-remark]")) {
    if (!changed(remark)) continue;
    const sent = new FormData(remark.form);
    sent.set("state", remark.dataset.current);
    navigator.sendBeacon(remark.form.action, sent);
  }
}

// Pressed again before the answer is through: the last press counts, and is sent when the line is back.
const wanted = new Map();

function onPress(event) {
  const button = event.target.closest(".check-button");
  if (!button?.form.classList.contains("htmx-request")) return;
  event.preventDefault();
  wanted.set(of(button).id, button.value);
}

// The line that was answered is put in anew. The focus stays where it was in it, and so does a remark that was
// written while the answer was under way.
let kept = null;

function beforeSwap(event) {
  const line = of(event.target);
  if (!line) return;
  const remark = line.querySelector("[data-remark]");
  const active = line.contains(document.activeElement);
  const taken = event.detail.xhr.status === 200;
  kept = {
    id: line.id,
    focus: active && (document.activeElement === remark ? "[data-remark]" : "[aria-pressed='true']"),
    written: taken && remark && changed(remark) ? remark.value : null,
  };
}

function afterSwap() {
  showNext();
  if (!kept) return;
  const { id, focus, written } = kept;
  const line = document.getElementById(id);
  kept = null;
  if (!line) return;
  const remark = line.querySelector("[data-remark]");
  if (written !== null && remark) remark.value = written;
  if (focus) (line.querySelector(focus) ?? line).focus({ preventScroll: true });
}

// What was pressed or written meanwhile is sent now that htmx knows the new line.
function afterSettle(event) {
  const line = of(event.target);
  if (!line) return;
  const remark = line.querySelector("[data-remark]");
  const button = line.querySelector(`.check-button[value="${wanted.get(line.id)}"]`);
  wanted.delete(line.id);
  if (button?.getAttribute("aria-pressed") === "false") button.click();
  else if (remark && changed(remark) && document.activeElement !== remark) standing(remark).click();
}

// No answer from the server: say so on the line, which shows what was saved last.
function lost(event) {
  const line = of(event.target);
  if (!line || event.detail.xhr?.status === 422) return;
  wanted.delete(line.id);
  const words = line.querySelector("[data-lost]") ?? document.createElement("div");
  words.className = "field-error check-trouble";
  words.dataset.lost = "";
  words.setAttribute("role", "alert");
  words.textContent = root.dataset.lost;
  line.append(words);
}

if (root) {
  root.addEventListener("keydown", onKey);
  root.addEventListener("click", onPress, true);
  root.addEventListener("focusout", onLeave);
  addEventListener("pagehide", onPageLeft);
  next?.addEventListener("click", () => go(unanswered(of(document.activeElement))));
  document.addEventListener("htmx:beforeSwap", beforeSwap);
  document.addEventListener("htmx:afterSwap", afterSwap);
  document.addEventListener("htmx:afterSettle", afterSettle);
  document.addEventListener("htmx:beforeRequest", (event) => clearTimeout(leaving.get(event.detail.elt)));
  for (const name of ["htmx:sendError", "htmx:responseError", "htmx:timeout"]) document.addEventListener(name, lost);
  showNext();
}
