/** Starts the console in the page. */

import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { App } from './app/App';
import { currentTheme, showTheme } from './app/theme';
import './styles.css';

const root = document.getElementById('root');
if (root === null) {
  throw new Error('index.html has no element #root');
}
showTheme(currentTheme());
createRoot(root).render(
  <StrictMode>
    <App />
  </StrictMode>,
);
