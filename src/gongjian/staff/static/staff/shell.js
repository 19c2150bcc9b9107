// The shell's small behaviours: the search key, drop zones, focus on what went wrong, one press of a button.

const editing = (element) => element.closest("input, textarea, select, [contenteditable]");

document.addEventListener("keydown", (event) => {
  const box = document.querySelector("[data-shortcut='/']");
  if (event.key === "/" && box && box.offsetParent && !editing(event.target) && !event.defaultPrevented) {
    event.preventDefault();
    box.focus();
    box.select();
  }
});

// A form is sent once, however often its button is pressed.
document.addEventListener("submit", (event) => {
  const form = event.target;
  if (form.method !== "post" || form.hasAttribute("hx-post") || event.defaultPrevented) return;
  if (form.dataset.sent) {
    event.preventDefault();
    return;
  }
  form.dataset.sent = "1";
  form.setAttribute("aria-busy", "true");
});
// Coming back by the browser's back button, forms can be sent again.
addEventListener("pageshow", () => {
  for (const form of document.querySelectorAll("form[data-sent]")) {
    delete form.dataset.sent;
    form.removeAttribute("aria-busy");
  }
});

const size = (bytes) => (bytes < 1e6 ? `${Math.max(1, Math.round(bytes / 1e3))} KB` : `${(bytes / 1e6).toFixed(1)} MB`);

const make = (tag, name, text = "") => {
  const element = document.createElement(tag);
  element.className = name;
  element.textContent = text;
  return element;
};

// Formats that browsers show; a picture of another format (HEIC) has its name alone.
const SHOWN = /^image\/(jpeg|png|webp|gif|bmp|avif)$/;

function picture(file) {
  const image = make("img", "drop-picture");
  image.alt = "";
  image.src = URL.createObjectURL(file);
  for (const name of ["load", "error"]) image.addEventListener(name, () => URL.revokeObjectURL(image.src));
  image.addEventListener("error", () => image.remove());
  return image;
}

function dropzone(zone) {
  if (zone.dataset.ready) return;
  zone.dataset.ready = "1";
  const input = zone.querySelector("input[type=file]");
  const list = zone.querySelector("[data-drop-list]");
  const camera = zone.querySelector("[data-camera]");
  const set = (files) => {
    const all = new DataTransfer();
    for (const file of files) all.items.add(file);
    input.files = all.files;
    input.dispatchEvent(new Event("change", { bubbles: true }));
  };

  const line = (file, at) => {
    const item = document.createElement("li");
    if (SHOWN.test(file.type)) item.append(picture(file));
    const off = make("button", "drop-off", "×");
    off.type = "button";
    off.setAttribute("aria-label", zone.dataset.off.replace("{}", file.name));
    off.addEventListener("click", () => {
      set([...input.files].filter((_, n) => n !== at));
      input.focus();
    });
    item.append(make("span", "drop-name", file.name), make("small", "", size(file.size)), off);
    return item;
  };
  const show = () => {
    list.replaceChildren(...[...input.files].map(line));
    zone.classList.toggle("has-files", input.files.length > 0);
  };
  const add = (files) => set(input.multiple ? [...input.files, ...files] : [...files].slice(0, 1));

  input.addEventListener("change", show);
  for (const name of ["dragenter", "dragover"])
    zone.addEventListener(name, (event) => {
      event.preventDefault();
      zone.classList.add("is-over");
    });
  for (const name of ["dragleave", "drop"]) zone.addEventListener(name, () => zone.classList.remove("is-over"));
  zone.addEventListener("drop", (event) => {
    event.preventDefault();
    add(event.dataTransfer.files);
  });
  document.addEventListener("paste", (event) => {
    if (!zone.isConnected || !event.clipboardData?.files.length) return;
    event.preventDefault();
    add(event.clipboardData.files);
  });
  if (camera && matchMedia("(pointer: coarse)").matches) {
    camera.hidden = false;
    camera.addEventListener("click", () => {
      const shot = document.createElement("input");
      shot.type = "file";
      shot.accept = "image/*";
      shot.setAttribute("capture", "environment"); // the property exists on phones alone
      shot.addEventListener("change", () => add(shot.files));
      shot.click();
    });
  }
  show();
}

function ready(root) {
  for (const zone of root.querySelectorAll("[data-dropzone]")) dropzone(zone);
  root.querySelector("[data-focus]")?.focus();
  for (const button of root.querySelectorAll("[data-print]")) button.addEventListener("click", () => print());
}

// On a phone the list is seen first; what it is narrowed by stays open.
const narrow = matchMedia("(max-width: 767.98px)").matches;
if (narrow) for (const fold of document.querySelectorAll("[data-fold='']")) fold.open = false;

// The tab one stands on is in sight, also where the strip of tabs is longer than the screen.
for (const here of document.querySelectorAll(".tabs > [aria-current]")) {
  const strip = here.parentElement;
  strip.scrollLeft = here.offsetLeft - strip.offsetLeft - (strip.clientWidth - here.offsetWidth) / 2;
}

ready(document);
document.addEventListener("htmx:afterSwap", (event) => ready(event.target));

// Filters answer as soon as they are chosen; without script they have a button.
document.addEventListener("change", (event) => {
  const form = event.target.closest("form[data-auto]");
  if (form) form.requestSubmit();
});
