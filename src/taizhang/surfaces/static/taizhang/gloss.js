// In English pages: which Chinese word a label stands for, and what a term of the office means, on hover, on focus and on touch.
// The words come from one place; what is a label is told by where it stands. Escape takes the gloss away.
"use strict";

(() => {
  const source = document.currentScript.dataset.glosses;
  const LABELS = "th, dt, h1, h2, h3, label, legend, summary, .btn, .tz-item, .tz-side a, .tz-side span, .tz-crumbs li, .tz-crumbs a, .tz-tabs a, "
    + ".tz-state, .tz-kind, .tz-table td, .tz-way li, .tz-choose a, .tz-chip > summary, .tz-unstated, .pj-tile span, option";
  // Sentences and names of things in which a term may stand; never what somebody entered.
  const PROSE = "main h1, main h2, main h3, main th, main dt, main legend, .tz-lead, .tz-hint, .tz-lawline, .pj-sentence, .pj-note, .tz-about, .tz-unstated";
  const ENTERED = "a, button, summary, label, td, code, script, style, select, input, textarea, abbr, .tz-line, .tz-tip, [lang^=zh]";

  const tip = document.createElement("div");
  tip.id = "tz-tip";
  tip.className = "tz-tip";
  tip.setAttribute("role", "tooltip");
  tip.hidden = true;
  let shownAt = null;

  function show(place) {
    const zh = document.createElement("b");
    zh.lang = "zh-Hans";
    zh.textContent = place.dataset.zh;
    tip.replaceChildren(zh);
    if (place.dataset.gloss) {
      const link = document.createElement("a");
      link.href = place.dataset.href;
      link.textContent = "Glossary";
      tip.append(` ${place.dataset.gloss} `, link);
    }
    tip.hidden = false;
    const at = place.getBoundingClientRect();
    const left = Math.min(Math.max(8, at.left), Math.max(8, window.innerWidth - tip.offsetWidth - 8));
    const below = at.bottom + 6 + tip.offsetHeight < window.innerHeight;
    tip.style.left = `${left + window.scrollX}px`;
    tip.style.top = `${(below ? at.bottom + 4 : at.top - tip.offsetHeight - 4) + window.scrollY}px`;
    place.setAttribute("aria-describedby", "tz-tip");
    shownAt = place;
  }

  function hide() {
    if (!shownAt) return;
    shownAt.removeAttribute("aria-describedby");
    tip.hidden = true;
    shownAt = null;
  }

  let going = 0;
  const over = (event) => {
    const place = event.target.closest ? event.target.closest("[data-zh]") : null;
    clearTimeout(going);
    if (place && place !== shownAt) { hide(); show(place); }
  };
  const away = (event) => {
    // The pointer may go to the gloss itself, to read it or to follow its link.
    if (shownAt && !(event.relatedTarget && (tip.contains(event.relatedTarget) || shownAt.contains(event.relatedTarget)))) going = setTimeout(hide, 150);
  };
  document.addEventListener("mouseover", over);
  document.addEventListener("mouseout", away);
  document.addEventListener("focusin", over);
  document.addEventListener("focusout", away);
  tip.addEventListener("mouseenter", () => clearTimeout(going));
  document.addEventListener("keydown", (event) => { if (event.key === "Escape") hide(); });

  function markLabels(root, labels) {
    root.querySelectorAll(LABELS).forEach((element) => {
      if (element.dataset.zh || element.closest(".tz-tip, [lang^=zh]")) return;
      const text = [...element.childNodes].filter((n) => n.nodeType === Node.TEXT_NODE).map((n) => n.data).join(" ").replace(/\s+/g, " ").trim().replace(/:$/, "");
      const zh = labels[text.toLowerCase()];
      if (zh) element.dataset.zh = zh;
    });
  }

  // The first place of each term becomes one that can be reached with the keyboard.
  function markTerms(root, terms, told) {
    const known = new Map(terms.map((term) => [term.en.toLowerCase(), term]));
    const names = [...known.keys()].sort((a, b) => b.length - a.length).map((n) => n.replace(/[.*+?^${}()|[\]\\]/g, "\\$&"));
    const pattern = new RegExp(`\\b(${names.join("|")})(?:s|es)?\\b`, "i");
    root.querySelectorAll(PROSE).forEach((element) => {
      if (element.closest(ENTERED)) return;
      const walk = document.createTreeWalker(element, NodeFilter.SHOW_TEXT);
      const nodes = [];
      while (walk.nextNode()) if (!walk.currentNode.parentElement.closest(ENTERED)) nodes.push(walk.currentNode);
      nodes.forEach((node) => {
        const found = pattern.exec(node.data);
        const term = found && known.get(found[1].toLowerCase());
        if (!term || told.has(term.zh)) return;
        told.add(term.zh);
        const word = node.splitText(found.index);
        word.splitText(found[0].length);
        const mark = document.createElement("abbr");
        Object.assign(mark, { className: "tz-term", tabIndex: 0, textContent: word.data });
        Object.assign(mark.dataset, { zh: term.zh, gloss: term.gloss, href: term.href });
        word.replaceWith(mark);
      });
    });
  }

  async function begin() {
    const answer = await fetch(source, { credentials: "same-origin" });
    if (!answer.ok) return;
    const { terms, labels } = await answer.json();
    const told = new Set();
    const mark = (root) => { markLabels(root, labels); markTerms(root, terms, told); };
    document.body.append(tip);
    mark(document.body);
    document.addEventListener("htmx:afterSettle", (event) => mark(event.target));
  }
  begin().catch(() => {});
})();
