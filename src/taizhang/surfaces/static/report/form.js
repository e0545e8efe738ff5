// The form of one report, built from what the server told of its boxes: the camera first, then the place, then the rest.
"use strict";

const taizhangWords = (() => {
  const words = JSON.parse(document.getElementById("report-words").textContent);
  return (key, values = {}) => words[key].replace(/\{(\w+)\}/g, (whole, name) => (name in values ? values[name] : whole));
})();

// make("p", {className: "x"}, "text", child): an element; what is said is always text, never markup.
function taizhangMake(name, properties, ...content) {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(properties || {})) {
    if (key.includes("-")) made.setAttribute(key, value);
    else made[key] = value;
  }
  made.append(...content.filter((c) => c !== null && c !== undefined && c !== ""));
  return made;
}

function taizhangIcon(name) {
  const picture = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  const use = document.createElementNS("http://www.w3.org/2000/svg", "use");
  picture.setAttribute("class", "icon");
  picture.setAttribute("aria-hidden", "true");
  use.setAttribute("href", `${document.getElementById("report").dataset.icons}#${name}`);
  picture.append(use);
  return picture;
}

// 2025-11-23 14:05 in the city's zone, as everywhere in the product.
const taizhangClock = (moment) => new Intl.DateTimeFormat("sv-SE", { timeZone: "Asia/Shanghai", dateStyle: "short", timeStyle: "short" }).format(new Date(moment));

const taizhangForm = (() => {
  const say = taizhangWords, make = taizhangMake, icon = taizhangIcon;
  const FRESH_MS = 10 * 60 * 1000;
  const COARSEST_M = 500;
  const LARGEST_MB = 20;

  // -- photos: what they say of themselves, and what the device adds ----------------------------------------------------

  // Whether a JPEG says where it was taken: the GPS directory of its EXIF holds a latitude and a longitude.
  function saysWhere(bytes) {
    try {
      const head = new Uint8Array(bytes, 0, Math.min(bytes.byteLength, 262144));
      let at = -1;
      for (let i = 0; i < head.length - 6 && at < 0; i += 1) {
        if (head[i] === 0x45 && head[i + 1] === 0x78 && head[i + 2] === 0x69 && head[i + 3] === 0x66 && !head[i + 4] && !head[i + 5]) at = i + 6;
      }
      if (at < 0) return false;
      const view = new DataView(bytes, at);
      const little = view.getUint16(0) === 0x4949;
      const tags = (from) => {
        const found = {};
        for (let i = 0; i < Math.min(view.getUint16(from, little), 200); i += 1) {
          found[view.getUint16(from + 2 + 12 * i, little)] = view.getUint32(from + 2 + 12 * i + 8, little);
        }
        return found;
      };
      const main = tags(view.getUint32(4, little));
      if (!(0x8825 in main)) return false;
      const gps = tags(main[0x8825]);
      return 2 in gps && 4 in gps;
    } catch {
      return false;
    }
  }

  async function photoOf(file) {
    const bytes = await file.arrayBuffer();
    const now = Date.now();
    const fresh = Math.abs(now - file.lastModified) < FRESH_MS;
    return {
      name: file.name || "photo.jpg", type: file.type, bytes, chosen: now, fresh,
      taken: fresh ? new Date(file.lastModified).toISOString() : null, own: saysWhere(bytes), place: null, ref: null,
    };
  }

  // A photo that was just taken is where the device is; one from the gallery may be from anywhere.
  function placed(draft) {
    const place = draft.place;
    if (!place || place.accuracy > COARSEST_M) return;
    draft.photos.forEach((photo) => {
      if (photo.fresh && !photo.ref && Math.abs(place.at - photo.chosen) < FRESH_MS) photo.place = place;
    });
  }

  function flag(photo) {
    if (photo.own) return say("located");
    if (photo.place) return say("located_by_device", { m: Math.ceil(photo.place.accuracy) });
    return say("not_located") + (photo.fresh ? "" : ` · ${say("old_photo")}`);
  }

  function thumbnail(photo, remove) {
    const picture = make("img", { alt: photo.name, width: 88, height: 88 });
    picture.src = URL.createObjectURL(new Blob([photo.bytes], { type: photo.type }));
    picture.onload = () => URL.revokeObjectURL(picture.src);
    const words = make("p", {}, flag(photo));
    if (photo.taken) words.append(make("small", {}, say("taken", { t: taizhangClock(photo.taken) })));
    const button = make("button", { type: "button", className: "btn" }, say("remove"), make("span", { className: "visually-hidden" }, ` ${photo.name}`));
    button.addEventListener("click", remove);
    return make("li", { className: photo.own || photo.place ? "" : "rp-nowhere" }, picture, words, button);
  }

  function camera(draft, box, changed) {
    const list = make("ul", { className: "rp-photos" });
    const word = make("span", {});
    const chooser = (id, capture) => {
      const input = make("input", { type: "file", accept: "image/*", id, className: "visually-hidden", "aria-describedby": `rp-err-${box.name}` });
      if (capture) input.setAttribute("capture", "environment");
      input.addEventListener("change", () => chosen(input));
      return input;
    };
    const draw = () => {
      word.textContent = say(draft.photos.length ? "more_photos" : "take");
      take.hidden = pick.hidden = !box.many && draft.photos.length > 0;
      list.replaceChildren(...draft.photos.map((photo, i) => thumbnail(photo, () => { draft.photos.splice(i, 1); draw(); changed(); })));
    };
    const shot = chooser(`rp-${box.name}`, true), gallery = chooser(`rp-${box.name}-gallery`, false);
    const take = make("label", { htmlFor: shot.id, className: "btn btn-primary rp-camera" }, icon("camera"), word);
    const pick = make("label", { htmlFor: gallery.id, className: "btn rp-pick" }, say("gallery"));
    const chosen = async (input) => {
      const error = document.getElementById(`rp-err-${box.name}`);
      error.textContent = "";
      for (const file of input.files) {
        if (file.size > LARGEST_MB * 1024 * 1024) error.textContent = say("too_large", { n: file.name, m: LARGEST_MB });
        else draft.photos.push(await photoOf(file));
      }
      input.value = "";
      placed(draft);
      draw();
      changed();
    };
    draw();
    const shown = make("div", { className: "rp-box", id: `rp-box-${box.name}` }, make("h3", {}, box.label), list, shot, take, gallery, pick,
      make("p", { className: "tz-error", id: `rp-err-${box.name}`, role: "alert" }));
    shown.redraw = draw;
    return shown;
  }

  // -- the place: why it is asked, and how good it is -------------------------------------------------------------------

  function whereabouts(draft, redraw, changed) {
    const told = make("p", { className: "rp-where", role: "status" });
    const button = make("button", { type: "button", className: "btn" }, icon("map-pin"), say("locate"));
    const show = () => {
      if (!draft.place) return;
      const { latitude, longitude, accuracy } = draft.place;
      const m = Math.ceil(accuracy);
      told.textContent = accuracy > COARSEST_M ? say("coarse", { m }) : say("here", { lat: latitude.toFixed(5), lon: longitude.toFixed(5), m });
    };
    const locate = () => {
      if (!navigator.geolocation) { told.textContent = say("no_place", { r: say("unavailable") }); return; }
      told.textContent = say("locating");
      navigator.geolocation.getCurrentPosition((found) => {
        const { latitude, longitude, accuracy } = found.coords;
        draft.place = { latitude, longitude, accuracy, at: Date.now() };
        placed(draft);
        show();
        redraw();
        changed();
      }, (error) => {
        told.textContent = say("no_place", { r: say(["", "denied", "unavailable", "timed_out"][error.code] || "unavailable") });
      }, { enableHighAccuracy: true, timeout: 20000, maximumAge: 60000 });
    };
    button.addEventListener("click", locate);
    show();
    // Somebody who has allowed it before is not asked again.
    if (navigator.permissions && !draft.place) {
      navigator.permissions.query({ name: "geolocation" }).then((p) => { if (p.state === "granted") locate(); }).catch(() => {});
    }
    return make("div", { className: "rp-box" }, make("h3", {}, say("place")), make("p", { className: "tz-hint" }, say("why_place")), button, told);
  }

  // -- the other boxes --------------------------------------------------------------------------------------------------

  function written(draft, form, box, changed) {
    const name = `rp-${box.name}`;
    const about = { id: name, name: box.name, "aria-describedby": `rp-help-${box.name} rp-err-${box.name}` };
    let input;
    if (box.kind === "choice" && form.buttons === box.name) return taizhangPads.buttons(draft, box, changed);
    if (box.kind === "choice") {
      input = make("select", { className: "form-select", ...about }, new Option(say("choose"), ""), ...box.options.map((o) => new Option(o.label, o.value)));
    } else if (box.kind === "boolean") {
      input = make("input", { type: "checkbox", className: "form-check-input", ...about });
      input.checked = draft.typed[box.name] === "1";
    } else if (box.multiline) {
      input = make("textarea", { className: "form-control", rows: 3, ...about });
    } else {
      input = make("input", { className: `form-control${box.numeric ? " num" : ""}`, type: box.kind === "date" ? "date" : "text", autocomplete: "off", ...about });
      if (box.numeric) input.inputMode = "decimal";
    }
    if (box.kind !== "boolean") input.value = draft.typed[box.name] || "";
    if (box.required) input.required = true;
    input.addEventListener("input", () => {
      draft.typed[box.name] = box.kind === "boolean" ? (input.checked ? "1" : "") : input.value;
      changed();
    });
    const label = make("label", { htmlFor: name, className: "form-label" }, box.label,
      box.required ? make("span", { className: "tz-must" }, " *") : make("small", {}, ` ${say("optional")}`));
    const scan = form.scan === box.name ? taizhangScan.scanner((found) => { input.value = draft.typed[box.name] = found; changed(); }) : "";
    const field = box.unit ? make("div", { className: "input-group" }, input, make("span", { className: "input-group-text" }, box.unit)) : input;
    return make("div", { className: "rp-box", id: `rp-box-${box.name}` }, label, scan, field,
      make("p", { className: "tz-hint", id: `rp-help-${box.name}` }, box.help), make("p", { className: "tz-error", id: `rp-err-${box.name}`, role: "alert" }));
  }

  // An amount as whole fen, exactly; null when it is none. `per` is how many fen make one of the box's unit.
  function fen(text, per) {
    const plain = text.replace(/[,，\s]/g, "");
    const found = /^(-?)(\d+)(?:\.(\d+))?$/.exec(plain);
    if (!found) return null;
    const places = String(per).length - 1;
    const rest = (found[3] || "").replace(/0+$/, "");
    if (rest.length > places) return null;
    const amount = BigInt(found[2] + rest.padEnd(places, "0")) * (found[1] ? -1n : 1n);
    return amount <= BigInt(Number.MAX_SAFE_INTEGER) && amount >= -BigInt(Number.MAX_SAFE_INTEGER) ? Number(amount) : null;
  }

  // What was typed as the inputs of the action, and what is wrong with it, by box.
  function read(draft, form) {
    const inputs = {}, wrong = {};
    for (const box of form.boxes) {
      if (box.name === form.photo) {
        if (box.required && !draft.photos.length) wrong[box.name] = say(form.drawn ? "sign_needed" : "photo_needed");
        continue;
      }
      const text = (draft.typed[box.name] || "").trim();
      if (box.kind === "boolean") inputs[box.name] = text === "1";
      else if (!text) { if (box.required) wrong[box.name] = say("needed", { l: box.label }); }
      else if (box.kind === "fen") {
        const amount = fen(text, box.fen);
        if (amount === null) wrong[box.name] = say("bad_amount", { u: box.unit });
        else inputs[box.name] = amount;
      } else inputs[box.name] = box.numeric ? text.replace(/[,，]/g, "") : text;
    }
    // A photograph alone is a report only with a photograph.
    if (form.day && !draft.photos.length) wrong[form.photo] = say("photo_needed");
    return { inputs, wrong };
  }

  function showWrong(wrong) {
    document.querySelectorAll("#report .tz-error").forEach((p) => { p.textContent = ""; });
    for (const [name, reason] of Object.entries(wrong)) {
      const place = document.getElementById(`rp-err-${name}`);
      if (place) place.textContent = reason;
    }
    const first = document.getElementById(`rp-${Object.keys(wrong)[0]}`);
    if (first) first.focus();
  }

  function preview(draft, form, kept) {
    const line = (label, ...value) => [make("dt", {}, label), make("dd", {}, ...value)];
    const list = make("dl", { className: "tz-people" }, ...line(say("who"), kept.person, make("br"), make("small", {}, kept.post)),
      ...line(say("when"), say("server_time")), ...line(say("what"), make("b", {}, form.label), make("br"), draft.title),
      ...draft.known.flatMap(([label, value]) => line(label, value)), ...(form.law ? line(say("law"), form.law) : []));
    return make("section", { className: "card rp-preview" }, make("div", { className: "card-header" }, make("h3", {}, icon("fingerprint"), say("record"))), list,
      make("p", { className: form.confirm ? "tz-confirmtext rp-agree" : "tz-hint rp-agree" }, form.confirm || say("permanent")));
  }

  // The form of a draft, inside `place`. `on.change` keeps it, `on.confirm` sends it, `on.back` leaves it.
  function show(place, draft, form, kept, on) {
    const changed = () => on.change(draft);
    const photoBox = form.boxes.find((b) => b.name === form.photo);
    const drawn = photoBox && form.drawn ? taizhangPads.signature(draft, photoBox, changed) : null;
    const shot = photoBox && !form.drawn ? camera(draft, photoBox, changed) : null;
    const others = form.boxes.filter((b) => b !== photoBox).map((b) => written(draft, form, b, changed));
    const saved = make("p", { className: "tz-hint", id: "rp-saved", role: "status" });
    const confirm = make("button", { type: "submit", className: "btn btn-primary" }, icon("send"), say("confirm"));
    const later = make("button", { type: "button", className: "btn" }, say("later"));
    const heading = make("h2", { tabIndex: -1, className: "rp-title" }, draft.title);
    later.addEventListener("click", on.back);
    const back = make("button", { type: "button", className: "btn rp-back" }, icon("arrow-left"), say("back"));
    back.addEventListener("click", on.back);
    const refused = draft.reason ? make("div", { className: "tz-alert tz-alert-bad", role: "alert" }, make("div", {}, say("refused", { r: draft.reason }), draft.remedy ? make("p", {}, draft.remedy) : "")) : null;
    const body = make("form", { className: "rp-form", noValidate: true }, refused, shot, shot ? whereabouts(draft, shot.redraw, changed) : null, ...others, drawn,
      preview(draft, form, kept), make("div", { className: "rp-buttons" }, confirm, later), saved);
    body.addEventListener("submit", (event) => {
      event.preventDefault();
      const { inputs, wrong } = read(draft, form);
      if (Object.keys(wrong).length) { showWrong(wrong); return; }
      draft.inputs = inputs;
      on.confirm(draft);
    });
    place.replaceChildren(back, make("p", { className: "tz-kind" }, draft.group ? `${draft.group} · ${form.label}` : form.label), heading, make("p", { className: "tz-lead" }, draft.why), body);
    heading.focus();
    window.scrollTo(0, 0);
  }

  return { show, fen };
})();
