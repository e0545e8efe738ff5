// The preview of the entry, and files that are sent while the form is still being filled in.
"use strict";

(() => {
  const form = document.getElementById("tz-form");
  if (!form) return;
  const live = document.getElementById("tz-live");

  const words = (box) => {
    if (box.dataset.shown) return box.dataset.shown;
    if (box.type === "checkbox") return box.checked ? "✓" : "";
    if (box.tagName === "SELECT") return [...box.selectedOptions].filter((o) => o.value).map((o) => o.textContent.trim()).join("、");
    return box.value && box.dataset.unit ? box.value + " " + box.dataset.unit : box.value;
  };
  const preview = () => {
    if (!live) return;
    live.replaceChildren();
    form.querySelectorAll("[data-label]").forEach((box) => {
      const said = words(box);
      if (!said) return;
      const label = document.createElement("dt");
      const value = document.createElement("dd");
      label.textContent = box.dataset.label;
      value.textContent = said;
      live.append(label, value);
    });
  };
  form.addEventListener("input", preview);
  form.addEventListener("change", preview);
  preview();

  // A second click must not be a second thought: the nonce makes it one entry anyway.
  form.addEventListener("submit", (event) => {
    const sending = form.querySelector("progress:not([hidden])");
    if (sending) { event.preventDefault(); return; }
    setTimeout(() => form.querySelectorAll("button").forEach((b) => { b.disabled = true; }), 0);
  });
  window.addEventListener("pageshow", (event) => {
    if (event.persisted) form.querySelectorAll("button").forEach((b) => { b.disabled = false; });
  });

  form.addEventListener("click", (event) => {
    const button = event.target.closest("[data-remove-file]");
    if (button) { button.closest("li").remove(); preview(); }
  });

  const token = form.querySelector("input[name=csrfmiddlewaretoken]").value;
  form.querySelectorAll("[data-upload]").forEach((box) => {
    const input = box.querySelector("input[type=file]");
    const bar = box.querySelector("progress");
    const list = box.querySelector(".tz-sent");
    const label = document.querySelector(`label[for="${input.id}"]`);
    const line = (text) => { const li = document.createElement("li"); li.append(text); list.append(li); return li; };

    const sent = (answer) => {
      if (!("many" in box.dataset)) list.replaceChildren();
      const li = line(answer.name + (answer.taken_at ? " · " + answer.taken_at : "")
        + (answer.media_type.startsWith("image/") && !answer.located ? " · " + box.dataset.noplace : "") + " ");
      const hidden = document.createElement("input");
      Object.assign(hidden, { type: "hidden", name: box.dataset.name, value: answer.id });
      hidden.dataset.label = label ? label.firstChild.textContent : "";
      hidden.dataset.shown = answer.name;
      const remove = document.createElement("button");
      Object.assign(remove, { type: "button", className: "btn btn-sm", textContent: box.dataset.remove });
      remove.dataset.removeFile = "";
      li.append(hidden, remove);
      preview();
    };

    const send = (file) => new Promise((resolve) => {
      const request = new XMLHttpRequest();
      const body = new FormData();
      body.append("file", file);
      request.open("POST", box.dataset.upload);
      request.setRequestHeader("X-CSRFToken", token);
      request.responseType = "json";
      request.upload.onprogress = (event) => { if (event.lengthComputable) bar.value = 100 * event.loaded / event.total; };
      request.onload = () => {
        if (request.status === 201) sent(request.response);
        else line((request.response && request.response.reason) || box.dataset.failed).className = "tz-error";
        resolve();
      };
      request.onerror = () => { line(box.dataset.failed).className = "tz-error"; resolve(); };
      request.send(body);
    });

    input.addEventListener("change", async () => {
      bar.hidden = false;
      for (const file of input.files) { bar.value = 0; await send(file); }
      bar.hidden = true;
      // Sent already: the form must not send it a second time.
      input.value = "";
      input.required = false;
    });
  });
})();
