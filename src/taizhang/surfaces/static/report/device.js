// What this browser keeps for the person who has signed in: reports that are begun or wait for the network, with their photos.
// A database for each person, under a name that tells nobody whose it is; signing out deletes all of them.
"use strict";

const taizhangDevice = (() => {
  const PREFIX = "taizhang-";
  const WHO = "taizhang-who";
  const told = "BroadcastChannel" in window ? new BroadcastChannel("taizhang") : null;

  const asked = (request) => new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });

  const open = (who) => new Promise((resolve, reject) => {
    const request = indexedDB.open(PREFIX + who, 1);
    request.onupgradeneeded = () => {
      request.result.createObjectStore("drafts", { keyPath: "id" });
      request.result.createObjectStore("kept");
    };
    request.onsuccess = () => {
      // Deleting at sign-out must not wait for a forgotten tab.
      request.result.onversionchange = () => request.result.close();
      resolve(request.result);
    };
    request.onerror = () => reject(request.error);
    request.onblocked = () => reject(new Error("blocked"));
  });

  async function within(store, mode, work) {
    const database = await open(who());
    try {
      const transaction = database.transaction(store, mode);
      const done = new Promise((resolve, reject) => {
        transaction.oncomplete = resolve;
        transaction.onabort = () => reject(transaction.error);
      });
      const found = await asked(work(transaction.objectStore(store)));
      await done;
      return found;
    } finally {
      database.close();
    }
  }

  const who = () => document.body.dataset.who || localStorage.getItem(WHO) || "";
  const belongsTo = (name) => {
    if (document.body.dataset.who) document.body.dataset.who = name;
    localStorage.setItem(WHO, name);
  };

  const drafts = () => within("drafts", "readonly", (s) => s.getAll());
  const draft = (id) => within("drafts", "readonly", (s) => s.get(id));
  const put = async (one) => { await within("drafts", "readwrite", (s) => s.put(one)); changed(); };
  const remove = async (id) => { await within("drafts", "readwrite", (s) => s.delete(id)); changed(); };
  const keep = (name, value) => within("kept", "readwrite", (s) => s.put(value, name));
  const kept = (name) => within("kept", "readonly", (s) => s.get(name));

  // Nothing of anybody is left on the device.
  async function forget() {
    const names = indexedDB.databases ? (await indexedDB.databases()).map((d) => d.name) : [PREFIX + who()];
    localStorage.removeItem(WHO);
    if (told) told.postMessage("gone");
    await Promise.all(names.filter((n) => n && n.startsWith(PREFIX)).map((name) => new Promise((resolve) => {
      const request = indexedDB.deleteDatabase(name);
      request.onsuccess = request.onerror = request.onblocked = resolve;
    })));
    if ("caches" in window) await caches.delete("taizhang-report");
  }

  // Counted without reading the photos, and without making a database for somebody who never reports.
  async function unsent() {
    if (!who() || !("indexedDB" in window)) return 0;
    if (indexedDB.databases && !(await indexedDB.databases()).some((d) => d.name === PREFIX + who())) return 0;
    return within("drafts", "readonly", (s) => s.count());
  }

  async function show() {
    const places = document.querySelectorAll("[data-unsent]");
    if (!places.length) return;
    const n = await unsent().catch(() => 0);
    places.forEach((place) => {
      const words = place.dataset.words.replace("{n}", n);
      const badge = place.classList.contains("tz-badge");
      place.textContent = n ? (badge ? String(n) : words) : (place.dataset.none || "");
      if (badge) { place.title = n ? words : ""; place.setAttribute("aria-label", n ? words : ""); place.hidden = !n; }
    });
  }

  function changed() {
    show();
    if (told) told.postMessage("changed");
  }
  if (told) told.addEventListener("message", (event) => { if (event.data === "changed") show(); });

  // Signing out asks first when something is not sent, then leaves nothing behind; the server says so to the browser too.
  document.addEventListener("submit", (event) => {
    const form = event.target.closest("form[data-sign-out]");
    if (!form || form.dataset.cleared) return;
    event.preventDefault();
    unsent().catch(() => 0).then(async (n) => {
      if (n && !window.confirm(form.dataset.signOut.replace("{n}", n))) return;
      await forget().catch(() => {});
      form.dataset.cleared = "1";
      form.requestSubmit();
    });
  });

  if (document.body.dataset.who) localStorage.setItem(WHO, document.body.dataset.who);
  show();

  return { who, belongsTo, drafts, draft, put, remove, keep, kept, forget, unsent, show };
})();
