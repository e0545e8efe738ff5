// The keeper's tool: a secret is made here, hashed a year's times, and stays here. Nothing is sent anywhere.
"use strict";

const tool = document.getElementById("keeper");
const length = Number(tool.dataset.length);
const hexOf = (bytes) => Array.from(new Uint8Array(bytes), (b) => b.toString(16).padStart(2, "0")).join("");
const fromHex = (hex) => Uint8Array.from(hex.match(/../g) || [], (pair) => parseInt(pair, 16));

// Seed number n of a chain is the secret hashed (length - n) times; number 0 is the head.
async function seed(secret, number) {
  let found = secret;
  for (let n = number; n < length; n += 1) found = new Uint8Array(await crypto.subtle.digest("SHA-256", found));
  return hexOf(found);
}

// Without an encrypted connection browsers do not hash.
document.getElementById("keeper-off").hidden = Boolean(crypto.subtle);
if (crypto.subtle) {
  tool.hidden = false;
  document.getElementById("make").addEventListener("click", async () => {
    const secret = crypto.getRandomValues(new Uint8Array(32));
    document.getElementById("secret").textContent = hexOf(secret);
    document.getElementById("head").textContent = await seed(secret, 0);
    document.getElementById("made").hidden = false;
  });
  document.getElementById("day").addEventListener("submit", async (event) => {
    event.preventDefault();
    const secret = document.getElementById("day-secret").value.trim().toLowerCase();
    const shown = document.getElementById("day-seed");
    shown.textContent = /^[0-9a-f]{64}$/.test(secret) ? await seed(fromHex(secret), Number(document.getElementById("day-number").value)) : "—";
  });
}
