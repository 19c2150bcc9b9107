// Runs before the first paint, so that a dark room is not lit up for a moment.
(() => {
  const root = document.documentElement;
  root.classList.add("has-script");
  const dark = matchMedia("(prefers-color-scheme: dark)");
  const apply = () => {
    const choice = root.dataset.themeChoice;
    root.dataset.bsTheme = choice === "auto" ? (dark.matches ? "dark" : "light") : choice;
  };
  apply();
  dark.addEventListener("change", apply);
  // Paper is white whatever the screen is.
  let before;
  addEventListener("beforeprint", () => { before = root.dataset.bsTheme; root.dataset.bsTheme = "light"; });
  addEventListener("afterprint", () => { root.dataset.bsTheme = before; });
})();
