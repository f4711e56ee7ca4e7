/** The console's chat, with all that it needs of its surroundings brought along. */

import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { useState } from 'react';
import { createPortal } from 'react-dom';
import {
  type AgentChatModalProps,
  AgentChatModal as ConsoleChat,
} from '../../src/chat/AgentChatModal';
import { OverlayRoot } from '../../src/ui/overlay';
import { Styled, type Theme } from './Styled';

/** While it is closed it draws nothing and follows nothing. */
export function AgentChatModal(props: AgentChatModalProps & { theme?: Theme }) {
  return props.open ? createPortal(<Opened {...props} />, document.body) : null;
}

function Opened({ theme, ...props }: AgentChatModalProps & { theme?: Theme }) {
  const [root, setRoot] = useState<HTMLElement | null>(null);
  const [queries] = useState(() => new QueryClient());
  return (
    <>
      <Styled theme={theme} ref={setRoot} />
      {root !== null && (
        <QueryClientProvider client={queries}>
          <OverlayRoot value={root}>
            <ConsoleChat {...props} />
          </OverlayRoot>
        </QueryClientProvider>
      )}
    </>
  );
}
