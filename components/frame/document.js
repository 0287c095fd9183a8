// What a script of Streamlit cannot reach of the browser's document. `data` is JSON: `{lang, page, words, upload, keep, cookie}`.
let shown = null; // the page that was drawn last
let words = []; // [selector, attribute, English as a pattern, translation]
let kept = null; // the language that was chosen last, in this tab
let waiting = false;
let upload = {}; // what is said of a file: {waits, lost, large}
let held = null; // {key, files}: dropped while the console was away
let away = false; // it is, or the page was not drawn anew yet since it was
let drawsAnew = false; // the page has begun to be drawn since then
let quietSince = null; // since when it stands there and nothing is drawn
const QUIET = 3000; // milliseconds after which it was drawn unseen, as in a tab behind others
let before = []; // keys around what last had the keyboard outside of dialogs, from the inside out
let dialogOpen = false;
let comesBackUntil = 0; // how long the keyboard's place is looked after once a dialog is gone
const YEAR = 365 * 24 * 60 * 60; // seconds
const COMES_BACK = 5000; // milliseconds in which Streamlit draws the page below anew

export default function ({ data }) {
  const told = JSON.parse(new TextDecoder().decode(data));
  document.documentElement.lang = told.lang;
  words = told.words.map(([selector, attribute, english, said]) => [selector, attribute, pattern(english), said]);
  upload = told.upload;
  if (told.keep && told.keep !== kept) keepLanguage(told.cookie, (kept = told.keep));
  if (told.page !== shown) {
    shown = told.page;
    closeMenuOnPhone();
  }
  translate();
  hideIcons();
}

// Once a choice and not at every run: another tab may have chosen since.
function keepLanguage(cookie, code) {
  const secure = location.protocol === "https:" ? "; Secure" : "";
  document.cookie = `${cookie}=${code}; Path=/; Max-Age=${YEAR}; SameSite=Lax${secure}`;
}

// The menu covers the page on a phone: it has done its work once a page was chosen.
function closeMenuOnPhone() {
  if (!matchMedia("(max-width: 768px)").matches) return;
  const menu = document.querySelector("[data-testid=stSidebar]");
  if (menu && menu.getBoundingClientRect().width > 100 && menu.getBoundingClientRect().right > 0)
    menu.querySelector("[data-testid=stSidebarCollapseButton] button")?.click();
}

function pattern(english) {
  const parts = english.split(/\{\w+\}/).map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, "\\$&"));
  return new RegExp(`^${parts.join("(.+)")}$`);
}

// The page below a dialog is drawn anew when it closes, and the keyboard would be at its top again. What opened the dialog
// may be gone (*Pause* became *Resume*); then the first control of what was around it is next to it.
function bringKeyboardBack() {
  const open = document.querySelector("[role=dialog]") !== null;
  const closed = dialogOpen && !open;
  dialogOpen = open;
  if (!closed) return;
  comesBackUntil = performance.now() + COMES_BACK;
  lookAfterKeyboard();
}

// Each frame and not at each change: what is below a dialog takes no focus for a moment after it is gone, and nothing tells when.
function lookAfterKeyboard() {
  if (dialogOpen || performance.now() > comesBackUntil) return;
  const page = document.querySelector("[data-testid=stMain]");
  if ([document.body, page].includes(document.activeElement)) (controlAround() ?? beginOfPage())?.focus({ preventScroll: true });
  requestAnimationFrame(lookAfterKeyboard);
}

function controlAround() {
  for (const key of before) {
    const around = document.querySelector(`.${CSS.escape(key)}`);
    const control = around?.matches(CONTROL) ? around : around?.querySelector(CONTROL);
    if (control) return control;
  }
  return null;
}

// Where nothing of it is left the next Tab goes on in the page, and not through the menu again.
function beginOfPage() {
  const page = document.querySelector("[data-testid=stMain]");
  if (page && !page.hasAttribute("tabindex")) page.tabIndex = -1;
  return page;
}

const CONTROL = ":is(button:not(:disabled, [aria-disabled]), a[href], input:not(:disabled), [tabindex='0'])";

function keysAround(element) {
  const keys = [];
  for (let at = element; at; at = at.parentElement)
    for (const name of at.classList) if (name.startsWith("st-key-")) keys.push(name);
  return keys;
}

document.addEventListener("focusin", ({ target }) => {
  if (!target.closest("[role=dialog]") && !target.matches("[data-testid=stMain]")) before = keysAround(target);
});
document.addEventListener("pointerdown", () => (comesBackUntil = 0)); // a person says where she wants to be

// An icon beside words is read out by its English name ("check_circle icon") in every language; the words say it already.
function hideIcons() {
  for (const icon of document.querySelectorAll("[role=img][aria-label$=' icon']:not([aria-hidden])")) icon.ariaHidden = "true";
}

function translate() {
  for (const [selector, attribute, english, said] of words)
    for (const element of document.querySelectorAll(selector))
      if (attribute) {
        const now = element.getAttribute(attribute);
        const found = now && english.exec(now);
        if (found) element.setAttribute(attribute, put(said, found[1]));
      } else translateText(element, english, said);
}

function translateText(element, english, said) {
  const texts = document.createTreeWalker(element, NodeFilter.SHOW_TEXT);
  while (texts.nextNode()) {
    const found = english.exec(texts.currentNode.nodeValue.trim());
    if (found) texts.currentNode.nodeValue = put(said, found[1]);
  }
}

// What stands beside a file that did not get to the console is for nobody who wanted to drop one: a status of HTTP, or what the
// browser says of a broken connection.
const TOO_LARGE = /^(\w*Error: )*Request failed with status( code)? 413$/;
const LOST =
  /^(\w*Error: )*(Request failed with status( code)? \d+|Request aborted|Connection lost\..*|Connection timed out|timeout.*exceeded|Network ?Error.*|Failed to fetch|Load failed)$/i;

function sayOfUploads() {
  for (const element of document.querySelectorAll("[data-testid=stFileUploader]"))
    for (const [said, english] of [[upload.large, TOO_LARGE], [upload.lost, LOST]]) translateText(element, english, said);
}

function put(said, kept) {
  return said.replace(/\{\w+\}/, () => kept);
}

// Streamlit's uploader takes nothing while the page is connecting again: a file that is dropped then would be lost without a word,
// or be opened by the browser in place of the page. It is held until the page is drawn anew.
const ZONE = "[data-testid=stFileUploaderDropzone]";

function lookForConsole() {
  const { testConnectionState, testScriptState } = document.querySelector("[data-testid=stApp]")?.dataset ?? {};
  const connected = testConnectionState === "CONNECTED";
  if (!connected) away = true;
  if (away && (!connected || testScriptState !== "notRunning")) {
    drawsAnew = connected;
    quietSince = null;
  } else if (away && !drawsAnew && quietSince === null) {
    quietSince = performance.now();
    setTimeout(lookForConsole, QUIET);
  } else if (away) away = !drawsAnew && performance.now() - quietSince < QUIET;
  if (!away && held) handIn();
}

function handIn() {
  const zone = document.querySelector(`.${CSS.escape(held.key)} ${ZONE}`);
  if (!zone || zone.ariaDisabled === "true") return;
  const files = new DataTransfer();
  for (const file of held.files) files.items.add(file);
  held = null;
  delete zone.dataset.waits;
  const input = zone.querySelector("input[type=file]");
  input.files = files.files;
  input.dispatchEvent(new Event("change", { bubbles: true }));
}

function hold(event) {
  const zone = event.target.closest?.(ZONE);
  lookForConsole();
  if (!zone || !away) return;
  event.preventDefault();
  event.stopImmediatePropagation(); // an earlier copy of this script may listen too
  const files = [...((event.type === "drop" ? event.dataTransfer : event.target).files ?? [])];
  if (event.type === "dragover" || !files.length) return;
  held = { key: keysAround(zone)[0], files };
  zone.dataset.waits = upload.waits;
}

for (const kind of ["dragover", "drop", "change"]) document.addEventListener(kind, hold, true);

// Streamlit draws when it likes; a look a frame is enough.
new MutationObserver(() => {
  if (waiting) return;
  waiting = true;
  requestAnimationFrame(() => {
    waiting = false;
    translate();
    sayOfUploads();
    hideIcons();
    bringKeyboardBack();
    lookForConsole();
  });
}).observe(document.body, {
  subtree: true,
  childList: true,
  characterData: true,
  attributes: true,
  attributeFilter: ["aria-label", "aria-disabled", "data-test-connection-state", "data-test-script-state"],
});
