// The map of projects. Places are a few hexagons each, drawn on one canvas; a project is a mark whose shape is its light.
// The list beside holds everything that is drawn; what is chosen in one is marked in the other.
"use strict";

(() => {
  const box = document.getElementById("mp-map"), held = document.getElementById("mp-drawn");
  if (!box || !held || !window.L) return;
  const drawn = JSON.parse(held.textContent), words = box.dataset, status = document.getElementById("mp-status");
  const COLOURS = { red: "#b3261e", yellow: "#b97900", green: "#1b6e41", no_data: "#5c6a7e", not_due: "#5c6a7e", not_defined: "#5c6a7e" };
  const MOST = 3000, R = 20, W = Math.sqrt(3) * R, quiet = matchMedia("(prefers-reduced-motion: reduce)").matches;

  // -- where a place is -------------------------------------------------------------------------------------------------

  const centre = ([column, row]) => [-1.5 * R * row, W * (column + (row % 2 ? 0.5 : 0))];
  const corner = ([y, x], n, r) => [y + r * Math.cos((Math.PI / 3) * n), x + r * Math.sin((Math.PI / 3) * n)];
  const beside = ([c, r]) => {
    const o = r % 2 ? 1 : 0;
    // In the order of the sides between corner n and corner n + 1, clockwise from the top.
    return [[c + o, r - 1], [c + 1, r], [c + o, r + 1], [c - 1 + o, r + 1], [c - 1, r], [c - 1 + o, r - 1]];
  };
  // A place without a drawing of its own lies below the others; where nothing is drawn, they lie in a spiral by their code.
  function* free(known) {
    const drawnCells = Object.values(known).flat();
    if (drawnCells.length) {
      const low = Math.max(...drawnCells.map(([, row]) => row)) + 2;
      for (let column = 1; ; column += 2) yield [column, low];
    }
    let at = [20, 20];
    yield at;
    for (let ring = 1; ; ring += 1) {
      at = beside(at)[4];
      for (const side of [0, 1, 2, 3, 4, 5]) {
        for (let n = 0; n < ring; n += 1) { yield at; at = beside(at)[side]; }
      }
    }
  }
  function cellsOf(known) {
    const found = new Map(), own = (place) => known[place.code] || known[place.name];
    const next = free(known);
    [...drawn.places].sort((a, b) => (a.code < b.code ? -1 : 1)).forEach((place) => {
      found.set(place.key, own(place) || [next.next().value]);
    });
    return found;
  }

  // -- marks: a shape for each light, on the canvas ---------------------------------------------------------------------

  const Mark = L.CircleMarker.extend({
    _updatePath() { this._renderer._drawMark(this); },
  });
  L.Canvas.include({
    _drawMark(mark) {
      if (!this._drawing || mark._empty()) return;
      const { x, y } = mark._point, r = mark._radius, pen = this._ctx, light = mark.options.light;
      pen.beginPath();
      if (light === "red") pen.rect(x - r * 0.9, y - r * 0.9, r * 1.8, r * 1.8);
      else if (light === "yellow") { pen.moveTo(x, y - r * 1.1); pen.lineTo(x + r * 1.1, y + r * 0.9); pen.lineTo(x - r * 1.1, y + r * 0.9); pen.closePath(); }
      else pen.arc(x, y, light === "not_due" ? r * 0.5 : r * 0.9, 0, Math.PI * 2);
      const hollow = light === "no_data" || light === "not_defined";
      pen.fillStyle = hollow ? "#ffffff" : COLOURS[light];
      pen.fill();
      pen.lineWidth = hollow ? Math.max(1, r / 3.5) : 1;
      pen.strokeStyle = hollow ? COLOURS[light] : "#ffffff";
      pen.stroke();
      if (mark.options.chosen) { pen.beginPath(); pen.arc(x, y, r * 1.9, 0, Math.PI * 2); pen.lineWidth = 3; pen.strokeStyle = "#f2a33a"; pen.stroke(); }
    },
  });

  // -- the plan ---------------------------------------------------------------------------------------------------------

  let map, cells, scale = 0;
  const areas = new Map(), marks = new Map();

  function begin(outlines) {
    const known = outlines.inside[drawn.inside] || {};
    cells = cellsOf(known);
    map = L.map(box, { crs: L.CRS.Simple, preferCanvas: true, attributionControl: false, zoomControl: false, zoomSnap: 0.25, minZoom: -4, maxZoom: 5, zoomAnimation: !quiet, fadeAnimation: !quiet, inertia: !quiet });
    L.control.zoom({ zoomInTitle: words.zoomIn, zoomOutTitle: words.zoomOut }).addTo(map);
    box.classList.add(`mp-by-${drawn.level}`);
    box.setAttribute("role", "application");
    box.setAttribute("aria-label", words.label);
    const asked = new Set(drawn.places.map((place) => place.code || place.name));
    for (const [code, shape] of Object.entries(known)) {
      if (asked.has(code)) continue;
      area(shape, null);
      if (drawn.others[code]) label({ shown: drawn.others[code], lights: {} }, shape, true);
    }
    drawn.places.forEach((place) => area(cells.get(place.key), place));
    const bounds = L.latLngBounds([...cells.values(), ...Object.values(known)].flat().map(centre));
    if (bounds.isValid()) {
      map.fitBounds(bounds.pad(0.06));
      map.setMaxBounds(bounds.pad(0.6));
    } else {
      // Nothing is drawn before the first project: an empty plan, not one that failed.
      map.setView([0, 0], 0);
    }
    map.on("zoomend", sized);
    sized();
  }
  function area(shape, place) {
    const own = new Set(shape.map(String)), edges = [];
    for (const cell of shape) {
      const at = centre(cell);
      beside(cell).forEach((next, n) => { if (!own.has(String(next))) edges.push([corner(at, n, R), corner(at, n + 1, R)]); });
    }
    const ground = L.polygon(shape.map((cell) => [0, 1, 2, 3, 4, 5].map((n) => corner(centre(cell), n, R))), { color: place ? tint(place) : "#e6ebf1", weight: 1, fillColor: place ? tint(place) : "#e6ebf1", fillOpacity: 1, interactive: Boolean(place) }).addTo(map);
    const outline = L.polyline(edges, { color: "#8fa0b5", weight: 1.2, interactive: false }).addTo(map);
    if (!place) return;
    areas.set(place.key, { place, ground, outline, shape });
    ground.on("mouseover", () => lit(place.key, true));
    ground.on("mouseout", () => lit(place.key, false));
    ground.on("click", () => { location.href = place.href; });
    label(place, shape, false);
  }
  // The more red lights, the warmer the ground; the numbers on it say how many.
  function tint(place) {
    const share = (place.lights.red || 0) / Math.max(1, place.n);
    return share > 0.25 ? "#f6cfcb" : share > 0.1 ? "#fae3df" : (place.lights.red || 0) ? "#fdf1ee" : "#ffffff";
  }
  function label(place, shape, idle) {
    const middle = shape.map(centre).reduce((sum, [y, x]) => [sum[0] + y / shape.length, sum[1] + x / shape.length], [0, 0]);
    const near = shape.map(centre).sort((a, b) => Math.hypot(a[0] - middle[0], a[1] - middle[1]) - Math.hypot(b[0] - middle[0], b[1] - middle[1]))[0];
    const at = drawn.level === "district" ? middle : near;
    const made = document.createElement("div");
    made.className = idle ? "mp-label mp-idle" : "mp-label";
    const name = document.createElement("span");
    name.textContent = short(place.shown);
    made.append(name);
    if (drawn.level === "district") {
      const counts = document.createElement("span");
      counts.className = "mp-counts";
      for (const light of ["red", "yellow", "green", "no_data", "not_due", "not_defined"]) {
        if (!place.lights[light] || (light[0] === "n" && counts.childNodes.length)) continue;
        const one = document.createElement("span");
        one.className = "mp-count";
        one.append(sign(light), document.createTextNode(place.lights[light].toLocaleString()));
        counts.append(one);
      }
      made.append(counts);
    }
    L.marker(at, { icon: L.divIcon({ className: "", html: made, iconSize: [92, 34] }), interactive: false, keyboard: false }).addTo(map);
  }
  const short = (name) => name.replace(/^Zhengzhou (?=\S+ \S)/, "").replace(/ (Hui )?(District|City|County|Subdistrict|Town|Development Zone)$/, "").replace(/^郑州(?=.{4})/, "").replace(/(技术|综合|产业|经济)*(开发区|实验区)$/, "").replace(/街道$/, "");
  function sign(light) {
    const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg"), use = document.createElementNS("http://www.w3.org/2000/svg", "use");
    svg.setAttribute("class", `lt-mark lt-is-${light}`);
    svg.setAttribute("viewBox", "0 0 16 16");
    use.setAttribute("href", `#lt-${light}`);
    svg.append(use);
    return svg;
  }
  function lit(key, on) {
    const found = areas.get(key);
    if (!found) return;
    found.outline.setStyle(on ? { color: "#1f4e8c", weight: 3 } : { color: "#8fa0b5", weight: 1.2 });
    if (on) found.outline.bringToFront();
    const link = document.querySelector(`[data-place="${key}"]`);
    if (link) link.classList.toggle("on", on);
  }

  // -- projects ---------------------------------------------------------------------------------------------------------

  const byPlace = new Map();

  async function points() {
    const wanted = drawn.place === null ? drawn.total : (drawn.places.find((p) => p.key === drawn.place) || { n: 0 }).n;
    if (wanted > MOST && drawn.place === null) { sums(); status.textContent = words.tooMany; return; }
    let after = 0, count = 0;
    while (after !== null && count < MOST) {
      const answer = await fetch(`${words.points}${words.points.includes("?") ? "&" : "?"}after=${after}`);
      if (!answer.ok || answer.redirected) throw new Error(String(answer.status));
      const got = await answer.json();
      got.points.forEach(([key, place, light, name]) => {
        if (!byPlace.has(place)) byPlace.set(place, []);
        byPlace.get(place).push({ key, light, name });
      });
      count += got.points.length;
      after = got.after;
    }
    byPlace.forEach(spread);
    status.textContent = (after === null ? words.projects : words.first).replace("{n}", count.toLocaleString());
    sized();
  }
  const RANK = { red: 0, yellow: 1, green: 2 };
  const rank = (light) => (light in RANK ? RANK[light] : 3);
  // The marks of a place lie evenly in its cells, the red ones together: seeds of a sunflower, so that any number fits.
  function spread(found, place) {
    const shape = cells.get(place);
    if (!shape) return;
    found.sort((a, b) => rank(a.light) - rank(b.light) || a.key - b.key);
    const each = Math.ceil(found.length / shape.length);
    const size = Math.min(R * 0.2, (R * 0.8) / Math.sqrt(each));
    found.forEach((project, n) => {
      const [y, x] = centre(shape[Math.floor(n / each)]), i = n % each;
      const far = each === 1 ? 0 : R * 0.7 * Math.sqrt((i + 0.5) / each), turn = i * 2.399963;
      const mark = new Mark([y + far * Math.cos(turn), x + far * Math.sin(turn)], { light: project.light, radius: 4 });
      mark.size = size;
      mark.project = project;
      mark.on("mouseover", () => row(project.key, true));
      mark.on("mouseout", () => row(project.key, false));
      mark.on("click", (event) => { L.DomEvent.stopPropagation(event); choose(project.key, true); });
      marks.set(project.key, mark.addTo(map));
    });
  }
  // Too many for marks of their own: for each place one mark a light, whose size says how many.
  function sums() {
    drawn.places.forEach((place) => {
      const shape = cells.get(place.key), lights = Object.entries(place.lights);
      lights.forEach(([light, n], i) => {
        const [y, x] = centre(shape[i % shape.length]);
        const mark = new Mark([y - R * 0.45, x + (i - (lights.length - 1) / 2) * R * 0.45], { light, radius: 4, interactive: false });
        mark.size = R * (0.1 + 0.25 * Math.sqrt(n / drawn.total));
        marks.set(`${place.key}-${light}`, mark.addTo(map));
      });
    });
    sized();
  }
  function sized() {
    scale = 2 ** map.getZoom();
    box.classList.toggle("mp-far", R * scale < (drawn.level === "place" ? 22 : 13));
    marks.forEach((mark) => mark.setRadius(Math.max(2.2, Math.min(11, mark.size * scale))));
  }

  // -- in step with the list --------------------------------------------------------------------------------------------

  let chosen = null;
  const line = (key) => document.querySelector(`[data-project="${key}"]`);
  function row(key, on) { const found = line(key); if (found) found.classList.toggle("on", on); }
  function choose(key, scroll) {
    if (chosen !== null) {
      const was = marks.get(chosen);
      if (was) { was.options.chosen = false; was.redraw(); }
      row(chosen, false);
      const before = line(chosen);
      if (before) before.querySelector("[data-pick]").setAttribute("aria-pressed", "false");
    }
    chosen = chosen === key ? null : key;
    const card = document.getElementById("mp-chosen");
    card.hidden = true;
    if (chosen === null) return;
    const mark = marks.get(key), found = line(key);
    if (mark) {
      mark.options.chosen = true;
      mark.bringToFront();
      mark.redraw();
      if (!map.getBounds().pad(-0.1).contains(mark.getLatLng())) map.panTo(mark.getLatLng(), { animate: !quiet });
      const link = document.createElement("a");
      link.href = words.record.replace("/0/", `/${key}/`);
      link.textContent = mark.project.name;
      card.replaceChildren(sign(mark.project.light), document.createTextNode(`${drawn.lights[mark.project.light]} · `), link);
      card.hidden = false;
    }
    if (found) {
      found.classList.add("on");
      found.querySelector("[data-pick]").setAttribute("aria-pressed", "true");
      if (scroll) found.scrollIntoView({ block: "nearest" });
    }
  }
  document.addEventListener("click", (event) => {
    const pick = event.target.closest("[data-pick]");
    if (pick) choose(Number(pick.dataset.pick), false);
  });
  for (const link of document.querySelectorAll("[data-place]")) {
    const key = Number(link.dataset.place);
    for (const [name, on] of [["mouseenter", true], ["focus", true], ["mouseleave", false], ["blur", false]]) link.addEventListener(name, () => lit(key, on));
  }

  fetch(words.outlines)
    .then((answer) => answer.json())
    .then((outlines) => { begin(outlines); return drawn.level === "place" ? points() : null; })
    .then(() => box.setAttribute("data-ready", ""))
    .catch(() => { status.textContent = words.unreachable; });
})();
