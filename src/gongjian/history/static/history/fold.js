// On a phone a long search form lets the list be seen first, unless something is being searched for.

if (matchMedia("(max-width: 767.98px)").matches) {
  for (const fold of document.querySelectorAll("[data-fold='']")) fold.open = false;
}
