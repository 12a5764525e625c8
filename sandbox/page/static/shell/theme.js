/* Chooses light or dark before anything is drawn, so that a reload never flashes. Not a module, so that it runs first. */

{
  const KEY = "deskbell-sandbox-theme";
  const root = document.documentElement;
  const system = matchMedia("(prefers-color-scheme: dark)");

  const apply = () => {
    const chosen = localStorage.getItem(KEY);
    root.dataset.theme = chosen ?? (system.matches ? "dark" : "light");
  };

  system.addEventListener("change", apply);
  globalThis.switchTheme = () => {
    localStorage.setItem(KEY, root.dataset.theme === "dark" ? "light" : "dark");
    apply();
    return root.dataset.theme;
  };
  apply();
}
