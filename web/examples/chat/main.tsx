/** A page of a team of its own, with Casebook's chat in it. */

import { AgentChatModal, Client } from '@casebook/chat';
import '@casebook/chat/styles.css';
import { useMemo, useState } from 'react';
import { createRoot } from 'react-dom/client';

/** `?api=…&workload=…&project=…#token`; a real page takes them from its settings and its sign-in. */
const asked = new URLSearchParams(window.location.search);
const token = window.location.hash.slice(1);

function Page() {
  const [isOpen, setIsOpen] = useState(false);
  const client = useMemo(() => new Client({ url: asked.get('api') ?? '', token: () => token }), []);
  return (
    <main>
      <h1>Orders</h1>
      <button type="button" onClick={() => setIsOpen(true)}>
        Ask an agent
      </button>
      <AgentChatModal
        client={client}
        workloadId={asked.get('workload') ?? ''}
        projectId={asked.get('project') ?? ''}
        open={isOpen}
        onClose={() => setIsOpen(false)}
      />
    </main>
  );
}

const root = document.getElementById('root');
if (root !== null) {
  createRoot(root).render(<Page />);
}
