// Loaded before the first paint, so that a page never flashes in the wrong mode.
(() => {
  const key = 'mact-theme';
  const root = document.documentElement;
  const stored = () => {
    try {
      return localStorage.getItem(key);
    } catch {
      return null;
    }
  };
  const apply = theme => {
    if (theme === 'dark' || theme === 'light') {
      root.dataset.theme = theme;
    }
  };
  apply(stored());
  document.addEventListener('click', event => {
    if (!event.target.closest('[data-mact-theme]')) {
      return;
    }
    const dark = root.dataset.theme ? root.dataset.theme === 'dark' : matchMedia('(prefers-color-scheme: dark)').matches;
    const theme = dark ? 'light' : 'dark';
    apply(theme);
    try {
      localStorage.setItem(key, theme);
    } catch {
      // Without storage the choice lasts until the page is left.
    }
  });
})();
