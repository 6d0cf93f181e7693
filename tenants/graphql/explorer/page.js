"use strict";
// Text from the server is only ever shown as text, never as markup.
const given = JSON.parse(document.getElementById("given").textContent);
const part = (id) => document.getElementById(id);
const TYPE = "kind name ofType { kind name ofType { kind name ofType { kind name } } }";
const SCHEMA = `query Schema { __schema { types { kind name description
  fields { name description args { name description type { ${TYPE} } } type { ${TYPE} } }
  inputFields { name description type { ${TYPE} } } enumValues { name description } } } }`;

async function ask(query, variables, extensions) {
  const response = await fetch("/graphql", {
    method: "POST",
    credentials: "same-origin",
    headers: { "Content-Type": "application/json", Accept: "application/json", "X-CSRFToken": given.csrfToken },
    body: JSON.stringify({ query, variables, extensions }),
  });
  return response.json();
}

function tell(text, isBad) {
  part("told").textContent = text;
  part("told").classList.toggle("bad", isBad);
}

function failed(error) {
  part("answer").textContent = String(error);
  tell(given.words.failed, true);
}

async function run(extensions) {
  let variables;
  try {
    variables = JSON.parse(part("variables").value || "{}");
  } catch (error) {
    failed(error);
    return;
  }
  tell("…", false);
  const started = performance.now();
  try {
    const answer = await ask(part("query").value, variables, extensions);
    part("answer").textContent = JSON.stringify(answer, null, 2);
    const parts = [`${Math.round(performance.now() - started)} ms`];
    if (answer.extensions?.cost) parts.unshift(given.words.points.replace("{}", answer.extensions.cost.actual || answer.extensions.cost.requested));
    if (answer.extensions?.cached) parts.push(given.words.kept);
    if (answer.errors) parts.push(given.words.failed);
    tell(parts.join(" · "), Boolean(answer.errors));
  } catch (error) {
    failed(error);
  }
}

async function leave() {
  part("leave").disabled = true;
  await fetch("/auth/logout", { method: "POST", credentials: "same-origin", headers: { "X-CSRFToken": given.csrfToken } });
  location.assign("/");
}

function show(example) {
  part("query").value = example.query;
  part("variables").value = JSON.stringify(example.variables, null, 2);
}

function written(type) {
  if (type.kind === "NON_NULL") return `${written(type.ofType)}!`;
  if (type.kind === "LIST") return `[${written(type.ofType)}]`;
  return type.name;
}

function entry(list, name, type, description) {
  const term = document.createElement("dt");
  term.textContent = type ? `${name}: ` : name;
  if (type) term.append(element("span", type));
  list.append(term, described("dd", description));
}

function element(tag, text) {
  const made = document.createElement(tag);
  made.textContent = text;
  return made;
}

// Names in descriptions stand between backticks.
function described(tag, text) {
  const made = document.createElement(tag);
  for (const [at, piece] of (text || "").split("`").entries()) made.append(at % 2 ? element("code", piece) : piece);
  return made;
}

function documented(type) {
  const block = document.createElement("article");
  const list = document.createElement("dl");
  for (const field of type.fields || []) {
    const given = field.args.map((one) => `${one.name}: ${written(one.type)}`).join(", ");
    entry(list, given ? `${field.name}(${given})` : field.name, written(field.type), field.description);
  }
  for (const field of type.inputFields || []) entry(list, field.name, written(field.type), field.description);
  for (const value of type.enumValues || []) entry(list, value.name, "", value.description);
  block.append(element("h2", type.name), described("p", type.description), list);
  return block;
}

// The very name first, then what begins with it; pages of lists last.
function far(name, wanted) {
  const at = name.toLowerCase().indexOf(wanted);
  return (at > 0 ? 200 : 0) + (/(Connection|Edge|Payload)$/.test(name) ? 400 : 0) + name.length - wanted.length;
}

function found(types, text) {
  const wanted = text.trim().toLowerCase();
  if (!wanted) return types.filter((type) => ["Query", "Mutation"].includes(type.name));
  const inside = (type) => [...(type.fields || []), ...(type.inputFields || [])];
  const named = types.filter((type) => type.name.toLowerCase().includes(wanted));
  named.sort((one, other) => far(one.name, wanted) - far(other.name, wanted));
  const holding = types.filter((type) => inside(type).some((field) => field.name.toLowerCase().includes(wanted)));
  return [...new Set([...named, ...holding])].slice(0, 20);
}

async function document_schema() {
  const answer = await ask(SCHEMA, {}, undefined);
  const types = (answer.data?.__schema.types || []).filter((type) => !type.name.startsWith("__"));
  const draw = () => part("docs").replaceChildren(...found(types, part("search").value).map(documented));
  part("search").addEventListener("input", draw);
  draw();
}

for (const [at, example] of given.examples.entries()) part("examples").append(new Option(example.title, String(at)));
part("examples").addEventListener("change", (event) => show(given.examples[Number(event.target.value)]));
part("run").addEventListener("click", () => run(undefined));
part("leave").addEventListener("click", leave);
part("cost").addEventListener("click", () => run({ cost: "dryRun" }));
document.addEventListener("keydown", (event) => {
  if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) run(undefined);
});
if (given.examples.length) show(given.examples[0]);
document_schema();
