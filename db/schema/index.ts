export * from "./characters";
export * from "./clips";
export * from "./plays";
export * from "./users";
