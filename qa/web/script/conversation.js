// The conversation. Turns come from the server as HTML in which all text is escaped; here text only becomes text nodes.
const log = element.querySelector(".bz-log");
const said = element.querySelector(".bz-said");
const told = element.querySelector(".bz-told");
const PATIENCE = 90_000; // milliseconds until a question without a reply can be repeated
const SILENCE = 2_500; // milliseconds after which someone who only hears the page is told that it is busy
const LEANED_ON = 8;
let language = "nl";
let waiting = null; // the question in flight: { key, number, conversation, held, shown }, with the turn that it replaced
let unshown = false; // the server could not be reached when the conversation was to be shown

const words = () => JSON.parse(document.querySelector(".bz-tool-row").dataset.words)[language];
const calm = () => matchMedia("(prefers-reduced-motion: reduce)").matches;

function make(tag, className, text = "", attributes = {}) {
  const made = document.createElement(tag);
  made.className = className;
  made.textContent = text;
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
  return made;
}

function fromServer(html) {
  const template = document.createElement("template");
  template.innerHTML = html;
  return template.content.firstElementChild;
}

// What is outside a modal dialog is not read out.
const heard = () => document.querySelector("dialog:modal") ?? element;

// Trouble, until the next thing that is done.
function tell(text) {
  heard().append(told);
  told.textContent = text;
}

// To a screen reader alone: pieces of text with their languages. What was said before is taken away first, else it is not said again.
function say(...pieces) {
  heard().append(said);
  said.replaceChildren();
  setTimeout(() => said.replaceChildren(...pieces.map(([text, lang]) => make("span", "", text, { lang: lang ?? language }))), 100);
}

// Gradio would wait for the server without a word.
function hail(lost) {
  fetch(location.pathname, { method: "HEAD", cache: "no-store" }).catch(lost);
}

// Gradio gives undefined where the server cannot be reached.
async function request(name, ...sent) {
  const got = await server[name](sent);
  if (got === undefined) tell(words().unreachable);
  return got;
}

// A storage that is full remembers less; nothing else stops.
function note(storage, name, value) {
  try {
    storage.setItem(name, value);
  } catch (error) {
    console.warn(error);
  }
}

// A question in flight, one that was interrupted, or one whose answer cannot be shown now.
function unanswered(record, busy) {
  const { searching, interrupted, unreachable, again, you } = words();
  const turn = make("article", "bz-turn");
  const question = make("h2", "bz-question", record.question, { dir: "auto" });
  question.prepend(make("span", "bz-sr", `${you}: `));
  const card = make("div", `bz-card ${busy ? "bz-busy" : "bz-interrupted"}`);
  card.append(make("p", "", busy ? searching : record.pending ? interrupted : unreachable));
  if (busy) card.firstChild.prepend(...[1, 2, 3].map(() => make("i", "")));
  else if (record.pending) card.append(make("button", "bz-small", again, { type: "button", "data-do": "repeat" }));
  turn.append(question, card);
  return turn;
}

function put(number, turn, held) {
  const old = log.children[number];
  if (old) old.replaceWith(turn);
  else log.append(turn);
  if (held && idle()) (turn.querySelector(".bz-again") ?? field()).focus();
  if (number === log.children.length - 1) turn.scrollIntoView({ block: "start", behavior: calm() ? "auto" : "smooth" });
}

const field = () => document.querySelector("#bz-input textarea");

// The focus is nowhere, or waits where nothing has been typed: only then may it be moved.
function idle() {
  const { activeElement: active, body } = document;
  return active === body || (active === field() && !active.value);
}

function empty(input) {
  input.value = "";
  input.dispatchEvent(new Event("input"));
}

// One at a time: while a question is in flight, the next one stays where it was typed.
function ask(question, number = conversation.turns.length, understoodAs = null) {
  if (waiting) return false;
  tell("");
  const before = conversation.turns.slice(0, number);
  const key = Math.random().toString(36);
  const shown = log.children[number];
  const held = shown?.contains(document.activeElement); // so that the focus comes back to a corrected question
  const record = { question, understood_as: understoodAs, pending: true, former: answerOf(conversation.turns[number]) };
  conversation.turns[number] = record;
  waiting = { key, number, conversation, held, shown };
  remember(conversation.id, number, record);
  put(number, unanswered(record, true), held);
  trigger("ask", { key, question, understood_as: understoodAs, said: before.map((turn) => turn.said).filter(Boolean).slice(-LEANED_ON) });
  setTimeout(() => waiting?.key === key && say([words().searching]), SILENCE);
  setTimeout(() => giveUp(key), PATIENCE);
  hail(() => giveUp(key));
  return true;
}

// The answer that a turn has, or had before it was asked again.
function answerOf(turn) {
  return turn?.pending ? turn.former : turn;
}

// What was answered before stays.
function giveUp(key) {
  if (!waiting || waiting.key !== key) return;
  const { number, conversation: asked, held, shown } = waiting;
  const { former } = asked.turns[number];
  waiting = null;
  tell(words().unreachable); // first: it makes room for itself
  if (former) {
    asked.turns[number] = former;
    sessionStorage.removeItem(PENDING);
  }
  if (asked === conversation) put(number, former ? shown : unanswered(asked.turns[number], false), held);
}

function typed() {
  const question = field().value;
  if (!question.trim()) tell(words().nothing_typed);
  else if (ask(question)) empty(field());
}

watch("value", () => {
  const reply = props.value;
  if (!waiting || reply?.key !== waiting.key) return;
  const { number, conversation: asked, held } = waiting;
  waiting = null;
  asked.turns[number] = reply.record;
  if (asked === conversation) {
    put(number, fromServer(reply.html), held);
    say(...JSON.parse(log.children[number].dataset.said));
  }
  setTimeout(() => keep(asked), 50); // a long history takes a moment to encipher: first the answer
});

// The whole conversation anew: another one, or in another language.
async function show() {
  const shown = conversation;
  const settled = shown.turns.filter((turn) => !turn.pending);
  const html = settled.length ? await request("saved_turns", settled, language) : [];
  if (shown !== conversation) return;
  unshown = !html;
  log.replaceChildren(...shown.turns.map((turn, number) =>
    turn.pending || !html?.length ? unanswered(turn, waiting?.conversation === shown && waiting.number === number) : fromServer(html.shift())));
}
