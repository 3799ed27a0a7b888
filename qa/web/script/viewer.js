// The source viewer: a panel beside the conversation, or a sheet over it where there is no room.
const viewer = element.querySelector(".bz-viewer");
const narrow = matchMedia("(max-width: 60rem)");
let opener = null; // where the focus goes back to
let viewed = null; // the turn whose places are walked through

async function view(button) {
  const step = viewer.contains(button) ? button.getAttribute("aria-label") : "";
  const turn = step ? viewed : recordOf(button);
  const html = await request("source_view", turn, Number(button.dataset.place), language);
  if (html === undefined) return;
  if (!step) [opener, viewed] = [button, turn];
  viewer.innerHTML = html;
  if (!viewer.open) {
    if (narrow.matches) viewer.showModal();
    else viewer.show();
  }
  const again = [...viewer.querySelectorAll("button:enabled")].find((other) => step && other.getAttribute("aria-label") === step);
  (again ?? viewer.querySelector(".bz-close"))?.focus({ preventScroll: true });
  const paper = viewer.querySelector(".bz-paper");
  const mark = paper?.querySelector("mark");
  const shown = paper?.querySelector(".bz-here, .bz-saved");
  if (step && shown) say([`${viewer.querySelector(".bz-steps span").textContent}: `], [shown.textContent, shown.closest("[lang]").lang]);
  if (mark) paper.scrollTop += mark.getBoundingClientRect().top - paper.getBoundingClientRect().top - paper.clientHeight / 3;
}

// This comes later than the closing: what is typed since then stays where it is typed.
viewer.addEventListener("close", () => {
  viewer.replaceChildren();
  if (document.activeElement === document.body) (opener?.isConnected ? opener : field()).focus();
});
