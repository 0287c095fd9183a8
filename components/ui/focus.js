// Puts the keyboard's focus where a page says, and tells controls what a screen reader should know of them. `data` is JSON:
// `{turn, focus, ifLost, told: [[key, attribute, value or null]]}`. Streamlit draws a page's parts when it likes, so that a control
// may come a moment later than this.
const MOMENT = 50;
const PATIENCE = 60; // moments
const CONTROLS =
  "button:not([disabled]), input:not([disabled]):not([type=file]), textarea, canvas, [tabindex='0'], summary";

let turn = 0; // of the page that asked for the focus last
let waiting = null;
let busy = false; // whether the person has done something since

for (const act of ["pointerdown", "keydown"]) addEventListener(act, () => (busy = true), true);

export default function ({ data }) {
  const asked = JSON.parse(new TextDecoder().decode(data));
  clearTimeout(waiting);
  busy = false;
  attempt(asked, asked.turn === turn ? "" : asked.focus, PATIENCE);
}

function attempt(asked, focus, left) {
  const missing = asked.told.filter((each) => !tell(...each));
  // Whoever has gone on meanwhile is not fetched back.
  const taken = asked.ifLost && document.activeElement && document.activeElement !== document.body;
  if (focus && (busy || taken || put(focus))) {
    turn = asked.turn;
    focus = "";
  }
  if ((focus || missing.length) && left) waiting = setTimeout(() => attempt(asked, focus, left - 1), MOMENT);
}

function control(key) {
  const place = document.querySelector(`.st-key-${CSS.escape(key)}`);
  return place?.querySelector("[role=radio][aria-checked=true], input:checked") ?? place?.querySelector(CONTROLS);
}

function put(key) {
  const found = control(key);
  if (!found) return false;
  found.focus({ preventScroll: false });
  return document.activeElement === found;
}

function tell(key, attribute, value) {
  const found = control(key);
  if (!found) return false;
  if (value === null) found.removeAttribute(attribute);
  else found.setAttribute(attribute, value);
  if (attribute === "aria-describedby" && value) {
    const words = document.querySelector(`.st-key-${CSS.escape(value)}`);
    if (!words) return false;
    words.id = value;
  }
  return true;
}
