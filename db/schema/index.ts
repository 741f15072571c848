export * from "./api-keys";
export * from "./characters";
export * from "./clips";
export * from "./memory";
export * from "./plays";
export * from "./speech";
export * from "./users";
