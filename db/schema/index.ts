export * from "./characters";
export * from "./clips";
export * from "./memory";
export * from "./plays";
export * from "./users";
