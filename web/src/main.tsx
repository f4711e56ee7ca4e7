/** Starts the console in the page. */

import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import './styles.css';

const root = document.getElementById('root');
if (root === null) {
  throw new Error('index.html has no element #root');
}
createRoot(root).render(
  <StrictMode>
    <main className="p-6">
      <h1 className="text-xl font-semibold">Casebook</h1>
    </main>
  </StrictMode>,
);
