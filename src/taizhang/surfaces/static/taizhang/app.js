// What every page does beyond plain HTML. Everything here is a convenience: each page works without it.
"use strict";

document.addEventListener("keydown", (event) => {
  if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "k") {
    const box = document.getElementById("tz-q");
    if (box && box.offsetParent) { event.preventDefault(); box.focus(); box.select(); }
  }
  if (event.key === "Escape") {
    const open = event.target.closest ? event.target.closest("details.tz-drop[open]") : null;
    if (open) { open.open = false; open.querySelector("summary").focus(); }
  }
});

// A menu closes when one clicks elsewhere; only one is open at a time.
document.addEventListener("click", (event) => {
  const inside = event.target.closest("details.tz-drop");
  document.querySelectorAll("details.tz-drop[open]").forEach((menu) => { if (menu !== inside) menu.open = false; });
  if (event.target.closest("[data-print]")) window.print();
  if (event.target.closest(".tz-blocked")) event.preventDefault();
  const toggle = event.target.closest("[data-toggle-menu]");
  if (toggle) { event.preventDefault(); document.getElementById("menu").classList.toggle("open"); }
});

document.addEventListener("change", (event) => {
  const target = event.target;
  if (target.matches("[data-submit-on-change]") && target.value) target.form.requestSubmit();
  if (target.matches("[data-check-all]")) {
    target.closest("table").querySelectorAll("input[name=ids]").forEach((box) => { box.checked = target.checked; });
  }
  if (target.matches("[data-check-all], input[name=ids]")) countChosen();
});

function countChosen() {
  const n = document.querySelectorAll("input[name=ids]:checked").length;
  document.querySelectorAll("[data-chosen]").forEach((place) => { place.textContent = n ? place.dataset.chosen + n : ""; });
  document.querySelectorAll("[data-bulk]").forEach((button) => { button.disabled = n === 0; });
}

// After a part of the list was replaced: the export follows the address, and the search box keeps its place.
document.addEventListener("htmx:afterSettle", (event) => {
  countChosen();
  const link = document.getElementById("tz-export");
  if (link && event.target.id === "tz-list") link.href = link.href.split("?")[0] + window.location.search;
  if (event.target.id === "tz-list" && event.detail.requestConfig && event.detail.requestConfig.triggeringEvent
      && event.detail.requestConfig.triggeringEvent.type === "input") {
    const box = document.getElementById("tz-find");
    if (box) { box.focus(); box.setSelectionRange(box.value.length, box.value.length); }
  }
});

document.addEventListener("DOMContentLoaded", () => {
  countChosen();
  const first = document.querySelector("[data-focus]");
  if (first) first.focus();
});
