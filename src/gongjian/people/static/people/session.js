// Keeps a session alive while somebody works on the page, and warns before it ends.

const dialog = document.getElementById("session-end");
const left = dialog.querySelector("[data-left]");
const KEEP_EVERY = 5 * 60; // seconds: typing in a long form counts as being there
const WARN_BEFORE = 120;
const ASK_EVERY = 15; // while the warning is open: another tab may have gone on working
const LONELY_AFTER = 60; // seconds without a touch: what the page asks then, it asks by itself
let touched = false;
let lastTouch = Date.now();
let told = false; // that the longest time is nearly over, which no button changes
let end = 0;
let timer;

for (const name of ["keydown", "pointerdown", "scroll"]) {
  addEventListener(name, () => { touched = true; lastTouch = Date.now(); }, { passive: true, capture: true });
}
// A page that asks for news every few seconds must not keep alive the session of a desk that was left.
document.addEventListener("htmx:configRequest", (event) => {
  if (Date.now() - lastTouch > LONELY_AFTER * 1000) event.detail.headers["X-Background"] = "1";
});

// In the background the server only tells the time left; otherwise it counts from now on again.
async function ask(background) {
  const headers = background ? { "X-Background": "1" } : {};
  const answer = await fetch(dialog.dataset.ask, { headers, cache: "no-store" });
  if (!answer.ok) throw new Error(`session: ${answer.status}`);
  return answer.json();
}

function leave() {
  const here = encodeURIComponent(location.pathname + location.search);
  location.assign(`${dialog.dataset.signIn}?next=${here}&ended=writing`);
}

function warn(state) {
  const last = state.longest <= WARN_BEFORE;
  if (last && told && !dialog.open) return;
  dialog.toggleAttribute("data-last", last);
  if (!dialog.open) dialog.showModal();
  end = Date.now() + state.left * 1000;
  count();
}

function count() {
  const seconds = Math.max(0, Math.round((end - Date.now()) / 1000));
  left.textContent = String(seconds);
  if (dialog.open && seconds > 0) setTimeout(count, 1000);
}

async function look() {
  let state;
  try {
    state = await ask(true);
    if (touched && !dialog.open) {
      touched = false;
      state = await ask(false);
    }
  } catch {
    return again(30); // the network is away
  }
  if (state.left <= 0) return leave();
  if (state.left <= WARN_BEFORE) {
    warn(state);
    return again(Math.min(ASK_EVERY, state.left + 1));
  }
  if (dialog.open) dialog.close();
  return again(Math.min(KEEP_EVERY, state.left - WARN_BEFORE + 1));
}

function again(seconds) {
  clearTimeout(timer);
  timer = setTimeout(look, seconds * 1000);
}

async function stay() {
  if (dialog.hasAttribute("data-last")) told = true;
  dialog.close();
  try { await ask(false); } catch { /* look() will tell */ }
  touched = false;
  look();
}

dialog.querySelector("[data-stay]").addEventListener("click", stay);
// Closing with Escape is being there as well.
dialog.addEventListener("cancel", (event) => { event.preventDefault(); stay(); });
// A laptop that was closed wakes up long after: ask at once.
document.addEventListener("visibilitychange", () => { if (!document.hidden) look(); });
again(KEEP_EVERY);
