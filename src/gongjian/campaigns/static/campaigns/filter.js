// A long list of boxes to tick gets a field that narrows it, and a button that ticks what is left.

const MANY = 12;

for (const list of document.querySelectorAll("form div[id^='id_']:has(input[type=checkbox])")) {
  const boxes = [...list.querySelectorAll("label:has(input[type=checkbox])")];
  if (boxes.length < MANY) continue;
  const words = document.querySelector("[data-filter-words]")?.dataset ?? {};
  const field = document.createElement("input");
  field.type = "search";
  field.className = "form-control mb-2";
  field.setAttribute("aria-label", words.filter ?? "");
  field.placeholder = words.filter ?? "";
  const all = document.createElement("button");
  all.type = "button";
  all.className = "btn btn-sm mb-2";
  all.textContent = words.all ?? "";
  list.before(field, all);
  field.addEventListener("input", () => {
    const wanted = field.value.trim();
    for (const box of boxes) box.hidden = Boolean(wanted) && !box.textContent.includes(wanted);
  });
  all.addEventListener("click", () => {
    for (const box of boxes) if (!box.hidden) box.querySelector("input").checked = true;
  });
}
