// The wall turns its panels, asks for new figures, and says so when it cannot get them. Space pauses, arrows turn, F fills the screen.
"use strict";

(() => {
  const TURN = 15000, RENEW = 120000;
  const body = document.body, words = body.dataset, main = document.getElementById("wl-panels");
  const state = document.getElementById("wl-state"), button = document.getElementById("wl-pause"), over = document.getElementById("wl-over");
  const still = matchMedia("(prefers-reduced-motion: reduce)");
  let at = 0, paused = false, stale = "", ended = false;

  body.classList.add("wl-turns");
  const panels = () => [...main.querySelectorAll(".wl-panel")];
  function show(n) {
    const all = panels();
    at = (n + all.length) % all.length;
    all.forEach((panel, i) => panel.classList.toggle("on", i === at));
  }
  function say() {
    state.textContent = [stale, paused ? words.paused : still.matches ? words.still : ""].filter(Boolean).join(" · ");
    button.setAttribute("aria-pressed", String(paused));
  }
  function pause() { paused = !paused; say(); }
  function turn() { if (!paused && !still.matches && !ended) show(at + 1); }

  async function renew() {
    if (ended) return;
    try {
      // A sign-in that has ended answers with the way to sign in; nothing else of this page is sent elsewhere.
      const answer = await fetch(words.part, { redirect: "manual", headers: { "X-Requested-With": "fetch" } });
      if (answer.type === "opaqueredirect" || answer.status === 401 || answer.status === 403) { end(); return; }
      if (!answer.ok) throw new Error(String(answer.status));
      main.innerHTML = await answer.text();
      document.getElementById("wl-at").textContent = time();
      stale = "";
      show(at);
    } catch {
      if (!stale) stale = words.stale.replace("{t}", document.getElementById("wl-at").textContent);
    }
    say();
  }
  function end() {
    ended = true;
    over.hidden = false;
    over.querySelector("a").focus();
  }
  const time = () => new Date().toLocaleTimeString("zh-CN", { hour: "2-digit", minute: "2-digit", hour12: false, timeZone: "Asia/Shanghai" });

  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const onControl = event.target.closest("a, button");
    if (event.key === " " && !onControl) { event.preventDefault(); pause(); }
    else if (event.key === "ArrowRight") show(at + 1);
    else if (event.key === "ArrowLeft") show(at - 1);
    else if (event.key.toLowerCase() === "f" && !event.repeat) {
      if (document.fullscreenElement) document.exitFullscreen(); else document.documentElement.requestFullscreen().catch(() => {});
    } else if (event.key.toLowerCase() === "r") renew();
  });
  button.addEventListener("click", pause);
  still.addEventListener("change", say);
  setInterval(turn, TURN);
  setInterval(renew, RENEW);
  setInterval(() => { document.getElementById("wl-clock").textContent = time(); }, 5000);
  show(0);
  say();
})();
