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

async function run(extensions) {
  let variables;
  try {
    variables = JSON.parse(part("variables").value || "{}");
  } catch (error) {
    part("answer").textContent = String(error);
    return;
  }
  part("told").textContent = "…";
  const started = performance.now();
  try {
    const answer = await ask(part("query").value, variables, extensions);
    part("answer").textContent = JSON.stringify(answer, null, 2);
    const cached = answer.extensions?.cached ? `, ${given.words.kept}` : "";
    part("told").textContent = `${Math.round(performance.now() - started)} ms${cached}`;
  } catch (error) {
    part("answer").textContent = String(error);
    part("told").textContent = "";
  }
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
  term.textContent = type ? `${name}: ${type}` : name;
  const words = document.createElement("dd");
  words.textContent = description || "";
  list.append(term, words);
}

function documented(type) {
  const block = document.createElement("article");
  const title = document.createElement("h2");
  title.textContent = type.name;
  const words = document.createElement("p");
  words.textContent = type.description || "";
  const list = document.createElement("dl");
  for (const field of type.fields || []) {
    const given = field.args.map((one) => `${one.name}: ${written(one.type)}`).join(", ");
    entry(list, given ? `${field.name}(${given})` : field.name, written(field.type), field.description);
  }
  for (const field of type.inputFields || []) entry(list, field.name, written(field.type), field.description);
  for (const value of type.enumValues || []) entry(list, value.name, "", value.description);
  block.append(title, words, list);
  return block;
}

function found(types, text) {
  const wanted = text.trim().toLowerCase();
  if (!wanted) return types.filter((type) => ["Query", "Mutation"].includes(type.name));
  const inside = (type) => [...(type.fields || []), ...(type.inputFields || [])];
  const named = types.filter((type) => type.name.toLowerCase().includes(wanted));
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
part("cost").addEventListener("click", () => run({ cost: "dryRun" }));
document.addEventListener("keydown", (event) => {
  if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) run(undefined);
});
if (given.examples.length) show(given.examples[0]);
document_schema();
