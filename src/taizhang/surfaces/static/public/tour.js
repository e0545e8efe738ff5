// Frames what the step speaks of, and brings it into view; the panel's links work without this.
"use strict";

(() => {
  const panel = document.getElementById("tour");
  if (!panel) return;

  const find = () => panel.dataset.tourAt.split(",").map((one) => document.querySelector(one.trim())).find((e) => e && e.checkVisibility());
  const spot = () => {
    const found = find();
    if (!found) return false;
    found.classList.add("tour-spot");
    const calm = window.matchMedia("(prefers-reduced-motion: reduce)").matches;
    const tall = found.getBoundingClientRect().height > window.innerHeight / 2;
    found.scrollIntoView({ block: tall ? "start" : "center", behavior: calm ? "auto" : "smooth" });
    return true;
  };
  // What a script has still to draw is looked for a little longer.
  let tries = 0;
  const wait = () => { if (!spot() && tries < 20) { tries += 1; setTimeout(wait, 200); } };
  wait();
  if (window.location.hash === "#tour") panel.focus({ preventScroll: true });

  panel.addEventListener("keydown", (event) => {
    if (event.key === "Escape") panel.querySelector(".tour-leave").click();
  });

  const use = panel.querySelector("[data-sign-in]");
  if (use && document.querySelector("input[name=username]")) {
    use.hidden = false;
    use.addEventListener("click", () => {
      document.querySelector("input[name=username]").value = use.dataset.signIn;
      document.querySelector("input[type=password]").value = use.dataset.password;
      document.querySelector("form button.btn-primary").focus();
    });
  }
})();
