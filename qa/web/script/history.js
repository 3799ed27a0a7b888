// Conversations of this browser. They are kept by Gradio's BrowserState; other tabs hear of each change, so that none undoes another's.
const LIMIT = 1_000_000; // characters of JSON: enciphered below the 5 MB a browser gives, and not too slow to encipher
const HERE = "bronzin-conversation"; // that this tab shows
const PENDING = "bronzin-pending"; // the question that this tab waits for
const tabs = new BroadcastChannel("bronzin");
let conversations = []; // that have turns, the one used last at the end
let conversation = fresh();

function fresh() {
  return { id: Date.now().toString(36) + Math.random().toString(36).slice(2), at: Date.now(), turns: [] };
}

const titleOf = ({ turns }) => turns[0]?.question.trim() || words().untitled;

function without(id) {
  return conversations.filter((other) => other.id !== id);
}

function keep(changed = conversation) {
  if (changed.turns.length) conversations = [...without(changed.id), changed];
  tabs.postMessage({ changed });
  trigger("keep");
  sessionStorage.removeItem(PENDING);
}

function remember(id, number, record) {
  note(sessionStorage, HERE, id);
  note(sessionStorage, PENDING, JSON.stringify({ id, number, record }));
}

// What this tab showed before it was loaded anew, with the question it was waiting for.
function resume() {
  const id = sessionStorage.getItem(HERE);
  const pending = JSON.parse(sessionStorage.getItem(PENDING));
  conversation = conversations.find((one) => one.id === id) ?? conversation;
  if (!id || pending?.id !== id || pending.number > conversation.turns.length) return;
  conversation.id = id;
  if (!pending.record.former) conversation.turns[pending.number] = pending.record;
}

// What fits, the oldest dropped first: conversations, then turns of the only one left.
function kept() {
  const list = conversations.map((one) => ({ ...one, turns: one.turns.map((turn) => answerOf(turn) ?? turn) }));
  let size = JSON.stringify(list).length;
  while (size > LIMIT) {
    const dropped = list.length > 1 ? list.shift() : list[0].turns.shift();
    size -= JSON.stringify(dropped).length + 1;
  }
  return list;
}

// A tab goes on with what another made of the same conversation; with a question in flight it goes on by itself.
tabs.onmessage = ({ data: { changed, dropped } }) => {
  if (changed?.turns.length) conversations = [...without(changed.id), changed];
  else if (!changed) conversations = dropped ? without(dropped) : [];
  if (changed ? changed.id !== conversation.id : dropped && dropped !== conversation.id) return;
  if (waiting?.conversation === conversation) conversation.id = fresh().id;
  else open(changed?.id);
};

// After each writing: the browser's cipher is never twice the same, so that the same one was not written.
let stored;
function checked(now) {
  if (now === null || now === stored) tell(words().no_room);
  stored = now;
}

function open(id) {
  conversation = conversations.find((one) => one.id === id) ?? fresh();
  note(sessionStorage, HERE, conversation.id);
  if (viewer.open) viewer.close();
  return show();
}

function startNew() {
  if (drawer().open) drawer().close();
  open(null);
  scrollTo(0, 0);
  field().focus();
}

function drop(id) {
  conversations = id ? without(id) : [];
  if (!id || waiting?.conversation.id === id) waiting = null; // its answer does not bring it back
  tabs.postMessage({ dropped: id });
  trigger("keep");
  if (!id || id === conversation.id) open(null);
  list();
}

// The focus stays where it was, on what has moved there.
function dropRow(row) {
  const number = [...row.parentElement.children].indexOf(row);
  drop(row.dataset.id);
  const left = drawer().querySelectorAll("[data-do=drop]");
  (left[Math.min(number, left.length - 1)] ?? drawer().querySelector(".bz-close")).focus();
}

// All of them only when it is pressed again.
function forget(button) {
  const { delete_sure: sure } = words();
  if (button.textContent !== sure) {
    button.textContent = sure;
    return say([sure]);
  }
  drop(null);
  drawer().querySelector(".bz-close").focus();
}

async function openFromList(row) {
  drawer().close();
  log.focus({ preventScroll: true });
  await open(row.dataset.id);
  log.lastElementChild?.scrollIntoView({ block: "start" });
}

const drawer = () => document.querySelector(".bz-history");

function list() {
  const { delete: remove, no_history: none } = words();
  const rows = conversations.toReversed().map((one) => {
    const row = make("li", one.id === conversation.id ? "bz-current" : "", "", { "data-id": one.id });
    const day = new Date(one.at).toLocaleDateString(language === "en" ? "en-GB" : language, { day: "numeric", month: "long", year: "numeric" });
    const opening = make("button", "bz-entry", "", { type: "button", "data-do": "open", "aria-current": String(one.id === conversation.id) });
    opening.append(make("b", "", titleOf(one), { dir: "auto" }), make("span", "bz-soft", `${day} · ${one.turns.length}`));
    row.append(opening, make("button", "bz-small", "✕", { type: "button", "data-do": "drop", "aria-label": `${remove}: ${titleOf(one)}` }));
    return row;
  });
  drawer().querySelector(".bz-list").replaceChildren(...(rows.length ? rows : [make("li", "bz-soft", none)]));
  for (const button of drawer().querySelectorAll("[data-do=export]")) button.disabled = !conversation.turns.length;
  const all = drawer().querySelector("[data-do=forget]");
  all.disabled = !conversations.length;
  all.textContent = words().delete_all;
}

// A download that the server writes no file for.
async function save(kind) {
  const turns = conversation.turns.filter((turn) => !turn.pending);
  const text = kind === "md" ? await request("as_markdown", turns, language) : JSON.stringify({ format: "bronzin-conversation", turns }, null, 2);
  if (text === undefined) return;
  const day = new Date(conversation.at).toLocaleDateString("sv"); // as 2026-03-01, where the reader is
  const link = make("a", "", "", { download: `bronzin-${day}.${kind}` });
  link.href = URL.createObjectURL(new Blob([text], { type: kind === "md" ? "text/markdown" : "application/json" }));
  link.click();
  URL.revokeObjectURL(link.href);
}
