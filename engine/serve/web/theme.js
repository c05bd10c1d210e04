/* theme.js - light, dark, or as the system has it. A plain script, so that it runs before the page
 * is drawn. */
(() => {
    const key = "rung-theme";
    const root = document.documentElement;

    function kept() {
        try {
            return localStorage.getItem(key);
        } catch {
            return null; /* storage is switched off */
        }
    }

    function take(theme) {
        if (theme === "light" || theme === "dark")
            root.dataset.theme = theme;
        else
            delete root.dataset.theme;
    }

    function keep(theme) {
        try {
            localStorage.setItem(key, theme);
        } catch {
            /* the choice holds for this page alone */
        }
    }

    take(kept());
    document.addEventListener("DOMContentLoaded", () => {
        const choice = document.getElementById("theme");
        choice.value = root.dataset.theme ?? "system";
        choice.addEventListener("change", () => {
            take(choice.value);
            keep(choice.value);
        });
    });
})();
