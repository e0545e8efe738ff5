// The page of a document: keys, choosing words, text and register in step. Everything here is a convenience: the forms work without it.
"use strict";

(() => {
  const page = document.getElementById("st");
  if (!page) return;
  page.classList.add("st-ready");
  const form = document.getElementById("st-form");
  const text = document.getElementById("st-text");
  const list = document.getElementById("st-list");
  const rows = [...list.querySelectorAll(".st-row")];
  const sitting = page.dataset.view === "sitting";
  let now = -1;
  let following = false;

  const box = (row) => row.querySelector("input[name=ids]");
  const byNumber = new Map(rows.map((row, i) => [row.dataset.n, i]));

  // -- in step ----------------------------------------------------------------------------------------------------------

  const within = (pane, thing) => {
    if (pane.scrollHeight <= pane.clientHeight + 2) return;
    const a = pane.getBoundingClientRect(), b = thing.getBoundingClientRect();
    // The bar of buttons may lie over the lower end of both.
    const bar = page.querySelector(".st-do");
    const bottom = Math.min(a.bottom, bar ? bar.getBoundingClientRect().top : a.bottom);
    if (b.top < a.top + 8 || b.bottom > bottom - 8) {
      following = true;
      pane.scrollTop += b.top - a.top - a.height / 4;
      window.setTimeout(() => { following = false; }, 120);
    }
  };

  const point = (i, focus, still) => {
    if (i < 0 || i >= rows.length) return;
    if (now >= 0) rows[now].classList.remove("on");
    page.querySelectorAll(".st-m.on").forEach((mark) => mark.classList.remove("on"));
    now = i;
    const row = rows[i];
    row.classList.add("on");
    // What the mouse is pressed on stays under it: between press and release nothing may move.
    if (!still) within(list, row);
    const marks = text.querySelectorAll(`.st-m[data-n="${row.dataset.n}"]`);
    marks.forEach((mark) => mark.classList.add("on"));
    if (marks[0]) within(text, marks[0]);
    if (focus) row.focus({ preventScroll: list.scrollHeight > list.clientHeight + 2 });
  };

  list.addEventListener("focusin", (event) => {
    const row = event.target.closest(".st-row");
    if (row && rows.indexOf(row) !== now) point(rows.indexOf(row), false, true);
  });
  list.addEventListener("click", (event) => {
    const link = event.target.closest("a.st-words");
    const row = event.target.closest(".st-row");
    if (link && text.scrollHeight > text.clientHeight + 2) event.preventDefault();
    if (row) point(rows.indexOf(row), Boolean(link), true);
  });
  text.addEventListener("click", (event) => {
    const mark = event.target.closest(".st-m");
    if (!mark || !window.getSelection().isCollapsed) return;
    if (event.target.closest(".st-no") && byNumber.has(mark.dataset.n)) event.preventDefault();
    if (byNumber.has(mark.dataset.n)) point(byNumber.get(mark.dataset.n), Boolean(event.target.closest(".st-no")));
  });
  let waiting = false;
  text.addEventListener("scroll", () => {
    if (following || waiting) return;
    waiting = true;
    window.requestAnimationFrame(() => {
      waiting = false;
      const top = text.getBoundingClientRect().top + 12;
      const first = [...text.querySelectorAll(".st-m[id]")].find((mark) => mark.getBoundingClientRect().bottom > top);
      const row = first && byNumber.has(first.dataset.n) ? rows[byNumber.get(first.dataset.n)] : null;
      if (row && list.scrollHeight > list.clientHeight + 2) list.scrollTop += row.getBoundingClientRect().top - list.getBoundingClientRect().top;
    });
  }, { passive: true });

  // -- choosing ---------------------------------------------------------------------------------------------------------

  const count = () => {
    const n = form.querySelectorAll("input[name=ids]:checked").length;
    page.querySelectorAll("[data-chosen]").forEach((place) => { place.textContent = n ? place.dataset.chosen + n : ""; });
    return n;
  };
  page.addEventListener("change", (event) => {
    if (event.target.matches("[data-all]")) rows.forEach((row) => { if (box(row)) box(row).checked = event.target.checked; });
    if (event.target.matches("[data-all], input[name=ids]")) count();
  });
  const help = document.getElementById("st-help");
  const helper = page.querySelector("[data-help]");
  const toggleHelp = () => { help.hidden = !help.hidden; helper.setAttribute("aria-expanded", String(!help.hidden)); };
  if (helper) helper.addEventListener("click", toggleHelp);

  const press = (verb) => {
    const button = form.querySelector(`button[name=do][value=${verb}]`);
    if (!button) return;
    if (!count() && now >= 0 && box(rows[now])) { box(rows[now]).checked = true; count(); }
    form.requestSubmit(button);
  };
  form.addEventListener("submit", () => {
    // Back at the same place: the first task that is not chosen comes next.
    const next = rows.slice(Math.max(now, 0)).find((row) => box(row) && !box(row).checked) || rows[Math.max(now, 0)];
    document.getElementById("st-at").value = next ? next.dataset.span : "";
  });
  const unfold = (id, field) => {
    const fold = document.getElementById(id);
    if (!fold) return;
    fold.open = true;
    const first = document.getElementById(field);
    if (first) first.focus();
  };

  // -- words of the text ------------------------------------------------------------------------------------------------

  // Places count characters as the register does, not the halves of which a browser makes rare ones.
  const placeOf = (node, offset) => {
    const span = (node.nodeType === 3 ? node.parentElement : node).closest("[data-a]");
    if (!span || node.nodeType !== 3) return null;
    return Number(span.dataset.a) + [...node.data.slice(0, offset)].length;
  };
  const edge = (range, start) => {
    const found = placeOf(start ? range.startContainer : range.endContainer, start ? range.startOffset : range.endOffset);
    if (found !== null) return found;
    // The mouse stopped between two pieces: the nearest whole piece inside counts.
    const inside = [...text.querySelectorAll("[data-a]")].filter((span) => range.intersectsNode(span));
    if (!inside.length) return null;
    const piece = start ? inside[0] : inside[inside.length - 1];
    return Number(piece.dataset.a) + (start ? 0 : [...piece.textContent].length);
  };
  const float = document.getElementById("st-float");
  const chosenPlace = () => {
    const selection = window.getSelection();
    if (!selection.rangeCount || selection.isCollapsed) return null;
    const range = selection.getRangeAt(0);
    if (!text.contains(range.commonAncestorContainer)) return null;
    const a = edge(range, true), b = edge(range, false);
    return a !== null && b !== null && a < b ? { a, b, words: selection.toString().trim(), rect: range.getBoundingClientRect() } : null;
  };
  const take = (place) => {
    const span = document.getElementById("st-span");
    span.value = `${place.a}-${place.b}`;
    document.getElementById("st-words").value = place.words.replace(/\s+/g, "").slice(0, 500);
    document.getElementById("st-make").open = true;
  };
  if (sitting && document.getElementById("st-make")) {
    document.addEventListener("selectionchange", () => {
      const place = chosenPlace();
      float.hidden = !place;
      if (!place) return;
      float.style.left = `${Math.max(0, window.scrollX + place.rect.left)}px`;
      float.style.top = `${window.scrollY + place.rect.bottom + 4}px`;
      document.body.append(float);
    });
    float.addEventListener("mousedown", (event) => event.preventDefault());
    float.addEventListener("click", () => {
      const place = chosenPlace();
      if (!place) return;
      take(place);
      form.requestSubmit(form.querySelector("button[value=make]"));
    });
    // Typing other words than those that were chosen gives the place up.
    document.getElementById("st-words").addEventListener("input", () => { document.getElementById("st-span").value = ""; });
    document.getElementById("st-words").addEventListener("keydown", (event) => {
      if (event.key === "Enter") { event.preventDefault(); form.requestSubmit(form.querySelector("button[value=make]")); }
    });
  }

  // -- keys: only while the focus is in this page's text or register -------------------------------------------------------

  page.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
    const at = event.target;
    if (at.closest("#st-assign, #st-make, .st-settle") || (!list.contains(at) && !text.contains(at) && !at.matches(".alert"))) return;
    const typing = at.matches("input:not([type=checkbox]), textarea, select");
    if (typing) return;
    const act = {
      j: () => point(now + 1, true), ArrowDown: () => point(now + 1, true),
      k: () => point(now - 1, true), ArrowUp: () => point(now - 1, true),
    }[event.key];
    if (act && (event.key.length === 1 || list.contains(at))) { event.preventDefault(); act(); return; }
    if (!sitting) return;
    const does = {
      x: () => { if (now >= 0 && box(rows[now])) { box(rows[now]).checked = !box(rows[now]).checked; count(); } },
      a: () => { if (!count() && now >= 0 && box(rows[now])) { box(rows[now]).checked = true; count(); } unfold("st-assign", "in-lead"); },
      p: () => press("propose"),
      n: () => press("deny"),
      s: () => { const place = chosenPlace(); if (place) take(place); unfold("st-make", "st-words"); },
      "?": toggleHelp,
    }[event.key];
    if (does) { event.preventDefault(); does(); return; }
    if (event.key === "Enter" && !at.matches("a, button, summary")) { event.preventDefault(); press("confirm"); }
  });

  document.addEventListener("DOMContentLoaded", () => {
    count();
    const wanted = rows.findIndex((row) => row.dataset.span === page.dataset.at || `#${row.id}` === window.location.hash);
    const told = page.querySelector("[role=alert]");
    if (wanted >= 0) point(wanted, !told);
    else if (rows.length) { now = 0; rows[0].classList.add("on"); }
    if (!told && wanted < 0 && sitting) list.focus({ preventScroll: true });
  });
})();
