// Sending what is confirmed: first its photos, each once, then the report itself under a key by which a second try is
// recognised. What has been reached is written down before the next step, so that it can stop anywhere.
"use strict";

const taizhangSending = (() => {
  // A photo that was sent is kept for its sender for a day; a day less an hour is safe.
  const KEPT_MS = 23 * 3600 * 1000;

  class Stopped extends Error {
    constructor(kind, said) { super(kind); this.kind = kind; this.said = said || {}; }
  }

  async function answered(address, options) {
    let response;
    try {
      const patience = AbortSignal.timeout(options.body instanceof FormData ? 300000 : 60000);
      response = await fetch(address, { cache: "no-store", credentials: "same-origin", redirect: "manual", signal: patience, ...options });
    } catch {
      throw new Stopped("network");
    }
    if (response.type === "opaqueredirect" || response.status === 401) throw new Stopped("sign_in");
    if (response.status >= 500 || response.status === 429) throw new Stopped("network");
    const said = await response.json().catch(() => null);
    if (said === null) throw new Stopped("network");
    if (response.ok) return said;
    throw new Stopped(said.code === "csrf" || said.code === "password" ? "sign_in" : "refused", said);
  }

  // Whose browser this is now, and what there is to report.
  const hello = () => answered(document.getElementById("report").dataset.errands, {});

  async function upload(photo, token) {
    const body = new FormData();
    body.append("file", new File([photo.bytes], photo.name, { type: photo.type }));
    if (photo.taken) body.append("taken_at", photo.taken);
    if (photo.taken && photo.place) {
      body.append("latitude", photo.place.latitude.toFixed(6));
      body.append("longitude", photo.place.longitude.toFixed(6));
      body.append("accuracy_m", String(Math.ceil(photo.place.accuracy)));
    }
    const address = document.getElementById("report").dataset.evidence;
    return answered(address, { method: "POST", body, headers: { "X-CSRFToken": token } });
  }

  async function photos(draft, token) {
    for (const photo of draft.photos) {
      if (photo.ref && (draft.tried || Date.now() - photo.sent < KEPT_MS)) continue;
      const kept = await upload(photo, token);
      Object.assign(photo, { ref: kept.ref, sent: Date.now(), day: new Date(kept.taken_at || draft.at), located: kept.located });
      await taizhangDevice.put(draft);
    }
  }

  // The day in the city's own zone, wherever the device is.
  const day = (moment) => new Intl.DateTimeFormat("en-CA", { timeZone: "Asia/Shanghai", year: "numeric", month: "2-digit", day: "2-digit" }).format(moment);

  function inputs(draft) {
    const raw = { ...draft.fixed, ...draft.inputs };
    const refs = draft.photos.map((p) => p.ref);
    if (draft.photo && refs.length) raw[draft.photo] = draft.many ? refs : refs[0];
    if (draft.day) raw[draft.day] = day(draft.photos.length ? draft.photos[0].day : new Date(draft.at));
    return raw;
  }

  // The draft is in the ledger and gone from the device, or a Stopped says why not.
  async function send(draft, token) {
    await photos(draft, token);
    draft.tried = true;
    await taizhangDevice.put(draft);
    let done;
    try {
      done = await answered(draft.url, {
        method: "POST",
        body: JSON.stringify(inputs(draft)),
        headers: { "Content-Type": "application/json", "X-CSRFToken": token, "Idempotency-Key": draft.id, "If-Match": "*" },
      });
    } catch (stopped) {
      if (stopped.kind === "refused") await gone(draft, stopped.said);
      throw stopped;
    }
    const sent = (await taizhangDevice.kept("sent")) || [];
    const nowhere = draft.photos.filter((p) => !p.located).length;
    await taizhangDevice.keep("sent", [{ title: draft.title, label: draft.label, entry: done.entry, at: Date.now(), photos: draft.photos.length, nowhere }, ...sent].slice(0, 5));
    await taizhangDevice.remove(draft.id);
    return done;
  }

  // A refusal was taken back as a whole: photos that are no longer there are sent again the next time.
  async function gone(draft, said) {
    const codes = [said.code, ...(said.details || []).map((d) => d.code)];
    draft.tried = false;
    if (codes.includes("no_such_choice")) draft.photos.forEach((photo) => { photo.ref = null; });
    await taizhangDevice.put(draft);
  }

  // One tab at a time: two would send a photo twice, though never a report.
  async function alone(work) {
    if (!navigator.locks) return work();
    return navigator.locks.request("taizhang-sending", { ifAvailable: true }, (lock) => (lock ? work() : null));
  }

  return { hello, send, alone, Stopped };
})();
