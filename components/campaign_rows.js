// Draws the rows of `data`, which is JSON: `{label, rows: [{id, html}]}`. A click is answered with `{action, id}`: the
// campaign comes with the click, whatever the list has become meanwhile. Only rows that changed are drawn anew, so that
// neither focus nor a click in progress is lost when the list is read again.
export default function ({ parentElement, data, setTriggerValue }) {
  const { label, rows } = JSON.parse(new TextDecoder().decode(data));
  const list = parentElement.querySelector(".campaign-rows");
  list.setAttribute("aria-label", label);
  const before = new Map(Array.from(list.children, (row) => [row.dataset.id, row]));
  rows.forEach(({ id, html }, place) => {
    const row = before.get(id) ?? document.createElement("li");
    before.delete(id);
    if (row.drawn !== html) {
      row.dataset.id = id;
      row.className = `st-key-campaign-${id}`;
      row.innerHTML = row.drawn = html;
    }
    if (list.children[place] !== row) list.insertBefore(row, list.children[place] ?? null);
  });
  before.forEach((row) => row.remove());

  list.onclick = (event) => {
    const control = event.target.closest("a, button");
    if (!control) return;
    if (control.href) return openHere(event, control.href);
    setTriggerValue("clicked", { action: control.dataset.action, id: control.closest("li").dataset.id });
  };
}

// Goes to a page without loading the console anew, in the way the browser's own Back and Forward do.
function openHere(event, address) {
  if (event.ctrlKey || event.metaKey || event.shiftKey) return; // a tab or window of its own
  event.preventDefault();
  history.pushState(null, "", address);
  window.dispatchEvent(new PopStateEvent("popstate"));
}
