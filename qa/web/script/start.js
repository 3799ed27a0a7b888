// What each button does, and what Gradio's own events call.
const turnOf = (part) => [...log.children].indexOf(part.closest(".bz-turn"));
const recordOf = (part) => conversation.turns[turnOf(part)];

async function copy(button, text) {
  try {
    await navigator.clipboard.writeText(text);
  } catch { // no permission, or not a secure context
    const area = button.parentElement.appendChild(document.createElement("textarea"));
    area.value = text;
    area.select();
    document.execCommand("copy");
    area.remove();
    button.focus();
  }
  const label = button.textContent;
  if (label === button.dataset.done) return;
  button.textContent = button.dataset.done;
  say([button.dataset.done]);
  setTimeout(() => { button.textContent = label; }, 2000);
}

function linkTo({ question, understood_as: understoodAs }) {
  return `${location.origin}${location.pathname}?q=${encodeURIComponent(understoodAs || question)}`;
}

function repeat(button) {
  const { question, understood_as: understoodAs } = recordOf(button);
  ask(question, turnOf(button), understoodAs);
}

const system = matchMedia("(prefers-color-scheme: dark)");
const THEME = "bronzin-theme";
let theme = localStorage.getItem(THEME);

function dress() {
  document.body.classList.toggle("dark", (theme ?? (system.matches ? "dark" : "light")) === "dark");
}

// Choosing what the system has is following it again.
function turnTheme() {
  const dark = !document.body.classList.contains("dark");
  theme = dark === system.matches ? null : dark ? "dark" : "light";
  if (theme) note(localStorage, THEME, theme);
  else localStorage.removeItem(THEME);
  dress();
}

const does = {
  ask: (button) => ask(button.textContent),
  again: (button) => ask(recordOf(button).question, turnOf(button), button.value.trim()),
  repeat,
  view,
  copy: (button) => copy(button, button.dataset.copy),
  link: (button) => copy(button, linkTo(recordOf(button))),
  build: () => document.getElementById("bz-rebuild").click(),
  theme: turnTheme,
  new: startNew,
  type: () => field().focus(),
  history: () => { list(); drawer().showModal(); },
  open: (button) => openFromList(button.parentElement),
  drop: (button) => dropRow(button.parentElement),
  forget,
  export: (button) => save(button.dataset.kind),
  close: (button) => button.closest("dialog").close(),
};

document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-do]");
  if (button && !button.disabled) {
    tell("");
    does[button.dataset.do](button);
  }
  if (event.target === drawer()) drawer().close(); // beside it
  if (event.target.closest("#bz-send")) typed();
  if (!event.target.closest("#bz-rebuild, #bz-stop, #bz-language")) return;
  tell("");
  hail(() => tell(words().unreachable));
});

// Not by Gradio's own events: it holds them back while it looks for a server that is away, and then loads the page anew.
document.addEventListener("keydown", (event) => {
  if (event.target === field() && event.key === "Enter" && !event.shiftKey && !event.isComposing) typed();
});

element.addEventListener("keydown", (event) => {
  if (!event.target.matches(".bz-again")) return;
  if (event.key === "Escape") event.target.value = event.target.defaultValue;
  if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
  event.preventDefault();
  does.again(event.target);
});

document.addEventListener("keydown", (event) => {
  if (event.key === "Escape" && viewer.open && !viewer.matches(":modal") && !event.target.matches(".bz-again")) viewer.close();
});

function translate(chosen) {
  language = chosen;
  document.documentElement.lang = language;
  document.getElementById("bz-language").lang = language === "en" ? "nl" : "en"; // it is named in the other language
  log.setAttribute("aria-label", words().conversation);
  if (viewer.open) viewer.close();
  return show();
}

// What others did meanwhile, such as a build: a small question, now and then and when the tab is seen again.
const LOOK = 30_000;
let state;
async function look() {
  if (document.hidden) return;
  const now = JSON.stringify(await server.state());
  if (now === undefined) return;
  if (state && now !== state) trigger("look");
  state = now;
  if (unshown) show();
}

// What came of a build, or that files changed; not its seconds.
const status = document.getElementById("bz-status");
let reported = "";
new MutationObserver(() => {
  const report = status.querySelector(".bz-bar:not(:has(progress)) > span")?.textContent ?? "";
  if (report && report !== reported) say([report]);
  reported = report;
}).observe(status, { childList: true, subtree: true });

async function begin(saved, chosen) {
  conversations = Array.isArray(saved) ? saved : [];
  const address = new URL(location.href);
  const linked = address.searchParams.get("q");
  address.searchParams.delete("q");
  if (!linked) resume();
  await translate(chosen);
  log.lastElementChild?.scrollIntoView({ block: "start" });
  look();
  if (!linked) return;
  window.history.replaceState(null, "", address); // a reload shows the answer, and does not ask again
  ask(linked);
}

system.addEventListener("change", dress); // after Gradio, which follows the system whatever was chosen
dress();
document.addEventListener("visibilitychange", look);
setInterval(look, LOOK);
window.bronzin = { begin, translate, kept, checked };
