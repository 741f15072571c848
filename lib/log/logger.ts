import "server-only";
import pino, { type Logger } from "pino";

/**
 * The server's log: JSON lines on standard error, so that standard output stays the operator's.
 * Messages are static; ids and numbers are fields. Never what people say, never a secret.
 */
export function createLogger(level: string): Logger {
  return pino(
    {
      level,
      base: null,
      timestamp: pino.stdTimeFunctions.isoTime,
      serializers: { err: serializeError },
      formatters: { level: (label) => ({ level: label }) },
    },
    pino.destination({ dest: 2, sync: true }),
  );
}

/** An error's kind, message and stack, its causes too; nothing else it may carry (bodies, prompts). */
export function serializeError(error: unknown): unknown {
  if (!(error instanceof Error)) return { type: typeof error };
  const code = "code" in error ? String(error.code) : undefined;
  return {
    type: error.name,
    code,
    // JSON.parse quotes what it could not read; what comes after a first line is often what was sent.
    message: error instanceof SyntaxError ? undefined : error.message.split("\n", 1)[0]?.slice(0, 500),
    stack: error.stack
      ?.split("\n")
      .filter((line) => /^\s+at /.test(line))
      .slice(0, 7)
      .map((line) => line.trim()),
    cause: error.cause === undefined ? undefined : serializeError(error.cause),
  };
}
