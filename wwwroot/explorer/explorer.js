// GraphiQL at the API: as the person who is signed in, or with a token that is pasted in and kept nowhere.
const place = document.getElementById("explorer");
const token = document.getElementById("explorer-token");
const chosen = () => document.querySelector('#explorer-as input[name="as"]:checked').value;

function ask(parameters, accept, signal) {
  const headers = { "Content-Type": "application/json", Accept: accept };
  const withToken = chosen() === "token";
  if (withToken) headers.Authorization = `Bearer ${token.value.trim()}`;
  else {
    headers.RequestVerificationToken = document.querySelector('meta[name="csrf"]').content;
    if (chosen() === "change") headers["Explorer-Changes"] = "yes";
  }
  return fetch(withToken ? place.dataset.token : place.dataset.session, { method: "POST", headers, body: JSON.stringify(parameters), signal, credentials: withToken ? "omit" : "same-origin" });
}

/** What was answered; pages in place of answers come from what stands before the API. */
const read = async (response) => response.headers.get("Content-Type")?.includes("json") ? response.json() : { errors: [{ message: `${response.status} ${response.statusText}`.trim() }] };

/** The events of a subscription. Stopping hangs up, also while nothing comes. */
function events(parameters) {
  const line = new AbortController();
  const stream = (async function* () {
    try {
      const response = await ask(parameters, "text/event-stream", line.signal);
      if (!response.headers.get("Content-Type")?.startsWith("text/event-stream")) {
        yield await read(response);
        return;
      }
      let text = "";
      for (const reader = response.body.pipeThrough(new TextDecoderStream()).getReader(); ;) {
        const { value, done } = await reader.read();
        if (done) return;
        text += value;
        for (let end; (end = text.indexOf("\n\n")) >= 0; text = text.slice(end + 2)) {
          const rows = text.slice(0, end).split("\n");
          if (rows.includes("event: complete")) return;
          const data = rows.find((row) => row.startsWith("data: "));
          if (data) yield JSON.parse(data.slice("data: ".length));
        }
      }
    } catch (error) {
      if (!line.signal.aborted) throw error;
    }
  })();
  return {
    [Symbol.asyncIterator]() { return this; },
    next: () => stream.next(),
    return() { line.abort(); return stream.return(); },
  };
}

const isSubscription = ({ operationName }, ast) => ast?.definitions.some((d) => d.kind === "OperationDefinition" && d.operation === "subscription" && (!operationName || d.name?.value === operationName));

// Who runs an example as soon as it stands there is quicker than GraphiQL, which names the operation that stood there before.
const named = ({ operationName, ...rest }) => new RegExp(`\\b(query|mutation|subscription)\\s+${operationName}\\b`).test(rest.query) ? { ...rest, operationName } : rest;

const fetcher = async (asked, { documentAST } = {}) => {
  const parameters = named(asked);
  return isSubscription(parameters, documentAST) ? events(parameters) : read(await ask(parameters, "application/json"));
};

const theme = () => document.documentElement.dataset.theme || (matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light");

const { createElement, useState, useEffect } = React;

function Explorer() {
  const [look, setLook] = useState(theme);
  useEffect(() => {
    const open = ({ target }) => {
      const button = target.closest("button[data-example]");
      if (!button) return;
      // The editor itself: GraphiQL tells its tab what stands in it.
      place.querySelector(".graphiql-query-editor .CodeMirror")?.CodeMirror.setValue(document.getElementById(button.dataset.example).content.textContent + "\n");
      place.scrollIntoView({ block: "start" });
      place.querySelector(".graphiql-query-editor textarea")?.focus({ preventScroll: true });
    };
    const turn = () => setLook(theme());
    const darkness = matchMedia("(prefers-color-scheme: dark)");
    document.addEventListener("click", open);
    darkness.addEventListener("change", turn);
    return () => { document.removeEventListener("click", open); darkness.removeEventListener("change", turn); };
  }, []);
  useEffect(() => { document.documentElement.dataset.explorer = look; }, [look]);
  return createElement(GraphiQL, {
    fetcher, forcedTheme: look, isHeadersEditorEnabled: false, showPersistHeadersSettings: false, inputValueDeprecation: true, schemaDescription: true,
    defaultQuery: "# Ctrl+Space completes, Ctrl+Enter runs.\n# The book tells what there is.\nquery Hello {\n  me { member { name } }\n  workspace { name zone }\n}\n",
  });
}

// For those who listen or use the keyboard: its editors are text boxes without names, they scroll by mouse alone, and its tabs hold buttons, which tabs may not.
const names = { "graphiql-query-editor": "Operation", "graphiql-editor-tool": "Variables", "result-window": "Answer" };

function mend() {
  for (const [editor, name] of Object.entries(names))
    for (const box of place.querySelectorAll(`.${editor} .CodeMirror textarea:not([aria-label])`)) box.setAttribute("aria-label", name);
  for (const long of place.querySelectorAll('.CodeMirror-scroll[tabindex="-1"]')) long.tabIndex = 0;
  for (const tabs of place.querySelectorAll('[role="tablist"]')) tabs.removeAttribute("role");
  for (const tab of place.querySelectorAll(".graphiql-tab[aria-selected]")) {
    tab.firstElementChild.ariaCurrent = tab.getAttribute("aria-selected");
    tab.removeAttribute("aria-selected");
    tab.removeAttribute("role");
  }
}

new MutationObserver(mend).observe(place, { childList: true, subtree: true, attributes: true, attributeFilter: ["aria-selected", "role", "tabindex"] });

document.getElementById("explorer-as").addEventListener("change", ({ target }) => {
  if (target === token) return;
  token.disabled = chosen() !== "token";
  if (!token.disabled) token.focus();
});

ReactDOM.createRoot(place).render(createElement(Explorer));
