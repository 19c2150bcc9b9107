// Forms with files: how far the upload is, and what is kept when the network fails.

const trouble = (text) => {
  const notice = document.createElement("div");
  notice.className = "notice notice-error";
  notice.setAttribute("role", "alert");
  const words = document.createElement("div");
  words.textContent = text;
  notice.append(words);
  return notice;
};

for (const form of document.querySelectorAll("form[data-upload]")) {
  const bar = form.querySelector("[data-upload-progress]");
  const errors = document.querySelector(form.getAttribute("hx-target"));
  const busy = (on) => {
    form.toggleAttribute("aria-busy", on);
    if (on) form.setAttribute("aria-busy", "true");
    bar.hidden = !on || !form.querySelector("input[type=file]").files.length;
    bar.value = 0;
  };
  // htmx tells these on what it swaps, which stands outside the form.
  const on = (name, listener) =>
    document.addEventListener(name, (event) => {
      if (event.detail.requestConfig?.elt === form) listener(event.detail);
    });
  on("htmx:beforeRequest", () => {
    errors.replaceChildren();
    busy(true);
  });
  form.addEventListener("htmx:xhr:progress", (event) => {
    if (event.detail.lengthComputable) bar.value = (100 * event.detail.loaded) / event.detail.total;
  });
  // A refusal comes back into the page; a redirect leaves it, and the form stays busy until then.
  on("htmx:afterRequest", (detail) => {
    if (!detail.xhr.getResponseHeader("HX-Redirect")) busy(false);
  });
  for (const name of ["htmx:sendError", "htmx:responseError", "htmx:timeout"])
    on(name, (detail) => {
      if (detail.xhr?.status === 422) return;
      errors.replaceChildren(trouble(form.dataset.lost));
      errors.scrollIntoView({ block: "center" });
    });
}
