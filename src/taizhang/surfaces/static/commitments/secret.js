/* A secret and its SHA-256, made in this browser: the secret is sent nowhere. Written out here because browsers offer their own
   SHA-256 on https alone, and an office network may be without. */
(() => {
  "use strict";
  const primes = (() => { const found = []; for (let n = 2; found.length < 64; n++) if (found.every((p) => n % p)) found.push(n); return found; })();
  const fraction = (x) => ((x - Math.floor(x)) * 4294967296) | 0;
  const ROUND = primes.map((p) => fraction(Math.cbrt(p)));
  const START = primes.slice(0, 8).map((p) => fraction(Math.sqrt(p)));
  const turn = (x, n) => (x >>> n) | (x << (32 - n));
  const hex = (bytes) => Array.from(bytes, (b) => b.toString(16).padStart(2, "0")).join("");

  function sha256(message) {
    const padded = new Uint8Array((((message.length + 8) >> 6) + 1) << 6);
    padded.set(message); padded[message.length] = 0x80;
    const view = new DataView(padded.buffer);
    view.setUint32(padded.length - 4, message.length * 8);
    const state = Int32Array.from(START), w = new Int32Array(64);
    for (let at = 0; at < padded.length; at += 64) {
      for (let i = 0; i < 16; i++) w[i] = view.getInt32(at + i * 4);
      for (let i = 16; i < 64; i++) {
        const a = w[i - 15], b = w[i - 2];
        w[i] = w[i - 16] + w[i - 7] + (turn(a, 7) ^ turn(a, 18) ^ (a >>> 3)) + (turn(b, 17) ^ turn(b, 19) ^ (b >>> 10));
      }
      let [a, b, c, d, e, f, g, h] = state;
      for (let i = 0; i < 64; i++) {
        const one = (h + (turn(e, 6) ^ turn(e, 11) ^ turn(e, 25)) + ((e & f) ^ (~e & g)) + ROUND[i] + w[i]) | 0;
        const two = ((turn(a, 2) ^ turn(a, 13) ^ turn(a, 22)) + ((a & b) ^ (a & c) ^ (b & c))) | 0;
        h = g; g = f; f = e; e = (d + one) | 0; d = c; c = b; b = a; a = (one + two) | 0;
      }
      [a, b, c, d, e, f, g, h].forEach((x, i) => { state[i] = (state[i] + x) | 0; });
    }
    const out = new DataView(new ArrayBuffer(32));
    state.forEach((x, i) => out.setInt32(i * 4, x));
    return new Uint8Array(out.buffer);
  }

  const form = document.getElementById("sc-form");
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const secret = crypto.getRandomValues(new Uint8Array(32)), name = document.getElementById("sc-name").value.trim();
    document.getElementById("sc-secret").value = `${name} ${hex(secret)}`;
    document.getElementById("sc-commitment").value = `${name} ${hex(sha256(secret))}`;
    document.getElementById("sc-made").hidden = false;
    document.getElementById("sc-commitment").focus();
  });
})();
