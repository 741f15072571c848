import "server-only";

export { Conversation } from "./conversation";
export type { ConversationDeps } from "./deps";
export { TurnRegistry } from "./turn-registry";
