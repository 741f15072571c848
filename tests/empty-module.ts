// What `server-only` and `client-only` become in tests: the markers guard the bundler, not Node.
export {};
