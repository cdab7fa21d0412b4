// The wall, alive: when something public has changed, the whole of it is fetched and put in its place.
"use strict";
(() => {
  const link = document.getElementById("link"), base = "/wall/" + encodeURIComponent(document.body.dataset.table);
  let after = document.body.dataset.stamp, fresh = Date.now(), lost = 0, offset = 0, source = null, asking = false, again = false;

  async function load() {
    if (asking) { again = true; return; }
    asking = true;
    try {
      const got = await fetch(base + "/part", { cache: "no-store" });
      if (!got.ok) throw new Error(String(got.status));
      offset = +got.headers.get("X-Now") * 1000 - Date.now();
      const box = document.createElement("template");
      box.innerHTML = await got.text();
      document.getElementById("wall").replaceWith(box.content.querySelector("#wall"));
      const code = document.querySelector(".code");
      if (code && !document.querySelector(".phase").textContent.startsWith("The game has not begun")) code.remove();
      fresh = Date.now();
      tick();
    } catch { again = true; await new Promise((done) => setTimeout(done, 2000)); }
    asking = false;
    if (again) { again = false; load(); }
  }

  function listen() {
    if (source) source.close();
    source = new EventSource(base + "/events?after=" + encodeURIComponent(after));
    source.onopen = () => { if (lost) load(); lost = 0; fresh = Date.now(); };
    source.onmessage = (e) => { after = e.lastEventId || after; load(); };
    source.addEventListener("beat", () => { fresh = Date.now(); });
    source.onerror = () => { lost = lost || Date.now(); if (source.readyState === EventSource.CLOSED) setTimeout(listen, 3000); };
  }

  function tick() {
    const shown = document.querySelector("[data-due]");
    if (shown) {
      const left = Math.max(0, Math.ceil((+shown.dataset.due * 1000 - Date.now() - offset) / 1000));
      shown.textContent = `${Math.floor(left / 60)}:${String(left % 60).padStart(2, "0")}`;
      shown.classList.toggle("late", left <= 60);
    }
    const age = Math.round((Date.now() - fresh) / 1000);
    const text = lost ? `Reconnecting… This board is ${age} s old.` : age > 40 ? `This board is ${age} s old.` : "";
    if (link.textContent !== text) link.textContent = text;
    link.classList.toggle("lost", Boolean(lost));
  }

  const due = document.querySelector("[data-now]");
  if (due) offset = +due.dataset.now * 1000 - Date.now();
  listen();
  setInterval(tick, 500);
  tick();
})();
