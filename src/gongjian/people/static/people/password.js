// Shows and hides what was typed into a password field.

for (const part of document.querySelectorAll("[data-password]")) {
  const input = part.querySelector("input");
  const button = part.querySelector("[data-password-toggle]");
  button.hidden = false;
  button.addEventListener("click", () => {
    const shown = input.type === "text";
    input.type = shown ? "password" : "text";
    button.setAttribute("aria-pressed", String(!shown));
    button.querySelector("span").textContent = shown ? button.dataset.show : button.dataset.hide;
    input.focus();
  });
  // What is sent is a password field again, so that the browser offers to keep it and no history shows it.
  input.form?.addEventListener("submit", () => { input.type = "password"; });
}
