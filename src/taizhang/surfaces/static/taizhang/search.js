// Suggestions under the search box at the head of every page: a list that arrow keys walk through. Without this the box is a
// form that leads to the page of results.
"use strict";

(() => {
  const box = document.getElementById("tz-q");
  const list = document.getElementById("tz-suggest");
  if (!box || !list) return;
  let active = -1;

  const options = () => [...list.querySelectorAll("a[role=option]")];

  function mark(place) {
    const all = options();
    active = all.length ? (place + all.length) % all.length : -1;
    all.forEach((option, i) => option.setAttribute("aria-selected", String(i === active)));
    if (active < 0) {
      box.removeAttribute("aria-activedescendant");
    } else {
      box.setAttribute("aria-activedescendant", all[active].id);
      all[active].scrollIntoView({ block: "nearest" });
    }
  }

  function show(open) {
    list.hidden = !open;
    box.setAttribute("aria-expanded", String(open));
    active = -1;
    box.removeAttribute("aria-activedescendant");
  }

  // What an input method is still composing is nobody's word yet.
  const seek = () => (box.value.trim() ? box.dispatchEvent(new Event("seek")) : show(false));
  box.addEventListener("input", (event) => { if (!event.isComposing) seek(); });
  box.addEventListener("compositionend", seek);
  box.addEventListener("focus", () => { if (box.value.trim() && list.childElementCount) show(true); });

  document.addEventListener("htmx:afterSwap", (event) => {
    // The answer may come after the person has gone on.
    if ((event.detail.target || event.target) === list) show(document.activeElement === box && list.childElementCount > 0 && box.value.trim() !== "");
  });

  box.addEventListener("keydown", (event) => {
    if (event.isComposing || list.hidden) return;
    if (event.key === "ArrowDown") { event.preventDefault(); mark(active + 1); }
    if (event.key === "ArrowUp") { event.preventDefault(); mark(active < 0 ? options().length - 1 : active - 1); }
    if (event.key === "Escape") { event.preventDefault(); event.stopPropagation(); show(false); }
    if (event.key === "Enter" && active >= 0) { event.preventDefault(); options()[active].click(); }
  });

  box.form.addEventListener("focusout", (event) => { if (!box.form.contains(event.relatedTarget)) show(false); });
})();
