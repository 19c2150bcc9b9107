// A select with many options becomes a field one types in: what is typed narrows the list, the arrows walk in it,
// Enter takes, Escape lets go. The select stays behind it and is what is sent; without script it is all there is.

const MOST = 100;
let count = 0;

function enhance(select) {
  const box = document.createElement("div");
  const input = document.createElement("input");
  const list = document.createElement("ul");
  const words = select.closest("[data-none-found]")?.dataset.noneFound ?? "";
  const id = `choose-${(count += 1)}`;
  const options = [...select.options].map((option) => ({
    value: option.value,
    label: option.label.trim(),
    group: option.parentElement.label ?? "",
  }));
  let shown = [];
  let here = -1;

  box.className = "choose";
  input.className = "form-control";
  input.type = "text";
  input.autocomplete = "off";
  input.setAttribute("role", "combobox");
  input.setAttribute("aria-autocomplete", "list");
  input.setAttribute("aria-expanded", "false");
  input.setAttribute("aria-controls", id);
  for (const name of ["aria-label", "aria-describedby", "aria-invalid", "required"])
    if (select.hasAttribute(name)) input.setAttribute(name, select.getAttribute(name));
  select.required = false;
  input.id = select.id;
  select.id = `${select.id}-choice`;
  list.id = id;
  list.className = "choose-list";
  list.setAttribute("role", "listbox");
  if (select.hasAttribute("aria-label")) list.setAttribute("aria-label", select.getAttribute("aria-label"));
  else list.setAttribute("aria-labelledby", input.id);
  list.hidden = true;
  select.before(box);
  box.append(input, list, select);
  show();

  function show() {
    const option = options[select.selectedIndex];
    input.value = option?.value ? option.label : "";
    input.placeholder = options[0]?.value === "" ? options[0].label : "";
  }

  function narrow(typed) {
    const sought = typed.trim().toLowerCase();
    const fits = options.filter((option) => option.value && option.label.toLowerCase().includes(sought));
    // What begins with the words stands first within its group.
    shown = fits.slice(0, MOST);
    list.replaceChildren();
    let group = null;
    shown.forEach((option, n) => {
      if (option.group !== group) {
        group = option.group;
        if (group) list.append(item("choose-group", group, "presentation"));
      }
      const line = item("choose-option", option.label, "option");
      line.id = `${id}-${n}`;
      line.setAttribute("aria-selected", "false");
      line.addEventListener("pointerdown", (event) => {
        event.preventDefault();
        take(option);
      });
      list.append(line);
    });
    if (!shown.length) list.append(item("choose-none", words, "presentation"));
    go(sought && shown.length ? 0 : -1);
  }

  function item(name, text, role) {
    const line = document.createElement("li");
    line.className = name;
    line.textContent = text;
    line.setAttribute("role", role);
    return line;
  }

  function go(to) {
    const before = list.querySelector(".is-here");
    before?.classList.remove("is-here");
    before?.setAttribute("aria-selected", "false");
    here = to;
    const line = here >= 0 ? document.getElementById(`${id}-${here}`) : null;
    line?.classList.add("is-here");
    line?.setAttribute("aria-selected", "true");
    line?.scrollIntoView({ block: "nearest" });
    if (line) input.setAttribute("aria-activedescendant", line.id);
    else input.removeAttribute("aria-activedescendant");
  }

  function open(typed = "") {
    if (list.hidden) {
      list.hidden = false;
      input.setAttribute("aria-expanded", "true");
    }
    narrow(typed);
  }

  function close() {
    list.hidden = true;
    input.setAttribute("aria-expanded", "false");
    input.removeAttribute("aria-activedescendant");
  }

  function take(option) {
    if (select.value !== option.value) {
      select.value = option.value;
      select.dispatchEvent(new Event("change", { bubbles: true }));
    }
    select.closest(".names-choice")?.querySelector("[data-guess]")?.remove();
    show();
    close();
  }

  input.addEventListener("focus", () => input.select());
  input.addEventListener("click", () => list.hidden && open());
  input.addEventListener("input", () => open(input.value));
  input.addEventListener("blur", () => {
    // Emptied, it means nobody; half typed, what stood before stands.
    const none = options.find((option) => option.value === "");
    if (!input.value.trim() && none) take(none);
    else {
      show();
      close();
    }
  });
  input.addEventListener("keydown", (event) => {
    if (event.isComposing) return;
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      if (list.hidden) open();
      else if (shown.length) go((here + (event.key === "ArrowDown" ? 1 : -1) + shown.length) % shown.length);
    } else if (event.key === "Enter" && !list.hidden) {
      event.preventDefault();
      if (here >= 0) take(shown[here]);
    } else if (event.key === "Escape" && !list.hidden) {
      event.preventDefault();
      show();
      close();
    }
  });
}

for (const select of document.querySelectorAll("select[data-search]")) enhance(select);
