// Starting a campaign: a choice on a heading can be passed on to what stands below it, and what was not
// touched is not sent, so that long plans stay within what a form may hold.

const form = document.querySelector("[data-start]");
const rows = new Map([...form.querySelectorAll("[data-row]")].map((row) => [row.dataset.row, row]));
const DATED = new Set(["phase", "batch", "task", "deadline", "target"]);
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
    row.classList.toggle("is-dateless", Boolean(select) && !DATED.has(select.value));
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

// What a line does not hold is shown on demand.
for (const button of form.querySelectorAll(".start-open")) {
  const more = document.getElementById(button.getAttribute("aria-controls"));
  button.hidden = false;
  more.hidden = true;
  button.addEventListener("click", () => {
    more.hidden = !more.hidden;
    button.setAttribute("aria-expanded", String(!more.hidden));
  });
}

for (const all of form.querySelectorAll("[data-all]")) {
  all.closest("label").hidden = false;
  all.addEventListener("change", () => {
    for (const select of all.closest("details").querySelectorAll("select[name^='make-']")) {
      if (![...select.options].some((option) => option.value === all.value)) continue;
      select.value = all.value;
      select.dataset.touched = "1";
    }
    all.value = "";
    summary();
  });
}

// Choosing the new day chooses that there is one.
const day = form.querySelector("[name=past_day]");
day?.addEventListener("input", () => {
  form.querySelector("[name=past][value=move]").checked = true;
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
