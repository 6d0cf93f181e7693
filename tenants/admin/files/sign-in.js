// Signing in by the doors that everybody uses: password first, then a code where one is asked for.
const form = document.querySelector("[data-sign-in]");
const told = document.querySelector("[role=alert]");
const code = document.querySelector("[data-code]");
let token = "";
let asksCode = false;

function say(words) {
  told.textContent = words;
  told.hidden = !words;
}

async function ask(address, body) {
  const answer = await fetch(address, {
    method: "POST",
    body: JSON.stringify(body),
    headers: { "Content-Type": "application/json", "X-CSRFToken": token },
  });
  return { status: answer.status, ok: answer.ok, said: await answer.json() };
}

function askForCode(said) {
  asksCode = true;
  token = said.csrfToken || token;
  code.hidden = false;
  document.querySelector("[data-password]").hidden = true;
  code.querySelector("input").focus();
}

async function send() {
  const given = Object.fromEntries(new FormData(form));
  if (!token) token = (await (await fetch("/auth/session")).json()).csrfToken;
  const { status, ok, said } = asksCode
    ? await ask("/auth/second-factor", { code: given.code })
    : await ask("/auth/login", { email: given.email, password: given.password });
  if (status === 202) askForCode(said);
  else if (ok) location.assign(form.dataset.signIn);
  else say(said.errors[0].message);
}

form.addEventListener("submit", async (event) => {
  event.preventDefault();
  const button = form.querySelector("button");
  button.disabled = true;
  say("");
  try {
    await send();
  } catch {
    say(form.dataset.failed);
  }
  button.disabled = false;
});
