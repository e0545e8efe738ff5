// A code before the camera: read by the browser itself where it can, and otherwise by a reader that is fetched only then.
"use strict";

const taizhangScan = (() => {
  const say = taizhangWords, make = taizhangMake, icon = taizhangIcon;
  const LOOK_MS = 150;
  const WIDEST = 1280;
  const CAMERA = { video: { facingMode: "environment", width: { ideal: WIDEST }, height: { ideal: 720 } } };
  const WHY_NOT = { NotAllowedError: "scan_denied", SecurityError: "scan_denied", NotFoundError: "scan_no_camera", OverconstrainedError: "scan_no_camera" };

  const address = () => document.getElementById("report").dataset.reader;

  // Some telephones have the class and none of the formats.
  async function native() {
    if (!("BarcodeDetector" in window)) return false;
    return (await BarcodeDetector.getSupportedFormats().catch(() => [])).includes("qr_code");
  }

  // What has to be kept for a place without a network: nothing where the browser reads codes itself or has no camera to offer.
  const pieces = async () => (!navigator.mediaDevices || await native() ? [] : [address()]);

  const fetched = () => new Promise((resolve, reject) => {
    if ("ZXing" in window) { resolve(); return; }
    const script = make("script", { src: address() });
    script.addEventListener("load", resolve);
    script.addEventListener("error", () => { script.remove(); reject(new Error("reader")); });
    document.head.append(script);
  });

  function grey(video, paper) {
    const shrink = Math.min(1, WIDEST / video.videoWidth);
    const width = paper.width = Math.round(video.videoWidth * shrink), height = paper.height = Math.round(video.videoHeight * shrink);
    const pen = paper.getContext("2d", { willReadFrequently: true });
    pen.drawImage(video, 0, 0, width, height);
    const { data } = pen.getImageData(0, 0, width, height);
    const light = new Uint8ClampedArray(width * height);
    for (let i = 0; i < light.length; i += 1) light[i] = (data[4 * i] + 2 * data[4 * i + 1] + data[4 * i + 2]) >> 2;
    return new ZXing.RGBLuminanceSource(light, width, height);
  }

  // read(video): the words of the code that is in the picture, '' when there is none.
  async function reader() {
    if (await native()) {
      const detector = new BarcodeDetector({ formats: ["qr_code"] });
      return async (video) => { const [code] = await detector.detect(video); return code ? code.rawValue : ""; };
    }
    await fetched();
    const paper = document.createElement("canvas"), decoder = new ZXing.QRCodeReader();
    const harder = new Map([[ZXing.DecodeHintType.TRY_HARDER, true]]);
    return async (video) => decoder.decode(new ZXing.BinaryBitmap(new ZXing.HybridBinarizer(grey(video, paper))), harder).getText();
  }

  // A paper's code leads whoever scans it to an address; what the paper says in letters is at its end.
  const inLetters = (words) => (/[?&#]code=([^&#]+)/.exec(words) || [words, words])[1];

  async function watched(video, read, going) {
    while (going()) {
      // A picture without a code is an error to one reader, and to the other a list of nothing.
      const words = video.videoWidth ? await read(video).catch(() => "") : "";
      if (words && going()) return words;
      await new Promise((resolve) => { setTimeout(resolve, LOOK_MS); });
    }
    return "";
  }

  // The button above a box; found(words) is called once for each code that was read.
  function scanner(found) {
    if (!navigator.mediaDevices) return make("p", { className: "tz-hint" }, say("no_scan"));
    const word = make("span", {}, say("scan"));
    const press = make("button", { type: "button", className: "btn btn-primary rp-camera" }, icon("camera"), word);
    const told = make("p", { className: "tz-hint", role: "status" });
    const place = make("div", { className: "rp-scan" }, press, told);
    let stream = null, turn = 0;

    const end = (said) => {
      turn += 1;
      if (stream) stream.getTracks().forEach((track) => track.stop());
      stream = null;
      place.querySelectorAll("video").forEach((video) => video.remove());
      word.textContent = say("scan");
      told.textContent = said;
    };

    async function begin() {
      const mine = turn += 1;
      word.textContent = say("scan_stop");
      told.textContent = say("scan_opening");
      // Whoever leaves the form, or presses again, needs no camera any more.
      const going = () => mine === turn && place.isConnected;
      try {
        const opened = await navigator.mediaDevices.getUserMedia(CAMERA);
        if (!going()) { opened.getTracks().forEach((track) => track.stop()); return; }
        stream = opened;
        const read = await reader();
        const video = make("video", { muted: true, playsInline: true, srcObject: stream });
        if (!going()) { if (mine === turn) end(""); return; }
        place.prepend(video);
        told.textContent = say("scanning");
        await video.play();
        const words = await watched(video, read, going);
        if (mine !== turn) return;
        end(words ? say("scanned") : "");
        if (words) found(inLetters(words));
      } catch (error) {
        if (mine === turn) end(say(error.message === "reader" ? "scan_no_reader" : WHY_NOT[error.name] || "scan_busy"));
      }
    }

    press.addEventListener("click", () => { if (word.textContent === say("scan")) begin(); else end(""); });
    return place;
  }

  return { scanner, pieces };
})();
