// The desk renews what changed; the forms in between are left alone. Without this file everything works by reloading.
"use strict";
(() => {
  const desk = document.getElementById("desk"), link = document.getElementById("link");
  const table = encodeURIComponent(desk.dataset.table);
  const ALL = ["tables", "now", "roll", "plans", "letters", "rulings", "notes", "story"];
  let after = desk.dataset.stamp, source = null, wanted = false, fresh = Date.now();

  function busy(section) {
    const at = document.activeElement;
    return at && section.contains(at) && /^(INPUT|SELECT|TEXTAREA)$/.test(at.tagName) && at.type !== "hidden";
  }

  async function renew() {
    if (wanted) return;
    wanted = true;
    await new Promise((done) => setTimeout(done, 150));
    wanted = false;
    try {
      const got = await fetch(`/desk/part/${ALL.join(",")}?table=${table}`, { cache: "no-store" });
      if (!got.ok) throw new Error(String(got.status));
      const box = document.createElement("template");
      box.innerHTML = await got.text();
      for (const part of [...box.content.querySelectorAll("[data-part]")]) {
        const old = document.getElementById(part.id);
        if (!old || busy(old)) continue;
        for (const open of old.querySelectorAll("details[open]")) {
          const again = open.id ? part.querySelector("#" + open.id) : part.querySelectorAll("details")[[...old.querySelectorAll("details")].indexOf(open)];
          if (again) again.open = true;
        }
        const at = document.activeElement, inside = old.contains(at) ? [...old.querySelectorAll("button,summary,a")].indexOf(at) : -1;
        old.replaceWith(part);
        if (inside >= 0) (part.querySelectorAll("button,summary,a")[inside] || part).focus?.();
      }
      fresh = Date.now();
      link.textContent = "";
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
  listen();
  // The other tables are looked at now and then, and the clock's words with them.
  setInterval(renew, 10000);
  document.addEventListener("visibilitychange", () => { if (!document.hidden && Date.now() - fresh > 20000) { renew(); listen(); } });
  // Twice pressed is once done.
  document.addEventListener("submit", (event) => {
    for (const button of event.target.querySelectorAll("button")) setTimeout(() => { button.disabled = true; }, 0);
  });
})();
