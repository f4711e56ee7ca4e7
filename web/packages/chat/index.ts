/**
 * Casebook's chat for pages of others.
 *
 *     import { AgentChatModal, Client } from '@casebook/chat';
 *     import '@casebook/chat/styles.css';
 */

export { Client } from '../../src/api/client';
export { ApiError, ConnectionLost } from '../../src/api/errors';
export type { Setup } from '../../src/api/transport';
export type {
  AcceptedMessage,
  History,
  Message,
  SessionSummary,
  StartedSession,
} from '../../src/api/types';
export { AgentChatMessage, type AgentChatMessageProps } from '../../src/chat/AgentChatMessage';
export type { AgentChatModalProps } from '../../src/chat/AgentChatModal';
export type { Pending } from '../../src/chat/outbox';
export {
  type AgentChat,
  type AgentChatOptions,
  useAgentChat,
} from '../../src/chat/useAgentChat';
export type { ChatMessage, ChatView } from '../../src/fold/chat';
export type { ToolRun } from '../../src/fold/tools';
export type { Evidence } from '../../src/stream/events';
export type { Status } from '../../src/stream/ports';
export { AgentChatModal } from './AgentChatModal';
export { Styled, type Theme } from './Styled';
