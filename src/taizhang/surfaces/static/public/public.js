// What makes the public pages handier where scripts run; everything is there without them.
"use strict";

for (const button of document.querySelectorAll("[data-copy], [data-print], [data-sign-in]")) {
  button.hidden = false;
}

document.addEventListener("click", (event) => {
  const button = event.target.closest("button");
  if (!button) return;
  if ("print" in button.dataset) window.print();
  if (button.dataset.copy) copy(button);
  if (button.dataset.signIn) fillIn(button.dataset.signIn);
});

async function copy(button) {
  const text = document.getElementById(button.dataset.copy).textContent;
  try {
    await navigator.clipboard.writeText(text);
    button.textContent = button.dataset.done;
  } catch {
    // Without the right to the clipboard the text is selected, so that one key copies it.
    getSelection().selectAllChildren(document.getElementById(button.dataset.copy));
  }
}

function fillIn(name) {
  const box = document.querySelector("input[name=username]");
  if (!box) return;
  box.value = name;
  (document.querySelector("input[type=password]") || box).focus();
}
