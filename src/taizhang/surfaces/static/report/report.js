// The page 上报: what is to be reported, what is begun, what is not sent; the same with and without a network.
"use strict";

(async () => {
  const place = document.getElementById("report");
  const plain = document.querySelector("[data-plain]");
  const say = taizhangWords, make = taizhangMake, icon = taizhangIcon, device = taizhangDevice, sending = taizhangSending;
  let kept = null;
  let notice = "";
  let shellKept = !navigator.onLine;

  const now = () => Date.now();
  const RETRY_MS = 60 * 1000, LATELY_MS = 3600 * 1000;
  const formOf = (draft) => (kept && kept.forms[draft.form]) || draft.shape;

  // -- keeping in step with the server ------------------------------------------------------------------------------------

  async function refresh() {
    const said = await sending.hello();
    if (said.who !== device.who()) {
      if (document.body.dataset.who) { window.location.reload(); return said; }
      device.belongsTo(said.who);
    }
    kept = { ...said, token: undefined, at: now() };
    await device.keep("errands", kept);
    return said;
  }

  async function keepShell() {
    if (!("serviceWorker" in navigator) || !("caches" in window)) return;
    await navigator.serviceWorker.register(place.dataset.worker, { scope: "/report/" });
    const store = await caches.open("taizhang-report");
    const shell = await fetch(place.dataset.shell, { cache: "no-store", credentials: "same-origin" });
    if (!shell.ok) return;
    const page = new DOMParser().parseFromString(await shell.clone().text(), "text/html");
    const pieces = [...page.querySelectorAll("script[src], link[href], img[src], use")]
      .map((e) => e.getAttribute("src") || e.getAttribute("href")).filter((a) => a && a.startsWith("/static/")).map((a) => a.split("#")[0]);
    const wanted = [...new Set([...pieces, ...await taizhangScan.pieces(), place.dataset.icons])];
    await Promise.all(wanted.map(async (address) => { if (!(await store.match(address))) await store.add(address); }));
    await store.put(place.dataset.shell, shell);
    const had = await store.keys();
    const right = new Set([...wanted, place.dataset.shell]);
    await Promise.all(had.filter((r) => !right.has(new URL(r.url).pathname)).map((r) => store.delete(r)));
    await navigator.serviceWorker.ready;
    shellKept = true;
    const hint = document.getElementById("rp-kept");
    if (hint) hint.textContent = keptWords();
  }

  // -- sending --------------------------------------------------------------------------------------------------------------

  async function sendAll() {
    if (!navigator.onLine) { await list(); return; }
    await sending.alone(async () => {
      const ready = (await device.drafts()).filter((d) => d.state === "ready").sort((a, b) => a.at - b.at);
      if (!ready.length) return;
      notice = say("sending");
      await list();
      try {
        const session = await refresh();
        for (const draft of ready) {
          if (session.who !== device.who()) throw new sending.Stopped("somebody_else");
          await sendOne(draft, session.token);
        }
        await refresh();
        notice = "";
      } catch (stopped) {
        if (!(stopped instanceof sending.Stopped)) throw stopped;
        notice = stopped.kind === "network" ? say("try_later") : stopped.kind === "sign_in" ? "sign_in" : say("somebody_else");
      }
      await list();
    });
  }

  async function sendOne(draft, token) {
    try {
      await sending.send(draft, token);
    } catch (stopped) {
      if (!(stopped instanceof sending.Stopped) || stopped.kind !== "refused") throw stopped;
      const details = (stopped.said.details || []).map((d) => d.reason);
      Object.assign(draft, { state: "refused", reason: details.length ? details.join(" ") : stopped.said.reason, remedy: stopped.said.remedy || "" });
      await device.put(draft);
    }
  }

  // -- drafts ---------------------------------------------------------------------------------------------------------------

  function begun(errand) {
    const form = kept.forms[errand.form];
    const photo = form.boxes.find((b) => b.name === form.photo);
    return {
      id: crypto.randomUUID(), errand: errand.id, form: errand.form, shape: form, title: errand.title, label: form.label, why: errand.why,
      url: errand.url, group: errand.group || "", fixed: errand.fixed, known: errand.known, typed: {}, inputs: {}, photos: [], photo: form.photo, many: Boolean(photo && photo.many), day: form.day,
      place: null, state: "draft", tried: false, reason: "", remedy: "", at: now(),
    };
  }

  let keeping = Promise.resolve();
  function keepDraft(draft) {
    if (draft.state !== "draft") Object.assign(draft, { state: "draft", reason: "", remedy: "" });
    keeping = keeping.then(() => device.put(draft)).then(() => {
      const saved = document.getElementById("rp-saved");
      if (saved) saved.textContent = say("kept", { t: taizhangClock(now()) });
    });
    return keeping;
  }

  async function confirmed(draft) {
    await keeping;
    Object.assign(draft, { state: "ready", reason: "", remedy: "", at: draft.at || now() });
    await device.put(draft);
    window.location.hash = "";
    await sendAll();
  }

  // A form that was opened and left as it was waits for nothing.
  const untouched = (draft) => draft.state === "draft" && !draft.tried && !draft.photos.length && !draft.place && !Object.values(draft.typed).some((text) => text.trim());

  async function left(draft) {
    await keeping;
    if (untouched(draft)) await device.remove(draft.id);
    window.location.hash = "";
  }

  function write(draft) {
    if (plain) plain.hidden = true;
    taizhangForm.show(place, draft, formOf(draft), kept, { change: keepDraft, confirm: confirmed, back: () => left(draft) });
  }

  // -- the list ---------------------------------------------------------------------------------------------------------------

  function button(words, run, primary, about) {
    const made = make("button", { type: "button", className: `btn${primary ? " btn-primary" : ""}` }, words, about ? make("span", { className: "visually-hidden" }, ` ${about}`) : "");
    made.addEventListener("click", run);
    return made;
  }

  function status(drafts) {
    const n = drafts.length;
    const net = navigator.onLine ? "" : make("p", { className: "rp-net" }, icon("alert-triangle"), say("offline"));
    const words = make("b", {}, n ? say("unsent", { n }) : say("all_sent"));
    const said = notice === "sign_in" ? make("p", {}, `${say("sign_in")} `, make("a", { href: place.dataset.signIn }, say("sign_in_link"))) : notice ? make("p", {}, notice) : "";
    const all = drafts.some((d) => d.state === "ready") ? button(say("send_all"), sendAll, true) : "";
    return make("section", { className: `rp-status${n ? " rp-waits" : ""}`, role: "status" }, net, make("div", {}, icon(n ? "upload" : "circle-check"), words, all), said);
  }

  function waiting(drafts) {
    if (!drafts.length) return "";
    const lines = drafts.map((draft) => make("li", {}, make("div", {}, make("b", {}, draft.title),
      make("p", {}, draft.group ? `${draft.group} · ` : "", `${draft.label} · `, draft.state === "refused" ? say("refused", { r: [draft.reason, draft.remedy].filter(Boolean).join(" · ") }) : say(draft.state),
        draft.photos.length ? ` · ${say("photos", { n: draft.photos.length })}` : "")),
    make("div", { className: "rp-buttons" },
      button(say("go_on"), () => { window.location.hash = draft.id; }, draft.state !== "ready", draft.title),
      button(say("delete"), async () => { if (window.confirm(say("delete_sure"))) { await device.remove(draft.id); await list(); } }, false, draft.title))));
    return make("section", { className: "card" }, make("div", { className: "card-header" }, make("h2", {}, icon("notes"), say("unsent", { n: drafts.length }))), make("ul", { className: "rp-list" }, ...lines));
  }

  function groups(drafts) {
    if (!kept.groups.length) return [make("section", { className: "card" }, make("div", { className: "tz-empty" }, icon("circle-check"), make("p", {}, say("nothing"))))];
    const open = new Map(drafts.map((d) => [d.errand, d]));
    return kept.groups.map(([label, errands], i) => {
      const lines = errands.map((errand) => {
        const draft = errand.due ? open.get(errand.id) : null;
        const begin = button(draft ? say("go_on") : say("begin"), async () => {
          const one = draft || begun(errand);
          if (!draft) await device.put(one);
          window.location.hash = one.id;
        }, i === 0, errand.title);
        return make("li", {}, make("div", {}, make("b", {}, errand.title), make("p", {}, errand.why,
          errand.due ? make("span", { className: errand.late ? "tz-bad" : "" }, ` · ${errand.left} `) : "", errand.due ? make("small", {}, errand.due) : "")), begin);
      });
      const inside = [make("ul", { className: "rp-list" }, ...lines)];
      // One matter with several steps stands open: its steps are what somebody came for.
      const matter = Boolean(errands[0].group);
      const words = make("h2", {}, icon(matter ? "clipboard-list" : i ? "map-pin" : "camera"), `${label} `, make("b", {}, String(errands.length)));
      if (!i || matter) return make("section", { className: "card" }, make("div", { className: "card-header" }, words), ...inside);
      return make("details", { className: "card tz-fold" }, make("summary", { className: "card-header" }, words, icon("chevron-down")), ...inside);
    });
  }

  function sentLately(sent) {
    if (!sent.length) return "";
    return make("section", { className: "card" }, make("div", { className: "card-header" }, make("h2", {}, icon("circle-check"), say("sent"))),
      make("ul", { className: "rp-list rp-sent" }, ...sent.map((one) => make("li", {}, make("div", {}, make("b", {}, one.title),
        make("p", {}, `${one.label} · ${say("sent_at", { t: taizhangClock(one.at) })}${one.photos ? ` · ${say("photos", { n: one.photos })}` : ""}${one.nowhere ? ` · ${say("not_located")}` : ""}`)), make("a", { className: "btn", href: `/entry/${one.entry}/` }, say("entry"))))));
  }

  const keptWords = () => `${say("as_of", { t: taizhangClock(kept.at) })} ${shellKept ? say("works_offline") : ""}`;
  const writing = () => window.location.hash.length > 1;

  async function list() {
    if (writing()) return;
    const drafts = (await device.drafts()).sort((a, b) => a.at - b.at);
    const sent = ((await device.kept("sent")) || []).filter((one) => now() - one.at < LATELY_MS);
    // A form may have been opened while the drafts were read: it is not to be swept away.
    if (writing()) return;
    const when = make("p", { className: "tz-hint", id: "rp-kept" }, keptWords());
    place.replaceChildren(status(drafts), waiting(drafts), sentLately(sent), ...groups(drafts), when);
    if (plain) plain.hidden = true;
    place.hidden = false;
  }

  async function route(event) {
    const asked = window.location.hash;
    const draft = writing() ? await device.draft(asked.slice(1)) : null;
    if (window.location.hash !== asked) return;
    if (draft && formOf(draft)) { place.hidden = false; write(draft); return; }
    if (writing()) history.replaceState(null, "", window.location.pathname);
    await list();
    // Whoever comes back from a form goes on from the top of the list.
    place.tabIndex = -1;
    if (event) place.focus({ preventScroll: true });
  }

  function unknownHere() {
    place.replaceChildren(make("section", { className: "card" }, make("div", { className: "tz-empty" }, icon("user"), make("p", {}, say("unknown_here")))));
    place.hidden = false;
  }

  async function begin() {
    if (!device.who() && !navigator.onLine) { unknownHere(); return; }
    let signedOut = false;
    try {
      await refresh();
    } catch (stopped) {
      if (!(stopped instanceof sending.Stopped)) throw stopped;
      signedOut = stopped.kind === "sign_in";
      if (!device.who()) { unknownHere(); return; }
      kept = await device.kept("errands");
    }
    if (!kept) { unknownHere(); return; }
    if (signedOut) notice = "sign_in";
    window.addEventListener("hashchange", route);
    window.addEventListener("online", async () => { await list(); await sendAll(); });
    window.addEventListener("offline", list);
    document.addEventListener("visibilitychange", () => { if (!document.hidden) sendAll(); });
    setInterval(sendAll, RETRY_MS);
    await route();
    keepShell().catch(() => {});
    if (navigator.storage && navigator.storage.persist) navigator.storage.persist().catch(() => {});
    await sendAll();
  }

  try {
    await begin();
  } catch (error) {
    // A window in which nothing can be kept still has the ordinary forms.
    if (!plain) throw error;
    place.replaceChildren(make("p", { className: "tz-alert" }, say("cannot_keep")));
    place.hidden = plain.hidden = false;
  }
})();
