// A page of the blind replay, alive: it asks whether the class was shown something else, and puts it in its place.
"use strict";
(() => {
  const live = document.getElementById("live"), link = document.getElementById("link"), news = document.getElementById("news");
  const base = live.dataset.at;
  let stamp = document.getElementById("replay").dataset.stamp, fresh = Date.now(), busy = false;
  document.documentElement.classList.add("script");

  async function ask(path) {
    const got = await fetch(base + path, { cache: "no-store" });
    if (!got.ok) throw new Error(String(got.status));
    return got.text();
  }

  async function look() {
    if (busy || document.hidden) return;
    busy = true;
    try {
      if (await ask("/stamp") !== stamp) {
        const box = document.createElement("template");
        box.innerHTML = await ask("/part");
        put(box.content.querySelector("#replay"));
      }
      fresh = Date.now();
    } catch { /* it is asked again; the page says how old it is */ }
    busy = false;
    const age = Math.round((Date.now() - fresh) / 1000), text = age > 12 ? `Reconnecting… This page is ${age} s old.` : "";
    if (link.textContent !== text) link.textContent = text;
    link.hidden = !text;
  }

  function put(made) {
    const open = [...document.querySelectorAll("#replay details[open] > summary")].map((s) => s.textContent);
    const other = made.dataset.stamp.split(".").slice(0, 3).join() !== stamp.split(".").slice(0, 3).join();
    const chosen = document.querySelector("#replay select[name=game]");
    if (chosen && made.querySelector("select[name=game]")) { stamp = made.dataset.stamp; return; }
    const held = document.activeElement && document.activeElement.closest("#replay form button");
    const again = held && !other ? held.textContent : "";
    document.getElementById("replay").replaceWith(made);
    stamp = made.dataset.stamp;
    if (!other) for (const s of made.querySelectorAll("details > summary")) if (open.includes(s.textContent)) s.parentNode.open = true;
    if (again) for (const b of made.querySelectorAll("form button")) if (b.textContent === again) b.focus();
    if (other && news) {
      const head = made.querySelector("#h-spread, #h-ask") || made.querySelector("h1");
      news.textContent = head ? head.textContent : "";
      scrollTo(0, 0);
    }
    dress();
  }

  // The answer

  function dress() {
    const form = document.getElementById("f-answer");
    if (!form) return;
    const q = form.querySelector("#q"), offers = [...form.querySelectorAll(".offer")];
    const sift = () => {
      const words = q.value.toLowerCase().split(/\s+/).filter(Boolean);
      let n = 0;
      for (const o of offers) {
        o.hidden = !o.querySelector("input").checked && !words.every((w) => o.dataset.words.includes(w));
        n += !o.hidden;
      }
      for (const set of form.querySelectorAll("fieldset")) set.hidden = !set.querySelector(".offer:not([hidden])");
      form.querySelector("#found").textContent = words.length ? `${n} orders` : "";
    };
    const count = () => {
      const n = offers.filter((o) => o.querySelector("input").checked).length;
      form.querySelector("#picked").textContent = n ? `${n} of ${form.dataset.places} places` : "Nothing ticked is an answer too: no order.";
    };
    q.addEventListener("input", sift);
    q.addEventListener("keydown", (e) => { if (e.key === "Enter") e.preventDefault(); });
    form.addEventListener("change", count);
    form.addEventListener("submit", (e) => { e.preventDefault(); send(form); });
    sift();
    count();
  }

  async function send(form) {
    const button = form.querySelector("button.main");
    if (button.disabled) return;
    button.disabled = true;
    const id = [...crypto.getRandomValues(new Uint8Array(12))].map((n) => n.toString(16).padStart(2, "0")).join("");
    const orders = [...form.querySelectorAll("input[name=orders]:checked")].map((i) => i.value);
    const body = JSON.stringify({ kind: "answer", id, replay: +form.elements.replay.value, step: +form.elements.step.value, orders });
    for (let n = 0; ; n++) {
      try {
        const got = await fetch("/replay/act", { method: "POST", headers: { "Content-Type": "application/json" }, body });
        const told = await got.json();
        if (got.status === 429 && n < 3) { await pause(+got.headers.get("Retry-After") || 2); continue; }
        if (told.ok) kept(form, orders);
        say(form, told.text, !told.ok);
        break;
      } catch {
        if (n >= 5) { say(form, "The server does not answer. Your answer is not kept yet: send it again.", true); break; }
        say(form, "The server does not answer; trying again.", true);
        await pause(2);
      }
    }
    button.disabled = false;
  }

  const pause = (seconds) => new Promise((done) => setTimeout(done, seconds * 1000));

  function kept(form, orders) {
    const name = (order) => [...form.querySelectorAll("input[name=orders]")].find((i) => i.value === order).closest("label").querySelector("b").textContent;
    let mine = document.getElementById("mine");
    if (!mine) {
      mine = document.createElement("p");
      mine.id = "mine";
      mine.className = "notice";
      form.querySelector("h2").after(mine);
    }
    mine.textContent = `Your answer: ${orders.map(name).join("; ") || "no order"}. You may change it until the sheets are shown.`;
    form.querySelector("button.main").textContent = "Change my answer";
  }

  function say(form, text, wrong) {
    const place = form.querySelector("#picked");
    place.textContent = text;
    place.setAttribute("role", wrong ? "alert" : "status");
  }

  dress();
  setInterval(look, 2500);
  document.addEventListener("visibilitychange", look);
})();
