export * from "./api-keys";
export * from "./clips";
export * from "./plays";
export * from "./speech";
export * from "./users";
