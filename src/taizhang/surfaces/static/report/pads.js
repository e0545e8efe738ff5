// What a telephone can do that a keyboard cannot: choices as buttons, a name signed with a finger.
"use strict";

const taizhangPads = (() => {
  const say = taizhangWords, make = taizhangMake;

  // -- choices as buttons -----------------------------------------------------------------------------------------------

  function buttons(draft, box, changed) {
    const list = make("div", { className: "rp-choices", role: "radiogroup", "aria-labelledby": `rp-label-${box.name}`, "aria-describedby": `rp-err-${box.name}` });
    box.options.forEach((option, i) => {
      const id = i ? `rp-${box.name}-${option.value}` : `rp-${box.name}`;
      const input = make("input", { type: "radio", name: box.name, value: option.value, id, className: "visually-hidden" });
      input.checked = draft.typed[box.name] === option.value;
      input.addEventListener("change", () => { draft.typed[box.name] = option.value; changed(); });
      list.append(input, make("label", { htmlFor: id, className: "btn rp-choice" }, option.label));
    });
    const words = make("p", { className: "form-label", id: `rp-label-${box.name}` }, box.label, box.required ? make("span", { className: "tz-must" }, " *") : "");
    return make("div", { className: "rp-box", id: `rp-box-${box.name}` }, words, list, make("p", { className: "tz-error", id: `rp-err-${box.name}`, role: "alert" }));
  }

  // -- a signature ------------------------------------------------------------------------------------------------------

  function signature(draft, box, changed) {
    const paper = make("canvas", { width: 600, height: 260, className: "rp-sign", id: `rp-${box.name}`, tabIndex: 0, role: "img", "aria-label": say("sign_here") });
    const pen = paper.getContext("2d");
    const blank = () => { pen.fillStyle = "#fff"; pen.fillRect(0, 0, paper.width, paper.height); };
    const at = (event) => {
      const frame = paper.getBoundingClientRect();
      return [(event.clientX - frame.left) * (paper.width / frame.width), (event.clientY - frame.top) * (paper.height / frame.height)];
    };
    let down = false;
    blank();
    Object.assign(pen, { lineWidth: 5, lineCap: "round", lineJoin: "round", strokeStyle: "#10243e" });
    if (draft.photos.length) {
      createImageBitmap(new Blob([draft.photos[0].bytes], { type: "image/png" })).then((was) => pen.drawImage(was, 0, 0)).catch(() => {});
    }
    const keep = () => paper.toBlob(async (picture) => {
      const now = Date.now();
      draft.photos = [{
        name: `${say("signature")}.png`, type: "image/png", bytes: await picture.arrayBuffer(), chosen: now, fresh: false,
        taken: null, own: false, place: null, ref: null,
      }];
      changed();
    }, "image/png");
    paper.addEventListener("pointerdown", (event) => {
      event.preventDefault();
      paper.setPointerCapture(event.pointerId);
      down = true;
      pen.beginPath();
      pen.moveTo(...at(event));
    });
    paper.addEventListener("pointermove", (event) => { if (down) { pen.lineTo(...at(event)); pen.stroke(); } });
    const up = () => { if (down) { down = false; keep(); } };
    paper.addEventListener("pointerup", up);
    paper.addEventListener("pointercancel", up);
    const again = make("button", { type: "button", className: "btn" }, say("sign_again"));
    again.addEventListener("click", () => { blank(); draft.photos = []; changed(); });
    return make("div", { className: "rp-box", id: `rp-box-${box.name}` }, make("h3", {}, box.label), make("p", { className: "tz-hint" }, say("sign_here")), paper, again,
      make("p", { className: "tz-error", id: `rp-err-${box.name}`, role: "alert" }));
  }

  return { buttons, signature };
})();
