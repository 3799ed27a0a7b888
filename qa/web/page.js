// The conversation. The server sends the turns that are new or changed, already escaped; nothing is made into HTML here.
const log = element.querySelector(".bz-log");
const said = element.querySelector(".bz-said");

function show() {
  const update = props.value;
  if (!update) return;
  document.documentElement.lang = update.language;
  log.setAttribute("aria-label", update.label);
  for (const [index, html] of update.turns) {
    if (log.children[index]) log.children[index].outerHTML = html;
    else log.insertAdjacentHTML("beforeend", html);
  }
  if (!update.newest) return;
  const newest = log.lastElementChild;
  const calm = matchMedia("(prefers-reduced-motion: reduce)").matches;
  newest.scrollIntoView({ block: "start", behavior: calm ? "auto" : "smooth" });
  said.textContent = newest.dataset.said;
}

async function copy(button) {
  const text = button.dataset.copy;
  try {
    await navigator.clipboard.writeText(text);
  } catch { // no permission, or not a secure context
    const area = document.body.appendChild(document.createElement("textarea"));
    area.value = text;
    area.select();
    document.execCommand("copy");
    area.remove();
    button.focus();
  }
  const label = button.textContent;
  if (label === button.dataset.done) return;
  button.textContent = said.textContent = button.dataset.done;
  setTimeout(() => { button.textContent = label; }, 2000);
}

async function ask(question) {
  const input = document.querySelector("#bz-input textarea");
  input.value = question;
  input.dispatchEvent(new Event("input"));
  input.focus();
  await new Promise(requestAnimationFrame); // Gradio takes the new value over
  document.getElementById("bz-send").click();
}

element.addEventListener("click", (event) => {
  const button = event.target.closest("button");
  if (button?.dataset.copy) copy(button);
  if (button?.dataset.press) document.getElementById(button.dataset.press).click();
  if (button?.dataset.question) ask(button.dataset.question);
});

watch("value", show);
show();
