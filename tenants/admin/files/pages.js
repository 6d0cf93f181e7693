// What the operator's pages do by themselves: the menu, the theme, one sending of a form, looks at the server.
const all = (selector) => [...document.querySelectorAll(selector)];
const one = (selector) => document.querySelector(selector);

function menu() {
  const button = one("[data-menu]");
  const side = one("#side");
  if (!button || !side) return;
  const show = (open) => {
    side.classList.toggle("is-open", open);
    button.setAttribute("aria-expanded", String(open));
    if (open) side.querySelector("a")?.focus();
  };
  button.addEventListener("click", () => show(!side.classList.contains("is-open")));
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || !side.classList.contains("is-open")) return;
    show(false);
    button.focus();
  });
  document.addEventListener("click", (event) => {
    if (side.classList.contains("is-open") && !side.contains(event.target) && !button.contains(event.target)) show(false);
  });
}

function themes() {
  const buttons = all("[data-theme]");
  const mark = () => {
    for (const button of buttons) {
      button.setAttribute("aria-pressed", String(button.dataset.theme === window.operatorTheme.chosen()));
    }
  };
  for (const button of buttons) {
    button.addEventListener("click", () => {
      window.operatorTheme.choose(button.dataset.theme);
      mark();
    });
  }
  mark();
}

function signOut() {
  const form = one("[data-sign-out]");
  form?.addEventListener("submit", async (event) => {
    event.preventDefault();
    const token = form.querySelector("input[name=csrfmiddlewaretoken]").value;
    await fetch("/auth/logout", { method: "POST", body: "{}", headers: { "X-CSRFToken": token, "Content-Type": "application/json" } });
    location.assign(form.dataset.signOut);
  });
}

function sendOnce() {
  for (const form of all("form[data-once]")) {
    form.addEventListener("submit", () => {
      for (const button of form.querySelectorAll("button[type=submit]")) button.disabled = true;
    });
  }
  // Who comes back by the browser's button finds the form ready again.
  window.addEventListener("pageshow", () => {
    for (const button of all("form[data-once] button[type=submit]")) button.disabled = false;
  });
}

function slugLook() {
  const box = one("[data-slug-look] input[name=slug]");
  const told = one("#slug-state");
  if (!box || !told) return;
  let waiting = 0;
  const look = async () => {
    const slug = box.value.trim();
    if (!slug) {
      told.textContent = "";
      return;
    }
    const answer = await fetch(`${told.dataset.look}?${new URLSearchParams({ slug })}`);
    if (!answer.ok || slug !== box.value.trim()) return;
    const state = await answer.json();
    told.textContent = state.is_free ? `${told.dataset.words} ${state.host}` : state.words;
    told.className = state.is_free ? "hb-quiet" : "hb-level-hard";
    box.setAttribute("aria-invalid", String(!state.is_free));
  };
  box.addEventListener("input", () => {
    clearTimeout(waiting);
    waiting = setTimeout(look, 250);
  });
  look();
}

function previews() {
  const box = one("select[name=industry]");
  if (!box || !one("[data-preview]")) return;
  const demo = one("input[name=with_demo]");
  const show = () => {
    for (const part of all("[data-preview]")) part.hidden = part.dataset.preview !== box.value;
    if (demo) {
      const known = (demo.closest("[data-demo]")?.dataset.demo || "").split(" ");
      demo.disabled = !known.includes(box.value);
      if (demo.disabled) demo.checked = false;
    }
  };
  box.addEventListener("change", show);
  show();
}

function follow() {
  const part = one("[data-follow]");
  if (!part) return;
  const look = async () => {
    try {
      const answer = await fetch(part.dataset.follow);
      if (answer.redirected) {
        location.reload();
        return;
      }
      if (answer.ok) {
        const html = await answer.text();
        if (part.innerHTML.trim() !== html.trim()) part.innerHTML = html;
      }
    } catch {
      // The server is away for a moment: the next look tells.
    }
    if (!part.querySelector("[data-over]")) setTimeout(look, 700);
  };
  if (!part.querySelector("[data-over]")) setTimeout(look, 300);
}

menu();
themes();
signOut();
sendOnce();
slugLook();
previews();
follow();
