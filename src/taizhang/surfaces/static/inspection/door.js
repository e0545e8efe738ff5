// The code of a notice comes behind '#', where no server sees it: it goes into its box, and out of the address and the history.
"use strict";

(() => {
  const box = document.querySelector('input[name="code"]');
  const behind = new URLSearchParams(location.hash.slice(1)).get("code");
  const asked = new URLSearchParams(location.search);
  if (behind && !box.value) box.value = behind.slice(0, box.maxLength).replace(/^([A-Z0-9]{4})([A-Z0-9]{4})([A-Z0-9]{4})$/, "$1-$2-$3");
  if (!behind && !asked.has("code")) return;
  asked.delete("code");
  history.replaceState(null, "", location.pathname + (asked.size ? `?${asked}` : ""));
})();
