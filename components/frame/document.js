// What a script of Streamlit cannot reach of the browser's document. `data` is JSON: `{lang, page, words}`.
let shown = null; // the page that was drawn last
let words = []; // [selector, attribute, English as a pattern, translation]
let waiting = false;

export default function ({ data }) {
  const told = JSON.parse(new TextDecoder().decode(data));
  document.documentElement.lang = told.lang;
  words = told.words.map(([selector, attribute, english, said]) => [selector, attribute, pattern(english), said]);
  if (told.page !== shown) {
    shown = told.page;
    closeMenuOnPhone();
  }
  translate();
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

function translate() {
  waiting = false;
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

function put(said, kept) {
  return said.replace(/\{\w+\}/, () => kept);
}

// Streamlit draws when it likes; a look a frame is enough.
new MutationObserver(() => {
  if (waiting || !words.length) return;
  waiting = true;
  requestAnimationFrame(translate);
}).observe(document.body, {
  subtree: true,
  childList: true,
  characterData: true,
  attributes: true,
  attributeFilter: ["aria-label"],
});
