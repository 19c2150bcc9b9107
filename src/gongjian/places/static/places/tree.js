// The tree at the side: one stop for the Tab key, arrows to walk it, and branches that open where they are.

const links = (tree) => [...tree.querySelectorAll(".tree-link, .tree-more button")].filter((one) => one.offsetParent);
const foldOf = (link) => link.closest(".tree-row")?.querySelector(".tree-fold");

function fold(button, open) {
  button.setAttribute("aria-expanded", String(open));
  document.getElementById(button.getAttribute("aria-controls")).hidden = !open;
}

// Only the link that has, or last had, the focus can be reached by Tab.
function rove(tree, to) {
  for (const one of tree.querySelectorAll(".tree-link, .tree-fold, .tree-more button")) one.tabIndex = -1;
  to ??= tree.querySelector("[aria-current]") ?? tree.querySelector(".tree-link");
  if (to) to.tabIndex = 0;
  return to;
}

function walk(tree, from, key) {
  const all = links(tree);
  const at = all.indexOf(from);
  const button = foldOf(from);
  const open = button?.getAttribute("aria-expanded") === "true";
  if (key === "ArrowDown") return all[at + 1];
  if (key === "ArrowUp") return all[at - 1];
  if (key === "Home") return all[0];
  if (key === "End") return all.at(-1);
  if (key === "ArrowRight") {
    if (button && !open) button.click();
    return open ? all[at + 1] : from;
  }
  if (button && open) {
    fold(button, false);
    return from;
  }
  return from.closest(".tree-branch").closest(".tree-node")?.querySelector(".tree-link") ?? from;
}

const KEYS = new Set(["ArrowDown", "ArrowUp", "ArrowLeft", "ArrowRight", "Home", "End"]);

for (const tree of document.querySelectorAll("[data-tree]")) {
  tree.addEventListener("click", (event) => {
    const button = event.target.closest(".tree-fold");
    if (button) fold(button, button.getAttribute("aria-expanded") !== "true");
  });
  tree.addEventListener("keydown", (event) => {
    const from = event.target.closest(".tree-link, .tree-more button");
    if (!from || !KEYS.has(event.key) || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    const to = walk(tree, from, event.key);
    if (to) rove(tree, to).focus();
  });
  tree.addEventListener("focusin", (event) => {
    const link = event.target.closest(".tree-link");
    if (link) rove(tree, link);
  });
  tree.addEventListener("htmx:afterSettle", () => rove(tree, tree.querySelector("[tabindex='0']")));
  const here = rove(tree);
  // Within its own box: scrolling the page would hide the heading.
  if (here) tree.scrollTop = here.getBoundingClientRect().top - tree.getBoundingClientRect().top - tree.clientHeight / 3;
}
