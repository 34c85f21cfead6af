'use strict';
try {
  const theme = localStorage.getItem('gse-theme');
  if (theme === 'light' || theme === 'dark') document.documentElement.dataset.theme = theme;
} catch {
  // Without storage the system's choice counts.
}
