// The area picker: Enter searches instead of sending the form; the department shows only where it matters.

for (const box of document.querySelectorAll("[data-picker-search]")) {
  box.addEventListener("keydown", (event) => {
    if (event.key !== "Enter") return;
    event.preventDefault();
    box.dispatchEvent(new Event("search", { bubbles: true }));
  });
}

const role = document.querySelector("select[name='role']");
const show = () => {
  for (const part of document.querySelectorAll("[data-only-for]")) {
    part.hidden = role.value !== part.dataset.onlyFor;
    // What is hidden must not be sent: a department chosen before the role was changed.
    for (const field of part.querySelectorAll("select")) if (part.hidden) field.value = "";
  }
};
if (role) {
  role.addEventListener("change", show);
  show();
}

// An open branch closes again.
document.addEventListener("click", (event) => {
  const button = event.target.closest(".picker-row button[aria-controls]");
  const below = button && document.getElementById(button.getAttribute("aria-controls"));
  if (!below?.hasChildNodes()) return;
  below.replaceChildren();
  button.setAttribute("aria-expanded", "false");
  event.stopImmediatePropagation();
}, true);
