// The seat's page, alive: what changed is fetched and put in its place, what is done is sent with an id of
// its own and sent again after a lost reply. Without this file everything works by forms and links.
"use strict";
(() => {
  const body = document.body, main = document.getElementById("main");
  const say = document.getElementById("say"), wrong = document.getElementById("wrong"), link = document.getElementById("link");
  const NUMBERS = ["step", "by", "place", "percent", "count"], LISTS = ["to", "orders"], NOT_LIST = ["pen"];
  const tab = body.dataset.tab;
  let after = body.dataset.stamp, source = null, fresh = Date.now(), lost = 0, offset = 0;
  let wanted = new Set(), asking = false, older = false, silence = 0;
  document.documentElement.classList.add("script");

  const $ = (id) => document.getElementById(id);
  const address = (path) => path + (path.includes("?") ? "&" : "?") + "tab=" + encodeURIComponent(tab);
  const wait = (ms) => new Promise((done) => setTimeout(done, ms));

  function tell(text, bad) {
    const [here, there] = bad ? [wrong, say] : [say, wrong];
    there.textContent = "";
    here.textContent = here.textContent === text ? text + "\u00a0" : text;
    clearTimeout(silence);
    silence = setTimeout(() => { here.textContent = ""; }, bad ? 20000 : 8000);
  }

  // What is on the page --------------------------------------------------------------------------

  function keep() {
    const kept = { open: new Set(), typed: new Map(), focus: null };
    document.querySelectorAll("details[id]").forEach((d) => { if (d.open) kept.open.add(d.id); });
    document.querySelectorAll("textarea[id], input[id], select[id]").forEach((f) => {
      if (f.type === "checkbox" || f.type === "radio") { if (f.checked !== f.defaultChecked) kept.typed.set(f.id, f.checked); }
      else if (f.tagName === "SELECT") { if (f.selectedIndex > 0) kept.typed.set(f.id, f.value); }
      else if (f.value !== f.defaultValue) kept.typed.set(f.id, f.value);
    });
    const at = document.activeElement;
    if (at && at !== body) {
      kept.focus = { id: at.id, key: at.dataset.key, part: at.closest("[data-part]"), order: orderOf(at) };
      if (at.selectionStart !== undefined && at.selectionStart !== null) kept.focus.caret = [at.selectionStart, at.selectionEnd];
    }
    return kept;
  }

  const orderOf = (e) => { const li = e.closest("[data-order]"); return li ? li.dataset.order : null; };

  function give(kept, part, sent) {
    part.querySelectorAll("details[id]").forEach((d) => { if (kept.open.has(d.id)) d.open = true; });
    part.querySelectorAll("textarea[id], input[id], select[id]").forEach((f) => {
      if (!kept.typed.has(f.id) || (sent && f.form && f.form.id === sent)) return;
      if (f.type === "checkbox" || f.type === "radio") f.checked = kept.typed.get(f.id);
      else f.value = kept.typed.get(f.id);
    });
  }

  function focusAgain(kept) {
    const f = kept.focus;
    if (!f || (document.activeElement && document.activeElement !== body && document.contains(document.activeElement))) return;
    let to = f.id ? $(f.id) : null;
    if (!to && f.key) to = [...document.querySelectorAll("[data-key]")].find((e) => e.dataset.key === f.key);
    if (!to && f.order) to = document.querySelector(`[data-order="${CSS.escape(f.order)}"] button`);
    if (!to && f.part && f.part.id) to = document.querySelector(`#${f.part.id} h2`);
    if (!to) return;
    if (to.tagName === "H2") to.tabIndex = -1;
    to.focus({ preventScroll: true });
    if (f.caret && to.setSelectionRange && to.type !== "number") { try { to.setSelectionRange(...f.caret); } catch { /* no caret here */ } }
  }

  function put(html, sent) {
    const kept = keep(), box = document.createElement("template"), seen = before();
    box.innerHTML = html;
    for (const part of [...box.content.children]) {
      const old = part.id && $(part.id);
      part.dataset.html = sum(part.outerHTML);
      if (!old || (old.dataset.html === part.dataset.html)) { if (old) delete old.dataset.stale; continue; }
      give(kept, part, sent);
      old.replaceWith(part);
    }
    focusAgain(kept);
    announce(seen);
    orders();
    badge();
    tick();
  }

  function sum(text) {
    let h = 5381;
    for (let i = 0; i < text.length; i++) h = ((h << 5) + h + text.charCodeAt(i)) | 0;
    return text.length + "." + h;
  }

  function before() {
    const s = $("p-status"), n = $("p-news");
    return { step: s.dataset.step, phase: s.dataset.phase, count: +s.dataset.count, unread: +s.dataset.unread, news: n && !("stale" in n.dataset) ? n.textContent : null };
  }

  function announce(seen) {
    const now = before();
    if (now.phase !== seen.phase || now.step !== seen.step) tell(document.querySelector("#p-status .when").textContent + ". " + document.querySelector("[data-phase-words]").textContent + ".");
    else if (now.news !== null && seen.news !== null && now.news !== seen.news) tell("The umpire has said something: see Now.");
    else if (now.count > seen.count && now.unread > seen.unread) tell("A message has come: see Talk.");
  }

  function badge() {
    const unread = +$("p-status").dataset.unread;
    $("unread").textContent = unread || "";
    if (unread && body.dataset.at === "talk" && !document.hidden) read(+$("p-status").dataset.count);
  }

  let reading = 0;
  function read(count) {
    if (reading === count || older) return;
    reading = count;
    setTimeout(() => send({ kind: "read", count, step: step() }, null, true), 2500);
  }

  const step = () => +$("p-status").dataset.step;

  // What changed ---------------------------------------------------------------------------------

  function want(parts) {
    parts.forEach((p) => wanted.add(p));
    if (!asking) { asking = true; setTimeout(ask, 30); }
  }

  async function ask() {
    const names = wanted.has("reset") ? ["all"] : [...wanted];
    wanted = new Set();
    try {
      const got = await fetch(address("/seat/part/" + names.map(encodeURIComponent).join(",") + "?at=" + body.dataset.at), { headers: { Accept: "text/html" }, cache: "no-store" });
      if (got.status === 401 || got.status === 403) { location.href = "/"; return; }
      if (!got.ok) throw new Error(String(got.status));
      clockFrom(got.headers.get("X-Now"));
      for (const name of (got.headers.get("X-Stale") || "").split(",")) if (name && $("p-" + name)) $("p-" + name).dataset.stale = "";
      put(await got.text());
      fresh = Date.now();
    } catch {
      names.forEach((n) => wanted.add(n === "all" ? "reset" : n));
      await wait(1500);
    }
    asking = false;
    if (wanted.size) want([]);
    state();
  }

  function clockFrom(now) { if (now) offset = +now * 1000 - Date.now(); }

  function listen() {
    if (source) source.close();
    source = new EventSource(address("/seat/events?after=" + encodeURIComponent(after)));
    source.onopen = () => { lost = 0; fresh = Date.now(); state(); };
    source.onmessage = (e) => {
      after = e.lastEventId || after;
      fresh = Date.now();
      try { want(JSON.parse(e.data)); } catch { want(["reset"]); }
    };
    source.addEventListener("beat", (e) => { fresh = Date.now(); clockFrom(e.data); state(); });
    source.addEventListener("older", () => { older = true; want(["status"]); });
    source.addEventListener("gone", () => { source.close(); location.href = "/"; });
    source.onerror = () => {
      lost = lost || Date.now();
      state();
      if (source.readyState === EventSource.CLOSED) setTimeout(listen, 3000);
    };
  }

  function state() {
    const age = Math.round((Date.now() - fresh) / 1000);
    const gone = lost && Date.now() - lost > 800;
    const words = age < 60 ? `${age} s` : `${Math.round(age / 60)} min`;
    const text = gone ? `Reconnecting… What you see is ${words} old.` : age > 40 ? `What you see is ${words} old.` : "";
    if (link.textContent !== text) link.textContent = text;
    link.classList.toggle("lost", Boolean(gone));
  }

  function tick() {
    const shown = document.querySelector("[data-due]");
    if (shown) {
      const left = Math.max(0, Math.ceil((+shown.dataset.due * 1000 - Date.now() - offset) / 1000));
      const text = `${Math.floor(left / 60)}:${String(left % 60).padStart(2, "0")} left`;
      if (shown.textContent !== text) shown.textContent = text;
      shown.classList.toggle("late", left <= 60);
      if (left === 60 && shown.dataset.said !== "60") { shown.dataset.said = "60"; tell("One minute left."); }
    }
    if (lost || Date.now() - fresh > 40000) state();
  }

  // What is done ---------------------------------------------------------------------------------

  function newId() {
    const bytes = crypto.getRandomValues(new Uint8Array(12));
    return [...bytes].map((b) => b.toString(16).padStart(2, "0")).join("");
  }

  function actOf(form, button) {
    const act = {};
    for (const [name, value] of new FormData(form, button)) {
      if (LISTS.includes(name) && !(name === "to" && form.elements.kind.value === "pen")) (act[name] = act[name] || []).push(value);
      else act[name] = NUMBERS.includes(name) ? Number(value) : value;
    }
    if (act.kind === "seal") act.orders = act.orders || [];
    if (act.kind === "send") {
      if (act.everybody) act.to = [];
      delete act.everybody;
      if (!act.to) { tell("Who reads it? Tick a seat, or everybody.", true); return null; }
    }
    return act;
  }

  async function send(act, form, quiet) {
    act.id = newId();
    for (let tries = 0; ; tries++) {
      try {
        const got = await fetch(address("/seat/act"), { method: "POST", headers: { "Content-Type": "application/json", Accept: "application/json" }, body: JSON.stringify(act) });
        if (got.status === 401) { location.href = "/"; return false; }
        if (got.status === 429 || got.status >= 500) { if (tries < 6) { await wait(600 * (tries + 1)); continue; } }
        const answer = await got.json().catch(() => ({ ok: got.ok, text: got.ok ? "" : "That did not work." }));
        if (!quiet) tell(answer.text || (got.ok ? "Done." : "That did not work."), !got.ok);
        if (got.ok) { if (answer.html) put(answer.html, form && form.id); fresh = Date.now(); }
        return got.ok;
      } catch {
        if (!quiet) tell("No connection: it will be sent again…");
        lost = lost || Date.now();
        state();
        if (tries >= 20) { tell("It could not be sent. Try again when you are connected.", true); return false; }
        await wait(Math.min(8000, 500 * (tries + 1)));
      }
    }
  }

  document.addEventListener("submit", async (e) => {
    const form = e.target;
    if (form.id === "f-filter") { e.preventDefault(); filter(); return; }
    if (!form.hasAttribute("data-act")) return;
    e.preventDefault();
    const button = e.submitter;
    if (button && button.getAttribute("aria-busy")) return;
    const act = actOf(form, button);
    if (!act) return;
    if (button) button.setAttribute("aria-busy", "true");
    const done = await send(act, form);
    if (button) button.removeAttribute("aria-busy");
    if (done && form.id === "f-send" && document.contains(form)) { form.reset(); form.closest("details").open = false; $("writing").querySelector("summary").focus(); }
  });

  // Pages ----------------------------------------------------------------------------------------

  function go(at, quiet) {
    body.dataset.at = at;
    document.querySelectorAll("nav a").forEach((a) => { if (a.dataset.at === at) a.setAttribute("aria-current", "page"); else a.removeAttribute("aria-current"); });
    if (!quiet) { history.replaceState(null, "", "/seat?at=" + at); window.scrollTo(0, 0); main.focus({ preventScroll: true }); }
    const stale = [...document.querySelectorAll(`[data-page="${at}"] [data-stale]`)].map((part) => part.dataset.part);
    if (stale.length) want(stale);
    if (at === "orders") orders();
    badge();
  }

  document.addEventListener("click", (e) => {
    if (e.ctrlKey || e.metaKey || e.shiftKey) return;
    const a = e.target.closest("a");
    if (a && a.dataset.at) { e.preventDefault(); go(a.dataset.at); return; }
    if (a && a.dataset.answer !== undefined && $("f-send")) {
      e.preventDefault();
      const to = a.dataset.answer.split(",");
      document.querySelectorAll('#f-send input[name="to"]').forEach((c) => { c.checked = to.includes(c.value); });
      $("to-everybody").checked = false;
      $("writing").open = true;
      $("send-text").focus();
      return;
    }
    if (a && a.dataset.card) { e.preventDefault(); showCard(a.dataset.card); return; }
    const area = e.target.closest("[data-area]");
    const more = area && $("area-" + area.dataset.area);
    if (more) { more.open = true; more.scrollIntoView({ block: "center" }); }
  });

  async function fill(details) {
    const src = details.dataset.src;
    if (!src || details.dataset.filled === after) return;
    try {
      const got = await fetch(src, { headers: { "X-Part": "1" } });
      if (!got.ok) return;
      const box = document.createElement("div");
      box.innerHTML = await got.text();
      details.querySelectorAll(":scope > :not(summary)").forEach((old) => old.remove());
      details.append(...box.childNodes);
      details.dataset.filled = after;
    } catch { /* the link inside still works */ }
  }
  document.addEventListener("toggle", (e) => { if (e.target.open) fill(e.target); }, true);

  // The list of orders: sent once, its facts with each step ----------------------------------------

  let shell = "", factsAt = "", loading = false, all = [], facts = [];

  async function orders() {
    if (body.dataset.at !== "orders" && !shell) return;
    const part = $("p-orders"), list = $("orders-list");
    if (loading || !list) return;
    loading = true;
    try {
      if (shell !== part.dataset.shell || !list.querySelector(".kind")) {
        const got = await fetch(part.dataset.shell);
        if (!got.ok) throw new Error("orders");
        list.innerHTML = await got.text();
        shell = part.dataset.shell; factsAt = ""; all = [...list.querySelectorAll(".order")];
        all.forEach((li) => { li.dataset.said = (li.textContent + " " + li.dataset.n + " " + li.dataset.a + " " + li.closest(".kind").dataset.kind).toLowerCase(); });
      }
      if (factsAt !== part.dataset.facts || !facts.length) {
        const got = await fetch("/seat/facts.json", { cache: "no-store" });
        if (!got.ok) throw new Error("facts");
        facts = await got.json(); factsAt = part.dataset.facts;
        all.forEach((li, i) => {
          const [legal, cost, odds, risk] = facts[i], span = (f) => li.querySelector(`[data-f="${f}"]`);
          li.classList.toggle("no", !legal);
          span("cost").textContent = cost;
          span("odds").textContent = odds;
          span("risk").innerHTML = risk ? (risk === 2 ? '!!<span class="sr"> it is meant to cross a line</span>' : '?<span class="sr"> a misreading could make it cross a line</span>') : "";
        });
      }
      filter();
    } catch { setTimeout(orders, 2000); }
    loading = false;
  }

  function filter() {
    const form = $("f-filter");
    if (!form || !all.length) return;
    const words = form.elements.q.value.toLowerCase().split(/\s+/).filter(Boolean), kind = form.elements.kind.value, area = form.elements.area.value, every = form.elements.all.checked;
    const writing = $("p-status").dataset.phase === "orders" && !$("p-sheet").classList.contains("sealed");
    const on = new Set([...document.querySelectorAll("#p-sheet [data-order]")].map((e) => e.dataset.order));
    let count = 0;
    all.forEach((li, i) => {
      const fits = (every || (facts[i] && facts[i][0]) || on.has(li.dataset.n)) && (!area || li.dataset.a === area) && words.every((w) => li.dataset.said.includes(w)) && (!kind || li.closest(".kind").dataset.kind === kind);
      li.hidden = !fits;
      if (fits) count++;
      const button = li.querySelector("button"), written = on.has(li.dataset.n);
      button.disabled = !writing || written || !(facts[i] && facts[i][0]);
      button.firstChild.textContent = written ? "On sheet" : "Add";
    });
    document.querySelectorAll("#orders-list .kind").forEach((s) => { s.hidden = !s.querySelector(".order:not([hidden])"); });
    $("orders-count").textContent = count === 1 ? "One order fits." : `${count || "No"} orders fit.`;
  }
  document.addEventListener("input", (e) => { if (e.target.form && e.target.form.id === "f-filter") filter(); });

  async function showCard(name) {
    go("orders", true);
    await orders();
    const li = all.find((o) => o.dataset.n === name);
    if (!li) return;
    li.hidden = false; li.closest(".kind").hidden = false;
    const d = li.querySelector("details");
    d.open = true;
    d.scrollIntoView({ block: "center" });
    d.querySelector("summary").focus({ preventScroll: true });
  }

  // Sleep and waking ------------------------------------------------------------------------------

  document.addEventListener("visibilitychange", () => {
    if (document.hidden) return;
    badge();
    if (Date.now() - fresh > 20000 || !source || source.readyState !== EventSource.OPEN) { want(["reset"]); listen(); }
  });
  window.addEventListener("pageshow", (e) => { if (e.persisted) { want(["reset"]); listen(); } });
  window.addEventListener("online", () => { want(["reset"]); listen(); });

  document.querySelectorAll("[data-part]").forEach((part) => { part.dataset.html = ""; });
  const due = document.querySelector("[data-now]");
  if (due) offset = +due.dataset.now * 1000 - Date.now();
  listen();
  setInterval(tick, 500);
  tick();
  go(body.dataset.at, true);
})();
