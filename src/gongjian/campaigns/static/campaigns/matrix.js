// A cell of the matrix opens what stands behind it. Without script the community's name leads to its sheet.

const table = document.querySelector("[data-matrix]");
const dialog = document.querySelector("[data-panel-dialog]");

if (table && dialog) {
  const items = [...table.querySelectorAll("thead [data-item]")].map((head) => head.dataset.item);
  table.addEventListener("click", async (event) => {
    const cell = event.target.closest("tbody td:not(.matrix-sum)");
    if (!cell) return;
    const item = items[cell.cellIndex - 2];
    const area = cell.parentElement.dataset.area;
    const answer = await fetch(`${table.dataset.matrix}${item}/?area=${area}`, {
      headers: { "HX-Request": "true" },
    });
    if (!answer.ok) {
      location.href = `${table.dataset.matrix}${item}/?area=${area}`;
      return;
    }
    dialog.querySelector("[data-panel-body]").innerHTML = await answer.text();
    dialog.showModal();
  });
  dialog.addEventListener("click", (event) => {
    if (event.target === dialog) dialog.close();
  });
}
