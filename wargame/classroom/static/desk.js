// The desk renews what changed, and nothing that somebody is in the midst of. Without this file everything works by reloading.
"use strict";
(() => {
  const desk = document.getElementById("desk"), link = document.getElementById("link");
  const table = encodeURIComponent(desk.dataset.table), STORE = "desk-" + table, SOON = 30000;
  const ALL = [...document.querySelectorAll("[data-part]")].map((part) => part.dataset.part).join(",");
  let after = desk.dataset.stamp, offset = +desk.dataset.now * 1000 - Date.now();
  let source = null, asked = false, fresh = Date.now(), pressed = false, sent = null;

  // What stands there, and what came while it could not be put there

  const shown = new Map(), newer = new Map();

  function mark(part) {
    const copy = part.cloneNode(true);
    for (const clock of copy.querySelectorAll("[data-due]")) clock.textContent = "";
    return copy.outerHTML;
  }
  for (const part of document.querySelectorAll("[data-part]")) shown.set(part.id, mark(part));

  // Forms: which one it is, whether something is written in it, and what

  function key(form) {
    const said = [...form.querySelectorAll("input[type=hidden]")].map((e) => e.name + "=" + e.value);
    return said.join("&") || form.getAttribute("action");
  }

  function fields(form) {
    return [...form.elements].filter((e) => e.name && !/^(hidden|submit|button|fieldset)$/.test(e.type));
  }

  function differs(field) {
    if (/^(checkbox|radio)$/.test(field.type)) return field.checked !== field.defaultChecked;
    if (field.tagName !== "SELECT") return field.value !== field.defaultValue;
    const first = [...field.options].findIndex((o) => o.defaultSelected);
    return field.selectedIndex !== Math.max(0, first);
  }

  function written(form) { return "kept" in form.dataset || fields(form).some(differs); }

  function words(form) {
    return fields(form).map((e) => [e.name, /^(checkbox|radio)$/.test(e.type) ? e.value : "", e.checked ? 1 : 0, e.value]);
  }

  function write(form, told) {
    for (const [name, box, checked, value] of told) {
      const field = fields(form).find((e) => e.name === name && (!box || e.value === box));
      if (!field) continue;
      if (box) field.checked = Boolean(checked);
      else if (field.tagName !== "SELECT" || [...field.options].some((o) => o.value === value)) field.value = value;
    }
  }

  function form(root, wanted) { return [...root.querySelectorAll("form")].find((f) => key(f) === wanted); }

  function busy(part) {
    const at = document.activeElement;
    if (pressed || (part.contains(at) && /^(INPUT|SELECT|TEXTAREA)$/.test(at.tagName))) return true;
    return [...part.querySelectorAll("form")].some(written);
  }

  // Renewing

  function spot(e) {
    const within = e.form ? key(e.form) : (e.closest("details") || {}).id || "";
    return [e.tagName, within, e.name || "", e.value || e.textContent].join("|");
  }

  function swap(old, part) {
    for (const open of old.querySelectorAll("details[open]")) {
      const again = open.id && part.querySelector("#" + open.id);
      if (again) again.open = true;
    }
    for (const begun of [...old.querySelectorAll("form")].filter(written)) {
      const again = form(part, key(begun));
      if (again) write(again, words(begun));
    }
    const at = document.activeElement, there = old.contains(at) ? spot(at) : "";
    shown.set(part.id, mark(part));
    newer.delete(part.id);
    old.replaceWith(part);
    if (!there) return;
    const same = [...part.querySelectorAll("button,summary,a,input,select,textarea")].find((e) => spot(e) === there);
    if (!same) part.tabIndex = -1;
    (same || part).focus({ preventScroll: true });
  }

  function hold(old, part) {
    newer.set(part.id, part);
    if (pressed || old.querySelector(".newer")) return;
    const note = document.createElement("p"), button = document.createElement("button");
    note.className = "newer";
    note.setAttribute("role", "status");
    button.type = "button";
    button.textContent = "Newer: show";
    button.addEventListener("click", () => { if (newer.has(old.id)) swap(old, newer.get(old.id)); });
    note.append(button, " What you have begun here stays.");
    old.prepend(note);
  }

  function put(part) {
    const old = document.getElementById(part.id);
    if (!old) return;
    if (mark(part) === shown.get(part.id)) {
      newer.delete(part.id);
      for (const note of old.querySelectorAll(".newer")) note.remove();
    } else if (busy(old)) hold(old, part);
    else swap(old, part);
  }

  // What came meanwhile is shown as soon as nobody is in the midst of something.
  function settle() { for (const part of [...newer.values()]) put(part); }
  const later = () => setTimeout(settle, 50);
  for (const name of ["change", "reset", "focusout"]) document.addEventListener(name, later);
  document.addEventListener("pointerdown", () => { pressed = true; }, true);
  for (const name of ["pointerup", "pointercancel"]) {
    document.addEventListener(name, () => setTimeout(() => { pressed = false; settle(); }, 50), true);
  }

  // A number that was looked up goes into the changes, to be given its amount there.
  document.addEventListener("change", (event) => {
    const into = event.target.dataset.into && event.target.form.elements[event.target.dataset.into];
    if (!into || !event.target.value) return;
    into.value += (into.value && !into.value.endsWith("\n") ? "\n" : "") + event.target.value + " ";
    event.target.value = "";
    into.focus();
  });

  async function renew() {
    if (asked) return;
    asked = true;
    await new Promise((done) => setTimeout(done, 150));
    asked = false;
    try {
      const got = await fetch(`/desk/part/${ALL}?table=${table}`, { cache: "no-store" });
      if (!got.ok) throw new Error(String(got.status));
      offset = +got.headers.get("X-Now") * 1000 - Date.now();
      const box = document.createElement("template");
      box.innerHTML = await got.text();
      for (const part of [...box.content.querySelectorAll("[data-part]")]) put(part);
      fresh = Date.now();
      link.textContent = "";
      tick();
    } catch (e) {
      link.textContent = "Reconnecting…";
      setTimeout(renew, 3000);
    }
  }

  function listen() {
    if (source) source.close();
    source = new EventSource(`/desk/events?table=${table}&after=${encodeURIComponent(after)}`);
    source.onmessage = (event) => { after = event.lastEventId || after; renew(); };
    source.addEventListener("beat", () => { fresh = Date.now(); });
    source.onopen = () => { link.textContent = ""; };
    source.onerror = () => {
      link.textContent = "Reconnecting…";
      if (source.readyState === EventSource.CLOSED) setTimeout(listen, 3000);
    };
  }

  function tick() {
    for (const clock of document.querySelectorAll("[data-due]")) {
      const left = Math.max(0, Math.ceil((+clock.dataset.due * 1000 - Date.now() - offset) / 1000));
      const text = `${Math.floor(left / 60)}:${String(left % 60).padStart(2, "0")} left`;
      if (clock.textContent !== text) clock.textContent = text;
    }
  }

  // What is written outlives the sending of something else: it is kept in this window until it is sent.

  function keep() {
    const begun = [...document.querySelectorAll("form")].filter((f) => f !== sent && written(f));
    const open = [...document.querySelectorAll("details[open][id]")].filter((d) => !d.contains(sent)).map((d) => d.id);
    const told = { at: Date.now(), open, forms: begun.map((f) => [key(f), words(f)]), sent: sent ? [key(sent), words(sent)] : null };
    try { sessionStorage.setItem(STORE, JSON.stringify(told)); } catch { /* then it is lost by a reload, as without us */ }
  }

  function recall() {
    let told = null;
    try { told = JSON.parse(sessionStorage.getItem(STORE)); } catch { return; }
    if (!told) return;
    const undone = document.querySelector(".wrong, #preview");
    const forms = [...told.forms, ...(undone && told.sent ? [told.sent] : [])];
    for (const [wanted, said] of forms) {
      const again = form(document, wanted);
      if (!again) continue;
      write(again, said);
      again.dataset.kept = "";
      for (let up = again.closest("details"); up; up = up.parentElement.closest("details")) up.open = true;
    }
    if (Date.now() - told.at < SOON) for (const id of told.open) { const again = document.getElementById(id); if (again) again.open = true; }
  }

  document.addEventListener("reset", (event) => { delete event.target.dataset.kept; }, true);
  document.addEventListener("submit", (event) => {
    sent = event.target;
    for (const button of sent.querySelectorAll("button")) setTimeout(() => { button.disabled = true; }, 0);  // twice pressed is once done
  });
  addEventListener("pagehide", keep);
  addEventListener("pageshow", (event) => { if (event.persisted) location.reload(); });
  recall();
  listen();
  tick();
  setInterval(tick, 500);
  setInterval(renew, 10000);  // the other tables are looked at now and then
  document.addEventListener("visibilitychange", () => { if (!document.hidden && Date.now() - fresh > 20000) { renew(); listen(); } });
})();
