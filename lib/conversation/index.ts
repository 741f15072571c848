import "server-only";

export { ContextState } from "./context/context-state";
export { Conversation } from "./conversation";
export type { ConversationDeps } from "./deps";
export { TurnRegistry } from "./turn-registry";
