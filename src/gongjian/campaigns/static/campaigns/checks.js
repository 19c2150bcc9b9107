// The self-check by keyboard and by thumb; remarks save themselves; nothing is lost silently.

const root = document.querySelector("[data-checks]");
const next = document.querySelector("[data-next]");
const calm = matchMedia("(prefers-reduced-motion: reduce)");

const all = () => [...root.querySelectorAll("[data-check]")];
const of = (element) => element?.closest?.("[data-check]");

function go(check) {
  if (!check) return;
  const button = check.querySelector("[aria-pressed='true'], .check-button") ?? check;
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

// A remark is saved when it is left, with the answer that stands.
function onRemark(event) {
  const remark = event.target.closest("[data-remark]");
  remark?.form.querySelector(`[name=state][value="${remark.dataset.current}"]`)?.click();
}

// The line that was answered is put in anew; the focus stays where it was in it.
let focused = null;

function beforeSwap(event) {
  const line = of(event.target);
  const active = document.activeElement;
  focused = line?.contains(active) ? { line: line.id, inRemark: active.matches("[data-remark]") } : null;
}

function afterSettle() {
  showNext();
  if (!focused) return;
  const line = document.getElementById(focused.line);
  const target = focused.inRemark ? "[data-remark]" : "[aria-pressed='true']";
  (line?.querySelector(target) ?? line)?.focus({ preventScroll: true });
  focused = null;
}

// No answer from the server: say so on the line, which shows what was saved last.
function lost(event) {
  const line = of(event.target);
  if (!line || event.detail.xhr?.status === 422) return;
  const words = line.querySelector("[data-lost]") ?? document.createElement("div");
  words.className = "field-error check-trouble";
  words.dataset.lost = "";
  words.setAttribute("role", "alert");
  words.textContent = root.dataset.lost;
  line.append(words);
}

if (root) {
  root.addEventListener("keydown", onKey);
  root.addEventListener("change", onRemark);
  next?.addEventListener("click", () => go(unanswered(of(document.activeElement))));
  document.addEventListener("htmx:beforeSwap", beforeSwap);
  document.addEventListener("htmx:afterSettle", afterSettle);
  for (const name of ["htmx:sendError", "htmx:responseError", "htmx:timeout"]) document.addEventListener(name, lost);
  showNext();
}
