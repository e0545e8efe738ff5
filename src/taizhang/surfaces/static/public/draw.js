// The public draw: the countdown by the server's clock, tickets that fall one after the other, and a check of one's own code in the browser.
"use strict";

const page = document.getElementById("draw");
const zh = document.documentElement.lang !== "en";
const say = (han, english) => (zh ? han : english);

// -- the countdown ------------------------------------------------------------------------------------------------------

const clock = document.getElementById("clock");
// The difference between this machine's clock and the server's is taken once; what is shown is the server's.
const ahead = Date.parse(page.dataset.now) - Date.now();

function tick() {
  const left = Math.ceil((Date.parse(page.dataset.at) - Date.now() - ahead) / 1000);
  if (left <= 0) {
    clock.textContent = say("随机数已产生", "It has come about");
    return;
  }
  const days = Math.floor(left / 86400);
  const two = (n) => String(n).padStart(2, "0");
  const hours = `${two(Math.floor(left / 3600) % 24)}:${two(Math.floor(left / 60) % 60)}:${two(left % 60)}`;
  clock.textContent = days ? say(`${days} 天 ${hours}`, `${days} d ${hours}`) : hours;
  setTimeout(tick, 1000);
}

async function watch() {
  const wait = page.dataset.state === "committed" && Date.parse(page.dataset.at) - Date.now() - ahead > 60000 ? 30000 : 4000;
  try {
    const answer = await (await fetch(page.dataset.poll, { headers: { Accept: "application/json" } })).json();
    if (answer.state !== page.dataset.state || (answer.stored && page.dataset.stored === "0")) {
      sessionStorage.setItem("fall", page.dataset.poll);
      location.reload();
      return;
    }
  } catch {
    // Without a network the screen stays as it is and asks again.
  }
  setTimeout(watch, wait);
}

if (clock) tick();
if (page.dataset.state === "committed" || (page.dataset.state === "drawn" && page.dataset.stored === "0")) watch();

// -- the tickets --------------------------------------------------------------------------------------------------------

// Calm, once, and only where the screen was waiting for the result and nobody asked for less motion.
if (sessionStorage.getItem("fall") === page.dataset.poll && page.dataset.stored === "1") {
  sessionStorage.removeItem("fall");
  if (!matchMedia("(prefers-reduced-motion: reduce)").matches) {
    let at = 0;
    for (const ticket of page.querySelectorAll(".ticket")) {
      ticket.style.animationDelay = `${Math.min(at, 200) * 60}ms`;
      ticket.classList.add("falls");
      at += 1;
    }
  }
  document.getElementById("result").scrollIntoView({ block: "start" });
}

// -- check it yourself --------------------------------------------------------------------------------------------------

const form = document.getElementById("own");
const answer = document.getElementById("own-answer");

const bytesOf = (text) => new TextEncoder().encode(text);
const hexOf = (buffer) => Array.from(new Uint8Array(buffer), (b) => b.toString(16).padStart(2, "0")).join("");
const digest = async (data) => crypto.subtle.digest("SHA-256", typeof data === "string" ? bytesOf(data) : data);
const sha256 = async (data) => hexOf(await digest(data));
const fromHex = (hex) => Uint8Array.from(hex.match(/../g) || [], (pair) => parseInt(pair, 16));

// RFC 8785 for text and integers: keys in the order of their UTF-16 units, which is how this language sorts them.
function canonical(value) {
  if (Array.isArray(value)) return `[${value.map(canonical).join(",")}]`;
  if (value === null || typeof value !== "object") return JSON.stringify(value);
  return `{${Object.keys(value).sort().map((key) => `${JSON.stringify(key)}:${canonical(value[key])}`).join(",")}}`;
}

async function chance(source, revealed) {
  if (source.kind === "beacon") return sha256(fromHex(revealed.signature));
  if (source.kind === "chain") {
    need((await sha256(fromHex(revealed.seed))) === source.before, say("种子不是链上的下一个", "the seed is not the next one of the chain"));
    return sha256(`tz-chain-1|${revealed.seed}`);
  }
  const parts = [];
  for (const name of Object.keys(source.commitments).sort()) {
    const secret = revealed.secrets[name];
    if (secret) need((await sha256(fromHex(secret))) === source.commitments[name], say(`${name}公布的与承诺的不符`, `${name} revealed what it did not commit to`));
    parts.push(secret || source.commitments[name]);
  }
  return sha256(["tz-parties-1", ...parts, revealed.result.trim()].join("|"));
}

function need(holds, why) {
  if (!holds) throw new Error(why);
}

async function seedOf(published) {
  const committed = await sha256(canonical(published.manifest));
  need(committed === published.manifest_sha256, say("清单不是承诺的那一份", "the manifest is not the one that was committed"));
  if (!published.revealed) return null;
  const random = await chance(published.manifest.source, published.revealed);
  const begun = new Uint8Array(await digest(`tz-draw-v1|${committed}|${random}`)).slice(0, 24);
  return btoa(String.fromCharCode(...begun)).replaceAll("+", "-").replaceAll("/", "_");
}

// Where an id stands among those of its stratum, all of them drawn again here.
async function placeOf(code, seed, rows) {
  const own = rows.find((row) => row.id === code);
  const others = rows.filter((row) => row.stratum === own.stratum);
  const weights = [...new Set(others.map((row) => row.weight))];
  const whole = weights.reduce((a, b) => (a * b) / gcd(a, b), 1n);
  const key = async (row) => BigInt(`0x${await sha256(`${seed}|${row.id}`)}`) * (whole / row.weight);
  const mine = await key(own);
  let before = 0;
  for (let at = 0; at < others.length; at += 2000) {
    const keys = await Promise.all(others.slice(at, at + 2000).map(key));
    keys.forEach((one, n) => { if (one < mine || (one === mine && others[at + n].id < code)) before += 1; });
  }
  return { stratum: own.stratum, place: before + 1, ticket: await sha256(`${seed}|${code}`) };
}

function gcd(a, b) {
  return b === 0n ? a : gcd(b, a % b);
}

function rowsOf(text) {
  const [header, ...lines] = text.trimEnd().split("\n");
  const weighted = header === "id,stratum,weight";
  return lines.map((line) => {
    const [id, stratum, weight] = line.split(",");
    return { id, stratum, weight: BigInt(weighted ? weight : 1) };
  });
}

function told(words, kind) {
  const line = document.createElement("p");
  line.className = `note${kind ? ` ${kind}` : ""}`;
  line.textContent = words;
  answer.append(line);
}

// 26 letters of base 32 (RFC 4648): the name under which a firm stands in the pools.
async function envelopeOf(code, value) {
  const bytes = new Uint8Array(await digest(`tz-envelope-1|${value}|${code}`));
  let letters = "", held = 0, bits = 0;
  for (const byte of bytes) {
    held = (held << 8) | byte;
    bits += 8;
    while (bits >= 5) {
      letters += "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567"[(held >> (bits - 5)) & 31];
      bits -= 5;
    }
    held &= (1 << bits) - 1;
  }
  return letters.slice(0, 26);
}

async function valueOf(code, given) {
  if (given || !form.dataset.openings) return given;
  const [, ...lines] = (await (await fetch(form.dataset.openings)).text()).trimEnd().split("\n");
  const own = lines.map((line) => line.split(",")).find((cells) => cells[2] === code);
  return own ? own[1] : "";
}

async function check(code, given) {
  const published = await (await fetch(form.dataset.manifest)).json();
  const seed = await seedOf(published);
  told(say("承诺值由清单重算，一致。", "The commitment was computed again from the manifest, and it is the same.") + (seed ? say(` 种子重算得 ${seed}。`, ` The seed is ${seed}.`) : ""));
  const value = await valueOf(code, given);
  if (!value) {
    told(seed ? say("这家企业不在打开的信封里：没有抽中。要看它是否在抽样框里，请填开启值。", "It is in none of the opened envelopes: it was not drawn. To see whether it was in the pool, give its value.") : say("还没有抽取；要看一家企业是否在抽样框里，请填开启值。", "Nothing is drawn yet; to see whether a firm is in the pool, give its value."));
    return;
  }
  const own = await envelopeOf(code, value);
  let found = false;
  for (const address of form.dataset.frames.split(" ")) {
    const content = await (await fetch(address)).arrayBuffer();
    const hash = await sha256(content);
    const [department, part] = Object.entries(published.manifest.parts).find(([, each]) => each.frame_sha256 === hash) || [];
    need(department, say("抽样框不是承诺的那一份", "a frame is not the one that was committed"));
    const rows = rowsOf(new TextDecoder().decode(content));
    if (!rows.some((row) => row.id === own)) continue;
    found = true;
    if (!seed) {
      told(say(`${department}：信封 ${own} 在抽样框里，还没有抽取。`, `${department}: envelope ${own} is in the pool; it is not drawn yet.`));
      continue;
    }
    const { stratum, place, ticket } = await placeOf(own, seed, rows);
    const { take, size, substitutes } = part.strata[stratum];
    const drawn = place <= take;
    const outcome = drawn ? say("抽中", "drawn") : place <= take + substitutes ? say("替补", "stands ready as a substitute") : say("未抽中", "not drawn");
    told(say(`${department}：信封 ${own}，${stratum} 层第 ${place} 名（共 ${size}，抽 ${take}）——${outcome}。签号 ${ticket}`, `${department}: envelope ${own}, number ${place} of ${size} in ${stratum}, of which ${take} are drawn: ${outcome}. Ticket ${ticket}`), drawn ? "warn" : "");
  }
  if (!found) told(say("这个代码和开启值不对应任何一个信封。", "This code with this value is in none of the envelopes."), "warn");
}

if (form) {
  form.hidden = false;
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    answer.textContent = "";
    if (!crypto.subtle) {
      told(say("浏览器只在 https 或本机地址上提供 SHA-256；请下载文件，用核验程序核验。", "Browsers offer SHA-256 on https or on this machine alone; take the files and use the verifier."), "warn");
      return;
    }
    const code = document.getElementById("own-code").value.trim().toUpperCase();
    const button = form.querySelector("button");
    button.disabled = true;
    try {
      await check(code, document.getElementById("own-value").value.trim().toLowerCase());
    } catch (error) {
      told(say("核验不通过：", "It does not hold: ") + error.message, "warn");
    }
    button.disabled = false;
  });
}
