// A party's tool: a secret is made here and hashed once. Nothing is sent anywhere.
"use strict";

const made = document.getElementById("party-made");
const hexOf = (bytes) => Array.from(new Uint8Array(bytes), (b) => b.toString(16).padStart(2, "0")).join("");

// Without an encrypted connection browsers do not hash.
document.getElementById("party-off").hidden = Boolean(crypto.subtle);
document.getElementById("party-make").disabled = !crypto.subtle;
document.getElementById("party-make").addEventListener("click", async () => {
  const secret = crypto.getRandomValues(new Uint8Array(32));
  document.getElementById("party-secret").textContent = hexOf(secret);
  document.getElementById("party-commitment").textContent = hexOf(await crypto.subtle.digest("SHA-256", secret));
  made.hidden = false;
});
