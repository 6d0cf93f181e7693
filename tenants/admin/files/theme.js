// Runs before the page is drawn: light or dark, as this browser was told, else as the system is.
(() => {
  const dark = matchMedia("(prefers-color-scheme: dark)");
  const chosen = () => {
    try {
      return localStorage.getItem("operator-theme") || "auto";
    } catch {
      return "auto";
    }
  };
  const apply = () => {
    const wanted = chosen();
    document.documentElement.classList.toggle("dark", wanted === "dark" || (wanted === "auto" && dark.matches));
  };
  dark.addEventListener("change", apply);
  window.operatorTheme = {
    chosen,
    choose(wanted) {
      try {
        localStorage.setItem("operator-theme", wanted);
      } catch {
        // Private windows keep nothing: the choice holds for no longer than the page then.
      }
      apply();
    },
  };
  apply();
})();
