// What if, by hand: a bar that is dragged, or moved with the arrow keys, asks the server what would follow. Nothing is saved.
(() => {
  "use strict";
  const svg = document.querySelector("svg.sc-gantt[data-if]");
  const form = document.getElementById("sc-form");
  const result = document.getElementById("sc-result");
  if (!svg || !form || !result) return;
  const perDay = Number(svg.dataset.perDay);
  const day = 86400000;
  const later = (iso, days) => new Date(Date.parse(iso + "T00:00:00Z") + days * day).toISOString().slice(0, 10);
  const scale = () => svg.viewBox.baseVal.width / svg.getBoundingClientRect().width;
  let asked = 0;

  async function ask(values) {
    const mine = ++asked;
    const answer = await fetch(svg.dataset.if + "?" + new URLSearchParams(values), { headers: { "X-Requested-With": "fetch" } });
    const text = await answer.text();
    if (mine !== asked) return;
    if (answer.ok) result.innerHTML = text;
    result.scrollIntoView({ block: "nearest" });
  }
  function shown(values) {
    form.elements.node.value = values.node;
    form.elements.duration.value = values.duration || "";
    form.elements.not_before.value = values.not_before || "";
  }
  function moved(bar, days, longer) {
    const values = { node: bar.dataset.key };
    if (longer) values.finish = later(bar.dataset.finish, days);
    else values.not_before = later(bar.dataset.start, days);
    shown(values);
    return ask(values);
  }

  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const values = Object.fromEntries([...new FormData(form)].filter(([, value]) => value !== ""));
    ask(values);
  });

  for (const bar of svg.querySelectorAll("a.sc-bar:not([data-begun])")) {
    const shape = bar.querySelector("rect, polygon");
    const fixed = "milestone" in bar.dataset;
    let begin = null, longer = false, days = 0, keyed = 0;
    bar.addEventListener("dragstart", (event) => event.preventDefault());
    bar.addEventListener("pointerdown", (event) => {
      if (event.button) return;
      const box = shape.getBoundingClientRect();
      begin = event.clientX; days = 0;
      longer = !fixed && box.right - event.clientX < Math.min(10, box.width / 3);
      bar.setPointerCapture(event.pointerId);
    });
    bar.addEventListener("pointermove", (event) => {
      if (begin === null) return;
      days = Math.round(((event.clientX - begin) * scale()) / perDay);
      if (!days && !bar.hasAttribute("data-moving")) return;
      bar.setAttribute("data-moving", "");
      bar.setAttribute("transform", longer ? "" : `translate(${days * perDay} 0)`);
      if (longer) shape.setAttribute("width", Math.max(2, Number(shape.dataset.width ||= shape.getAttribute("width")) + days * perDay));
    });
    const end = (event) => {
      if (begin === null) return;
      begin = null;
      bar.removeAttribute("transform");
      if (shape.dataset.width) shape.setAttribute("width", shape.dataset.width);
      if (event.type === "pointerup" && days) moved(bar, days, longer);
    };
    bar.addEventListener("pointerup", end);
    bar.addEventListener("pointercancel", end);
    bar.addEventListener("click", (event) => {
      if (!bar.hasAttribute("data-moving")) return;
      bar.removeAttribute("data-moving");
      event.preventDefault();
    });
    bar.addEventListener("keydown", (event) => {
      const step = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
      if (!step) return;
      event.preventDefault();
      keyed += step;
      moved(bar, keyed, event.shiftKey && !fixed);
    });
    bar.addEventListener("blur", () => { keyed = 0; });
  }
})();
