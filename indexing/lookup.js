// The list of 查条款: copy a citation, open the outline at a clause, fetch related clauses.
const say = (button, text) => {
  const before = button.dataset.name || button.textContent;
  button.dataset.name = before;
  button.textContent = text;
  setTimeout(() => { button.textContent = before; }, 2000);
};
const copy = async (text) => {
  if (navigator.clipboard && window.isSecureContext) {
    try { await navigator.clipboard.writeText(text); return true; } catch (refused) { /* below */ }
  }
  const box = document.createElement("textarea");  // pages served over plain http
  box.value = text;
  box.style.position = "fixed";
  box.style.opacity = "0";
  document.body.append(box);
  box.select();
  const done = document.execCommand("copy");
  box.remove();
  return done;
};
element.addEventListener("click", async (event) => {
  const citation = event.target.closest("[data-copy]");
  if (citation) {
    const done = await copy(citation.dataset.copy);
    citation.focus();
    say(citation, done ? "已复制" : "复制失败，请手动选取");
  }
  const outline = event.target.closest("[data-outline]");
  if (outline) trigger("click", {clause: outline.dataset.outline});
  const example = event.target.closest("[data-query]");
  if (example) {
    const box = document.querySelector("#lookup-query textarea, #lookup-query input");
    box.value = example.dataset.query;
    box.dispatchEvent(new Event("input", {bubbles: true}));
    box.focus();
  }
  const inside = event.target.closest('a[href^="#lk-"]');
  if (inside) {
    event.preventDefault();
    element.querySelector(inside.getAttribute("href"))?.scrollIntoView();
  }
});
element.addEventListener("toggle", async (event) => {
  const box = event.target;
  if (!box.open || !box.dataset.related || box.dataset.done) return;
  box.dataset.done = "1";
  const shown = box.querySelector("div");
  try {
    shown.innerHTML = await server.related(box.dataset.related);
  } catch (failed) {
    delete box.dataset.done;
    shown.textContent = "没有查到，请收起后再展开试一次。";
  }
}, true);
// While an input method composes, what stands in the box is not yet what is meant.
for (const [event, state] of [["compositionstart", "1"], ["compositionend", ""]]) {
  document.addEventListener(event, ({target}) => {
    if (target.closest("#lookup-query")) target.dataset.composing = state;
  });
}
// What is typed into a filter replaces what is chosen, however it got the focus.
document.addEventListener("focusin", ({target}) => {
  if (target.matches("#lookup-filters input")) setTimeout(() => target.select(), 50);
});
