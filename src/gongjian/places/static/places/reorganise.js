// A long list of choices is narrowed by what is typed.
for (const box of document.querySelectorAll("[data-narrows]")) {
  const rows = [...document.getElementById(box.dataset.narrows).children];
  box.addEventListener("input", () => {
    for (const row of rows) row.hidden = !row.textContent.includes(box.value.trim()) && !row.querySelector(":checked");
  });
}

// The new areas of a split are called by their names wherever they can be chosen.
for (const box of document.querySelectorAll("[name^='part'][name$='-name']")) {
  const number = box.name.match(/\d+/)[0];
  const show = () => {
    for (const option of document.querySelectorAll(`select[data-parts] option[value='${number}']`))
      option.textContent = `${number} ${box.value}`.trim();
  };
  box.addEventListener("input", show);
  show();
}

// What a new area is called is only asked when the merged ones become a new one.
for (const fold of document.querySelectorAll("[data-new-area]")) {
  const choice = fold.closest("form").querySelector("[name=into]");
  const show = () => {
    const isNew = choice.value === "new";
    fold.hidden = !isNew;
    fold.open = isNew;
  };
  choice.addEventListener("change", show);
  show();
}
