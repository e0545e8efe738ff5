// The reporting grid types like a sheet. Without this script it is a plain form that can be filled in and sent.
"use strict";

(() => {
  const form = document.getElementById("grid");
  if (!form || !form.querySelector(".pg-in")) return;
  const words = form.dataset, status = document.getElementById("pg-status");
  const rows = [...form.querySelectorAll("tr[data-row]")];
  // A column is known by its name: a row may have boxes in some of them only.
  const columns = [...form.querySelectorAll("thead th[data-name]")].map((th) => th.dataset.name);
  const cellAt = (row, column) => (row && columns[column] ? row.querySelector(`.pg-in[data-name="${columns[column]}"]:not([data-beside])`) : null);
  const columnOf = (box) => columns.indexOf(box.dataset.name);
  const open = rows.filter((row) => row.querySelector(".pg-in:not([data-beside])"));
  const fill = (text, values) => text.replace(/\{(\w+)\}/g, (_, name) => values[name]);
  const say = (text, wrong) => { status.textContent = text; status.classList.toggle("pg-wrong", Boolean(wrong)); };

  // -- what was typed, and the way back ---------------------------------------------------------------------------------

  const done = [], undone = [];
  const buttons = { undo: form.querySelector("[data-undo]"), redo: form.querySelector("[data-redo]") };
  form.querySelectorAll(".pg-in").forEach((box) => { box.was = box.value; });

  function note(changes) {
    if (!changes.length) return;
    done.push(changes);
    undone.length = 0;
    showButtons();
  }
  function commit(box) {
    if (box.value === box.was) return;
    note([[box, box.was, box.value]]);
    box.was = box.value;
  }
  function put(box, value) {
    box.value = value;
    box.was = value;
    touch(box);
  }
  function step(from, to, which, said) {
    const box = document.activeElement;
    if (box && box.was !== undefined) commit(box);
    const changes = from.pop();
    if (!changes) return;
    changes.forEach((change) => put(change[0], change[which]));
    to.push(changes);
    changes[0][0].focus();
    say(said);
    showButtons();
  }
  const undo = () => step(done, undone, 1, words.wordsUndone);
  const redo = () => step(undone, done, 2, words.wordsRedone);
  function showButtons() { buttons.undo.disabled = !done.length; buttons.redo.disabled = !undone.length; }
  buttons.undo.addEventListener("click", undo);
  buttons.redo.addEventListener("click", redo);

  // -- drafts -----------------------------------------------------------------------------------------------------------

  const dirty = new Set();
  let timer = 0, sending = false, wait = 600, pasted = "";

  function touch(box) {
    dirty.add(box.closest("tr"));
    showButtons();
    clearTimeout(timer);
    timer = setTimeout(save, wait);
  }
  function body(chosen) {
    const sent = new FormData();
    ["csrfmiddlewaretoken", "period", "unit"].forEach((name) => sent.append(name, form.elements[name].value));
    chosen.forEach((row) => row.querySelectorAll(".pg-in").forEach((box) => sent.append(box.name, box.value)));
    return sent;
  }
  async function save() {
    if (sending || !dirty.size) return;
    const chosen = [...dirty];
    dirty.clear();
    sending = true;
    say(words.wordsSaving);
    try {
      const answer = await fetch(words.save, { method: "POST", body: body(chosen), redirect: "manual" });
      if (!answer.ok) throw new Error(answer.type === "opaqueredirect" || answer.status === 403 ? "out" : "unsaved");
      told(await answer.json());
      wait = 600;
    } catch (error) {
      chosen.forEach((row) => dirty.add(row));
      wait = 5000;
      say(error.message === "out" ? words.wordsOut : words.wordsUnsaved, true);
    }
    sending = false;
    if (dirty.size) { clearTimeout(timer); timer = setTimeout(save, wait); }
  }
  function told(answer) {
    for (const [key, row] of Object.entries(answer.rows)) {
      const line = document.getElementById(`r${key}`);
      if (dirty.has(line)) continue;
      line.querySelectorAll("[data-why]").forEach((place) => {
        const why = row.problems[place.dataset.why] || "", box = form.elements[`p${key}-${place.dataset.why}`];
        place.textContent = why;
        if (!box) return;
        if (why) box.setAttribute("aria-invalid", "true"); else box.removeAttribute("aria-invalid");
        box.closest("td").classList.toggle("pj-bad", Boolean(why));
      });
      for (const [span, amounts] of Object.entries(row.sums)) {
        for (const [name, text] of Object.entries(amounts)) line.querySelector(`[data-sum="${span}-${name}"]`).textContent = text;
      }
      line.querySelector("[data-draft]").hidden = row.blank;
    }
    form.querySelector("[data-ready]").textContent = answer.ready;
    say([pasted, fill(words.wordsSaved, answer)].filter(Boolean).join(" · "));
  }
  // A page that is left in the middle of a word keeps the word.
  window.addEventListener("pagehide", () => { if (dirty.size && !leaving) navigator.sendBeacon(words.save, body([...dirty])); });
  let leaving = false;
  form.addEventListener("submit", () => { leaving = true; });

  form.addEventListener("input", (event) => { if (event.target.was !== undefined) { pasted = ""; touch(event.target); } });
  form.addEventListener("focusout", (event) => { if (event.target.was !== undefined) commit(event.target); });

  // -- keys -------------------------------------------------------------------------------------------------------------

  function move(box, down, right) {
    const column = columnOf(box);
    let at = open.indexOf(box.closest("tr")) + down, next = null;
    if (column < 0) return false;
    // Over rows that have no box in this column.
    while (open[at] && !(next = cellAt(open[at], column + right))) { if (!down) break; at += down; }
    if (!next) return false;
    go(next);
    return true;
  }
  function go(box) { box.focus(); if (box.select) box.select(); }
  const atEnd = (box) => box.tagName !== "SELECT" && box.selectionEnd === box.value.length, atStart = (box) => box.tagName !== "SELECT" && box.selectionStart === 0;
  const everything = (box) => atStart(box) && atEnd(box);

  form.addEventListener("keydown", (event) => {
    const box = event.target;
    if (box.was === undefined || event.isComposing) return;
    const control = event.ctrlKey || event.metaKey, key = event.key;
    let used = true;
    if (inRange(event, box, control, key)) { event.preventDefault(); return; }
    if (control && key.toLowerCase() === "z") (event.shiftKey ? redo : undo)();
    else if (control && key.toLowerCase() === "y") redo();
    else if (control && key === "'") copyLast(box);
    else if (key === "Enter" && (event.altKey || control)) insert(box, "\n");
    else if (key === "Enter") move(box, event.shiftKey ? -1 : 1, 0);
    else if (key === "Escape") put(box, box.was);
    else if (key === "ArrowDown" && (box.tagName === "INPUT" || everything(box) || atEnd(box))) used = move(box, 1, 0);
    else if (key === "ArrowUp" && (box.tagName === "INPUT" || everything(box) || atStart(box))) used = move(box, -1, 0);
    else if (key === "ArrowRight" && !event.shiftKey && atEnd(box)) used = move(box, 0, 1);
    else if (key === "ArrowLeft" && !event.shiftKey && atStart(box)) used = move(box, 0, -1);
    else used = false;
    if (used) event.preventDefault();
  });
  function insert(box, text) {
    if (box.tagName !== "TEXTAREA") return;
    box.setRangeText(text, box.selectionStart, box.selectionEnd, "end");
    touch(box);
  }
  function copyLast(box) {
    const last = box.closest("td").querySelector("[data-last]");
    if (last) change([[box, last.textContent]]);
  }

  // -- a range of cells -------------------------------------------------------------------------------------------------

  // From one corner to the other, both as [row of `open`, column]; null while a single box is in use.
  let range = null, press = null;
  const place = (box) => [open.indexOf(box.closest("tr")), columnOf(box)];
  const clamp = (n, most) => Math.max(0, Math.min(n, most - 1));
  function corners() {
    const [[r, c], [s, d]] = range;
    return { top: Math.min(r, s), bottom: Math.max(r, s), left: Math.min(c, d), right: Math.max(c, d) };
  }
  function inside() {
    const { top, bottom, left, right } = corners(), lines = [];
    for (let r = top; r <= bottom; r += 1) {
      const line = [];
      for (let c = left; c <= right; c += 1) line.push(cellAt(open[r], c));
      lines.push(line);
    }
    return lines;
  }
  function choose(from, to) {
    range = from && (from[0] !== to[0] || from[1] !== to[1]) ? [from, to] : null;
    form.querySelectorAll(".pg-ranged").forEach((td) => td.classList.remove("pg-ranged"));
    if (!range) return;
    const lines = inside();
    lines.flat().forEach((box) => { if (box) box.closest("td").classList.add("pg-ranged"); });
    say(fill(words.wordsRange, { rows: lines.length, columns: lines[0].length }));
  }
  function extend(box, down, right) {
    const [from, to] = range || [place(box), place(box)];
    const next = [clamp(to[0] + down, open.length), clamp(to[1] + right, columns.length)];
    choose(from, next);
    const seen = cellAt(open[next[0]], next[1]);
    if (seen) seen.scrollIntoView({ block: "nearest", inline: "nearest" });
  }
  const boxes = () => inside().flat().filter(Boolean);
  function quoted(text) { return /[\t\r\n"]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text; }
  const asText = () => inside().map((line) => line.map((box) => quoted(box ? box.value : "")).join("\t")).join("\r\n");
  function empty(said) { say(fill(said, { cells: change(boxes().map((box) => [box, ""])) })); }
  function fillDown() {
    const [first, ...rest] = inside();
    const pairs = rest.flatMap((line) => line.map((box, c) => (box && first[c] ? [box, first[c].value] : null))).filter(Boolean);
    say(fill(words.wordsFilled, { cells: change(pairs) }));
  }
  const ARROWS = { ArrowDown: [1, 0], ArrowUp: [-1, 0], ArrowRight: [0, 1], ArrowLeft: [0, -1] };
  // True where a key was meant for the range: it makes one longer, empties it, fills it or lets go of it.
  function inRange(event, box, control, key) {
    if (columnOf(box) < 0) return false;
    const arrow = ARROWS[key];
    if (arrow && event.shiftKey && !control && !event.altKey) {
      const leaves = arrow[0] ? box.tagName !== "TEXTAREA" || everything(box) || (arrow[0] > 0 ? atEnd(box) : atStart(box)) : everything(box);
      if (!range && !leaves) return false;
      commit(box);
      extend(box, arrow[0], arrow[1]);
      return true;
    }
    if (!range || ["Shift", "Control", "Meta", "Alt"].includes(key)) return false;
    if (key === "Delete" || key === "Backspace") { empty(words.wordsCleared); return true; }
    if (control && key.toLowerCase() === "d") { fillDown(); return true; }
    if (control && "cxvzy".includes(key.toLowerCase())) return false;
    choose(null);
    if (key === "Escape") return true;
    return false;
  }
  form.addEventListener("copy", (event) => {
    if (!range) return;
    event.preventDefault();
    event.clipboardData.setData("text/plain", asText());
    say(fill(words.wordsCopied, { cells: boxes().length }));
  });
  form.addEventListener("cut", (event) => {
    if (!range) return;
    event.preventDefault();
    event.clipboardData.setData("text/plain", asText());
    empty(words.wordsCut);
  });
  const boxOf = (node) => { const td = node && node.closest ? node.closest("td") : null; return td && td.querySelector(".pg-in[data-name]:not([data-beside])"); };
  form.addEventListener("pointerdown", (event) => {
    const box = boxOf(event.target);
    if (event.button !== 0 || event.pointerType === "touch" || !box) { if (range && !event.shiftKey && event.target.was !== undefined) choose(null); return; }
    const active = document.activeElement;
    if (event.shiftKey && active && active.was !== undefined && columnOf(active) >= 0 && active !== box) {
      event.preventDefault();
      commit(active);
      choose(range ? range[0] : place(active), place(box));
      return;
    }
    choose(null);
    press = place(box);
  });
  form.addEventListener("pointerover", (event) => {
    if (!press || !(event.buttons & 1)) return;
    const box = boxOf(event.target);
    if (!box) return;
    const to = place(box);
    if (!range && to[0] === press[0] && to[1] === press[1]) return;
    form.classList.add("pg-ranging");
    const first = cellAt(open[press[0]], press[1]);
    if (first && document.activeElement !== first) first.focus();
    if (first && first.setSelectionRange) first.setSelectionRange(first.value.length, first.value.length);
    choose(press, to);
  });
  window.addEventListener("pointerup", () => { press = null; form.classList.remove("pg-ranging"); });
  form.addEventListener("input", (event) => { if (range && event.target.was !== undefined) choose(null); });

  function change(pairs) {
    // A list of choices takes none but its own.
    const fits = ([box, value]) => box.tagName !== "SELECT" || [...box.options].some((option) => option.value === value);
    const changes = pairs.filter((pair) => pair[0].value !== pair[1] && fits(pair)).map(([box, value]) => [box, box.was, value]);
    changes.forEach(([box, , value]) => put(box, value));
    note(changes);
    return changes.length;
  }

  // -- a block from a sheet ---------------------------------------------------------------------------------------------

  // Cells are parted by tabs and line ends; one that holds either stands in quotes, and a quote in it is doubled.
  function block(text) {
    const lines = [[]];
    let at = 0;
    while (at <= text.length) {
      let cell = "";
      if (text[at] === '"') {
        let end = at + 1;
        while (end < text.length && (text[end] !== '"' || text[end + 1] === '"')) end += text[end] === '"' ? 2 : 1;
        const after = text[end + 1];
        if (end < text.length && (after === undefined || "\t\r\n".includes(after))) {
          cell = text.slice(at + 1, end).replaceAll('""', '"');
          at = end + 1;
        }
      }
      while (at < text.length && !"\t\r\n".includes(text[at])) cell += text[at++];
      lines.at(-1).push(cell.trim());
      if (at >= text.length) break;
      if (text[at] === "\t") { at += 1; continue; }
      at += text.startsWith("\r\n", at) ? 2 : 1;
      if (at >= text.length) break;
      lines.push([]);
    }
    return lines;
  }
  const plain = (text) => text.normalize("NFKC").replace(/\s/g, "");
  const names = new Map(open.map((row) => [plain(row.dataset.title), row]));

  form.addEventListener("paste", (event) => {
    const box = event.target, text = event.clipboardData ? event.clipboardData.getData("text/plain") : "";
    if (box.was === undefined || box.dataset.beside !== undefined) return;
    const lines = block(text);
    if (range) {
      event.preventDefault();
      commit(box);
      pasteIntoRange(lines);
      return;
    }
    if (lines.length === 1 && lines[0].length === 1) {
      // One cell: the browser pastes it into the text, unless it came with the quotes of a sheet.
      if (!text.startsWith('"') || lines[0][0] === text.trim()) return;
      event.preventDefault();
      box.setRangeText(lines[0][0], box.selectionStart, box.selectionEnd, "end");
      touch(box);
      return;
    }
    event.preventDefault();
    commit(box);
    const named = Math.max(...lines.map((line) => line.findIndex((cell) => names.has(plain(cell)))));
    const placed = named >= 0 ? byName(lines, named) : from(box, lines);
    const cells = change(placed.pairs);
    const said = [fill(words.wordsPasted, { rows: placed.rows, cells })];
    if (named >= 0) said.push(fill(words.wordsMatched, { rows: placed.rows }));
    if (placed.over) said.push(fill(words.wordsOver, { n: placed.over }));
    pasted = said.join(" · ");
    say(pasted, placed.over);
  });
  // A block as large as it is, from the range's first cell; one that fits into the range a whole number of times fills it.
  function pasteIntoRange(lines) {
    const { top, bottom, left, right } = corners(), high = bottom - top + 1, wide = right - left + 1, width = Math.max(...lines.map((l) => l.length));
    const repeats = high % lines.length === 0 && wide % width === 0, pairs = [];
    for (let r = 0; r < (repeats ? high : lines.length); r += 1) {
      for (let c = 0; c < (repeats ? wide : width); c += 1) {
        const to = cellAt(open[top + r], left + c), cell = lines[r % lines.length][c % width];
        if (to && cell !== undefined) pairs.push([to, cell]);
      }
    }
    pasted = fill(words.wordsFilled, { cells: change(pairs) });
    say(pasted);
  }
  function from(box, lines) {
    const start = open.indexOf(box.closest("tr")), column = columnOf(box), pairs = [];
    lines.forEach((line, down) => {
      const row = open[start + down];
      if (row) line.forEach((cell, right) => { const to = cellAt(row, column + right); if (to) pairs.push([to, cell]); });
    });
    const rows = Math.min(lines.length, open.length - start);
    return { pairs, rows, over: lines.length - rows };
  }
  function byName(lines, named) {
    const titles = [...form.querySelectorAll("thead th[data-name]")].map((th) => plain(th.textContent)), pairs = [];
    const heading = lines.find((line) => line.some((cell) => cell && titles.some((t) => t.startsWith(plain(cell)))));
    const at = (right) => {
      if (!heading) return right - named - 1;
      const cell = plain(heading[right] || "");
      return cell ? titles.findIndex((t) => t.startsWith(cell)) : -1;
    };
    let rows = 0, over = 0;
    lines.forEach((line) => {
      const row = names.get(plain(line[named] || ""));
      if (!row) { over += line !== heading && line.some(Boolean) ? 1 : 0; return; }
      rows += 1;
      line.forEach((cell, right) => { const to = right !== named && at(right) >= 0 && cellAt(row, at(right)); if (to) pairs.push([to, cell]); });
    });
    return { pairs, rows, over };
  }
})();
