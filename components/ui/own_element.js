// Draws the parts of `data`, which is JSON: `{label, parts: [{key, html}]}`. A click on a button is answered with its
// `{action, id}`: what it is about comes with the click, whatever the element has become meanwhile. Only parts that
// changed are drawn anew, so that neither focus nor a click in progress is lost when they are read again.
export default function ({ parentElement, data, setTriggerValue }) {
  const { label, parts } = JSON.parse(new TextDecoder().decode(data));
  const root = parentElement.querySelector(".own-element");
  root.setAttribute("aria-label", label);
  const before = new Map(Array.from(root.children, (part) => [part.className, part]));
  parts.forEach(({ key, html }, place) => {
    const name = `st-key-${key}`;
    const part = before.get(name) ?? document.createElement(root.tagName === "UL" ? "li" : "div");
    before.delete(name);
    if (part.drawn !== html) {
      const was = part.contains(document.activeElement) ? document.activeElement : null;
      part.className = name;
      part.innerHTML = part.drawn = html;
      if (was) keepPlace(part, was);
    }
    if (root.children[place] !== part) root.insertBefore(part, root.children[place] ?? null);
  });
  before.forEach((part) => part.remove());
  const controls = root.querySelector(".controls");
  if (controls) keepInReach(root, controls.parentElement);

  root.onclick = (event) => {
    const control = event.target.closest("a, button");
    if (!control || control.popoverTargetElement) return;
    if (control.href) return openHere(event, control.href);
    const { action, id } = control.dataset;
    sayWhyNot(root, control);
    if (control.ariaDisabled) return;
    control.closest("[popover]")?.hidePopover();
    setTriggerValue("clicked", { action, id });
  };
}

// While the place of the controls is scrolled out of the window they are `pinned` at its edge.
function keepInReach(root, place) {
  if (root.watched === place) return;
  root.watched = place;
  root.watcher?.disconnect();
  root.watcher = new IntersectionObserver(([seen]) => {
    root.classList.toggle("pinned", !seen.isIntersecting && seen.boundingClientRect.top < 0);
  });
  root.watcher.observe(place);
}

// The keyboard stays where it was: on the control that does the same, else on the first.
function keepPlace(part, was) {
  const controls = [...part.querySelectorAll("a, button")];
  const same = (one) => (was.href ? one.href === was.href : one.dataset.action === was.dataset.action);
  (controls.find(same) ?? controls[0])?.focus({ preventScroll: true });
}

// A button that cannot be used says why below it, also to who has no mouse to rest on it.
function sayWhyNot(root, control) {
  root.querySelectorAll(".why-not").forEach((said) => said.remove());
  if (!control.ariaDisabled || control.closest("[popover]")) return; // a menu says it anyway
  const said = document.createElement("p");
  said.className = "why-not";
  said.setAttribute("role", "status");
  control.closest(".own-element > *").append(said);
  said.textContent = control.title;
}

// Goes to a page without loading the console anew, in the way the browser's own Back and Forward do.
function openHere(event, address) {
  if (event.ctrlKey || event.metaKey || event.shiftKey) return; // a tab or window of its own
  event.preventDefault();
  history[address === location.href ? "replaceState" : "pushState"](null, "", address);
  window.dispatchEvent(new PopStateEvent("popstate"));
}
