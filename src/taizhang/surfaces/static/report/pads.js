// What a telephone can do that a keyboard cannot: choices as buttons, a code read by the camera, a name signed with a finger.
"use strict";

const taizhangPads = (() => {
  const say = taizhangWords, make = taizhangMake, icon = taizhangIcon;
  const LOOK_MS = 250;

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

  // -- a code before the camera -----------------------------------------------------------------------------------------

  function scanner(found) {
    if (!("BarcodeDetector" in window) || !navigator.mediaDevices) return make("p", { className: "tz-hint" }, say("no_scan"));
    const place = make("div", { className: "rp-scan" });
    const press = make("button", { type: "button", className: "btn btn-primary rp-camera" }, icon("camera"), say("scan"));
    const told = make("p", { className: "tz-hint", role: "status" });
    let stop = null;
    const look = async (video, detector, alive) => {
      while (alive()) {
        const codes = await detector.detect(video).catch(() => []);
        if (alive() && codes.length && codes[0].rawValue) { found(codes[0].rawValue); stop(); return; }
        await new Promise((resolve) => { setTimeout(resolve, LOOK_MS); });
      }
    };
    const begin = async () => {
      let stream;
      try {
        stream = await navigator.mediaDevices.getUserMedia({ video: { facingMode: "environment" } });
      } catch {
        told.textContent = say("no_scan");
        return;
      }
      const video = make("video", { muted: true, playsInline: true });
      video.srcObject = stream;
      let going = true;
      stop = () => {
        going = false;
        stream.getTracks().forEach((track) => track.stop());
        video.remove();
        told.textContent = "";
        press.lastChild.textContent = say("scan");
        stop = null;
      };
      place.prepend(video);
      press.lastChild.textContent = say("scan_stop");
      told.textContent = say("scanning");
      await video.play();
      await look(video, new BarcodeDetector({ formats: ["qr_code", "code_128"] }), () => going && video.isConnected);
      if (stop) stop();
    };
    press.addEventListener("click", () => { if (stop) stop(); else begin(); });
    place.append(press, told);
    return place;
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
        name: "signature.png", type: "image/png", bytes: await picture.arrayBuffer(), chosen: now, fresh: false,
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

  return { buttons, scanner, signature };
})();
