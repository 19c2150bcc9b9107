// Starting a campaign: a choice on a heading can be passed on to what stands below it, and what was not
// touched is not sent, so that long plans stay within what a form may hold.

const form = document.querySelector("[data-start]");
const rows = new Map([...form.querySelectorAll("[data-row]")].map((row) => [row.dataset.row, row]));
const choice = (row) => row.querySelector("select[name^='make-']");

function below(key) {
  const found = [];
  for (const [other, row] of rows) {
    let above = row.dataset.parent;
    while (above && above !== key) above = rows.get(above)?.dataset.parent;
    if (above === key && other !== key) found.push(row);
  }
  return found;
}

function summary() {
  const line = form.querySelector("[data-summary]");
  let made = 0;
  let left = 0;
  for (const row of rows.values()) {
    const select = choice(row);
    if (select && select.value !== "nothing") made += 1;
    else left += 1;
    row.classList.toggle("is-left", Boolean(select) && select.value === "nothing");
  }
  line.textContent = line.dataset.words.replace("%(made)s", made).replace("%(left)s", left);
}

form.addEventListener("change", (event) => {
  const select = event.target.closest("select[name^='make-']");
  if (!select) return;
  // Rows that only say what their parent is about follow it; those that may become something else do not.
  for (const row of below(select.closest("[data-row]").dataset.row)) {
    const theirs = choice(row);
    if (theirs && !theirs.dataset.touched && [...theirs.options].some((option) => option.value === select.value)) {
      theirs.value = select.value;
    }
  }
  select.dataset.touched = "1";
  summary();
});

const first = new Map();
for (const field of form.querySelectorAll("[name^='make-'],[name^='title-'],[name^='starts-'],[name^='ends-']")) {
  if (!form.querySelector(".has-error")) first.set(field, field.value);
}
form.addEventListener("submit", () => {
  for (const [field, value] of first) field.disabled = field.value === value;
});
addEventListener("pageshow", () => {
  for (const field of first.keys()) field.disabled = false;
});
summary();
