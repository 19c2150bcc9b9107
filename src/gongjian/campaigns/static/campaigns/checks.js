// The self-check by keyboard, and remarks that save themselves.

const root = document.querySelector("[data-checks]");
const all = () => [...root.querySelectorAll("[data-check]")];

function current() {
  const focused = document.activeElement?.closest?.("[data-check]");
  if (focused) return focused;
  const top = 80;
  return all().find((check) => check.getBoundingClientRect().bottom > top) ?? all()[0];
}

function go(check) {
  if (!check) return;
  const button = check.querySelector("[aria-pressed='true'], .check-button") ?? check;
  button.focus({ preventScroll: true });
  check.scrollIntoView({ block: "center", behavior: matchMedia("(prefers-reduced-motion: reduce)").matches ? "auto" : "smooth" });
}

function after(check, wanted = () => true) {
  const list = all();
  const at = list.indexOf(check);
  return list.slice(at + 1).find(wanted) ?? list.slice(0, at).find(wanted);
}

if (root) {
  document.addEventListener("keydown", (event) => {
    if (event.target.closest("input, textarea, select") || event.ctrlKey || event.metaKey || event.altKey) return;
    const check = current();
    if (!check) return;
    const list = all();
    const key = event.key.toLowerCase();
    if (key === "j" || key === "arrowdown") go(list[list.indexOf(check) + 1]);
    else if (key === "k" || key === "arrowup") go(list[list.indexOf(check) - 1]);
    else if (key === "n") go(after(check, (other) => other.dataset.state === "none"));
    else if (key === "r") check.querySelector("[data-remark]")?.focus();
    else if ("1234".includes(key)) check.querySelector(`[data-key="${key}"]`)?.click();
    else return;
    event.preventDefault();
  });

  // A remark is saved when it is left, with the answer that stands.
  root.addEventListener("change", (event) => {
    const remark = event.target.closest("[data-remark]");
    if (!remark) return;
    const form = remark.closest("form");
    form.querySelector(`[name=state][value="${remark.dataset.current}"]`)?.click();
  });

  // The line that was answered is put in anew; the focus stays with it.
  let focused;
  document.addEventListener("htmx:beforeSwap", (event) => {
    const line = event.target.closest("[data-check]");
    focused = line?.contains(document.activeElement) ? { id: line.id, name: document.activeElement.value } : null;
  });
  document.addEventListener("htmx:afterSettle", () => {
    if (!focused) return;
    const line = document.getElementById(focused.id);
    (line?.querySelector("[aria-pressed='true']") ?? line)?.focus({ preventScroll: true });
    focused = null;
  });
}
