// A terminal of a seat: keys to the server, frames from it. Everything is loaded from this server.
import { Terminal } from "./xterm.js";

const LONGEST = 4000; // bytes in one message; the server takes 8192
const WAITS = [500, 1000, 2000, 3000];
const SIZES = [8, 9, 10, 11, 12, 13, 14, 15, 16, 18, 20, 22, 24, 28, 32];

allowStyles();

const $ = (id) => document.getElementById(id);
const place = $("terminal");
const utf8 = new TextEncoder();

let wanted = Number(keep("letters")) || 0; // 0: as large as 80 columns allow, up to 16
let socket = null;
let open = false;
let wasOpen = false;
let tries = 0;
let later = 0;

const term = new Terminal({
  allowProposedApi: false,
  cursorBlink: false,
  cursorStyle: "block",
  customGlyphs: true,
  drawBoldTextInBrightColors: false,
  fontFamily: "'DejaVu Sans Mono', Menlo, Consolas, 'Liberation Mono', monospace",
  fontSize: 16,
  macOptionIsMeta: false,
  scrollback: 0,
  theme: { background: "#101418", foreground: "#e6e8ea", cursor: "#101418" },
});
term.open(place);
term.onData((text) => send(utf8.encode(text)));
term.onBinary((text) => send(Uint8Array.from(text, (c) => c.charCodeAt(0))));
term.onResize(({ cols, rows }) => word({ kind: "size", columns: cols, rows: rows }));
term.parser.registerOscHandler(52, copy);

// Size: letters as large as leave 80 columns, unless somebody has chosen

function cell() {
  const found = term._core._renderService.dimensions.css.cell;
  return found.width && found.height ? found : null;
}

function fit() {
  const width = place.clientWidth - 4;
  const height = place.clientHeight - 4;
  if (width < 20 || height < 20) return;
  if (wanted) {
    setLetters(wanted);
  } else {
    setLetters(16);
    for (let at = SIZES.indexOf(16); at > 0 && grid(width, height).cols < 80; at -= 1) setLetters(SIZES[at - 1]);
  }
  const { cols, rows } = grid(width, height);
  if (cols !== term.cols || rows !== term.rows) term.resize(cols, rows);
}

function setLetters(size) {
  if (term.options.fontSize !== size) term.options.fontSize = size;
}

function grid(width, height) {
  const one = cell();
  if (!one) return { cols: 80, rows: 24 };
  const between = (low, number, high) => Math.max(low, Math.min(high, Math.floor(number)));
  return { cols: between(10, width / one.width, 500), rows: between(5, height / one.height, 200) };
}

function letters(by) {
  const at = SIZES.indexOf(term.options.fontSize);
  wanted = SIZES[Math.max(0, Math.min(SIZES.length - 1, at + by))];
  keep("letters", String(wanted));
  fit();
  term.focus();
}

// The connection

function call() {
  clearTimeout(later);
  if (socket) socket.onclose = socket.onmessage = socket.onopen = null;
  const scheme = location.protocol === "https:" ? "wss:" : "ws:";
  socket = new WebSocket(`${scheme}//${location.host}/seat/terminal/ws`);
  socket.binaryType = "arraybuffer";
  let last = "";
  let again = false;
  let fresh = true;
  socket.onopen = () => {
    open = true;
    term.reset();
    word({ kind: "hello", columns: term.cols, rows: term.rows, colours: "truecolor", plain: false, back: wasOpen });
    term.focus();
  };
  socket.onmessage = ({ data }) => {
    if (typeof data === "string") {
      try {
        const said = JSON.parse(data);
        if (said.kind === "over") [last, again] = [said.text || "The terminal has ended.", said.again];
      } catch { /* not a word of ours */ }
      return;
    }
    if (fresh) state("Connected.", false);
    fresh = false;
    wasOpen = true;
    tries = 0;
    term.write(new Uint8Array(data));
  };
  socket.onclose = () => {
    const dropped = open;
    open = false;
    if (last && !again) {
      term.reset();
      state(last, true, "Rejoin");
      return;
    }
    lost(dropped);
  };
}

function lost(dropped) {
  if (dropped || !tries) term.reset(); // what it showed may be old
  const wait = WAITS[Math.min(tries, WAITS.length - 1)];
  tries += 1;
  const at = new Date().toLocaleTimeString();
  state(`${wasOpen ? "The connection was lost" : "The server does not answer"} (${at}). Calling again…`, true, "Rejoin now");
  later = setTimeout(call, wait);
}

function state(text, wrong, button = "") {
  $("state").textContent = text;
  document.querySelector("header").classList.toggle("lost", wrong);
  $("rejoin").hidden = !button;
  $("rejoin").textContent = button || "Rejoin";
  requestAnimationFrame(fit); // the line above may have another height now
}

function send(bytes) {
  if (!open) return;
  for (let at = 0; at < bytes.length; at += LONGEST) socket.send(bytes.slice(at, at + LONGEST));
}

function word(said) {
  if (open) socket.send(JSON.stringify(said));
}

// The clipboard: browsers lend it to plain HTTP only in the moment after a key

function copy(data) {
  const text = new TextDecoder().decode(Uint8Array.from(atob(data.slice(data.indexOf(";") + 1)), (c) => c.charCodeAt(0)));
  if (!text) return true;
  if (navigator.clipboard) {
    navigator.clipboard.writeText(text).catch(() => copyOld(text));
  } else {
    copyOld(text);
  }
  return true;
}

function copyOld(text) {
  const box = document.createElement("textarea");
  box.value = text;
  document.body.append(box);
  box.select();
  document.execCommand("copy");
  box.remove();
  term.focus();
}

function keep(name, value) {
  try {
    if (value === undefined) return localStorage.getItem(name);
    localStorage.setItem(name, value);
  } catch { /* private windows keep nothing */ }
  return null;
}

// Our policy allows no styles in the page's text, and the terminal writes some: these go another way

function allowStyles() {
  const create = document.createElement.bind(document);
  document.createElement = (name, options) => {
    if (String(name).toLowerCase() !== "style") return create(name, options);
    const made = create("meta"); // stands in its place, and says nothing
    const sheet = new CSSStyleSheet();
    let text = "";
    const shown = () => { sheet.replaceSync(text); };
    Object.defineProperty(made, "textContent", { get: () => text, set: (value) => { text = String(value); shown(); } });
    Object.defineProperty(made, "sheet", { get: () => sheet });
    made.remove = () => {
      document.adoptedStyleSheets = document.adoptedStyleSheets.filter((one) => one !== sheet);
      Element.prototype.remove.call(made);
    };
    document.adoptedStyleSheets = [...document.adoptedStyleSheets, sheet];
    return made;
  };
  const set = Element.prototype.setAttribute;
  Element.prototype.setAttribute = function (name, value) {
    if (name === "style" && this.style) this.style.cssText = value;
    else set.call(this, name, value);
  };
}

// Begin

$("rejoin").addEventListener("click", call);
$("smaller").addEventListener("click", () => letters(-1));
$("larger").addEventListener("click", () => letters(1));
addEventListener("resize", fit);
addEventListener("focus", () => term.focus());
addEventListener("online", () => { if (!open) call(); });
document.addEventListener("visibilitychange", () => { if (!document.hidden && !open && tries) call(); });
place.addEventListener("mousedown", () => term.focus());
fit();
call();
