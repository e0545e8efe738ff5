// Answers for the page 上报 when there is no network: with the shell that the page kept, which holds nobody's data.
"use strict";

const KEPT = "taizhang-report";
const PATIENCE_MS = 5000;

self.addEventListener("install", () => self.skipWaiting());
self.addEventListener("activate", (event) => event.waitUntil(self.clients.claim()));

async function shell() {
  const kept = await caches.open(KEPT);
  return (await kept.match("/report/shell/")) || Response.error();
}

// A network that does not answer in time is no network, and a server that is down is none either.
async function page(request) {
  const waited = new Promise((resolve) => { setTimeout(resolve, PATIENCE_MS, null); });
  try {
    const answer = await Promise.race([fetch(request), waited]);
    return answer && answer.status < 500 ? answer : shell();
  } catch {
    return shell();
  }
}

async function piece(request) {
  const kept = await caches.open(KEPT);
  return (await kept.match(request)) || fetch(request);
}

self.addEventListener("fetch", (event) => {
  const address = new URL(event.request.url);
  if (event.request.method !== "GET" || address.origin !== self.location.origin) return;
  if (event.request.mode === "navigate" && address.pathname === "/report/") event.respondWith(page(event.request));
  else if (address.pathname.startsWith("/static/")) event.respondWith(piece(event.request));
});
