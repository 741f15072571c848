type Kind = "text" | "texts" | "integer" | "number" | "boolean" | "mode";

const KINDS = {
  text: "text",
  text_lang: "text",
  ref_audio_path: "text",
  aux_ref_audio_paths: "texts",
  prompt_text: "text",
  prompt_lang: "text",
  top_k: "integer",
  top_p: "number",
  temperature: "number",
  text_split_method: "text",
  batch_size: "integer",
  batch_threshold: "number",
  split_bucket: "boolean",
  speed_factor: "number",
  fragment_interval: "number",
  seed: "integer",
  media_type: "text",
  streaming_mode: "mode",
  parallel_infer: "boolean",
  repetition_penalty: "number",
  sample_steps: "integer",
  super_sampling: "boolean",
  overlap_length: "integer",
  min_chunk_length: "integer",
} as const satisfies Record<string, Kind>;

/** The names of `/tts`, as `/openapi.json` lists them. */
export const PARAMETER_NAMES = Object.keys(KINDS) as (keyof typeof KINDS)[];

/** What `/tts` was asked, after the engine's own defaults. Empty strings stand for absent ones. */
export interface TtsParameters {
  text: string;
  text_lang: string;
  ref_audio_path: string;
  prompt_text: string;
  prompt_lang: string;
  text_split_method: string;
  media_type: string;
  streaming_mode: number;
  batch_size: number;
  speed_factor: number;
  fragment_interval: number;
  min_chunk_length: number;
  seed: number;
}

const DEFAULTS: TtsParameters = {
  text: "",
  text_lang: "",
  ref_audio_path: "",
  prompt_text: "",
  prompt_lang: "",
  text_split_method: "cut5",
  media_type: "wav",
  streaming_mode: 0,
  batch_size: 1,
  speed_factor: 1,
  fragment_interval: 0.3,
  min_chunk_length: 16,
  seed: -1,
};

export interface FieldError {
  type: string;
  loc: (string | number)[];
  msg: string;
  input: unknown;
  ctx?: Record<string, unknown>;
}

export type Parsed = { parameters: TtsParameters } | { errors: FieldError[] };

/** Reads a POST body as FastAPI does: a wrong type or a null is a 422, unknown names are ignored. */
export function parseBody(body: string, contentType: string): Parsed {
  if (body === "")
    return { errors: [{ type: "missing", loc: ["body"], msg: "Field required", input: null }] };
  let value: unknown = body;
  if (/^application\/(.+\+)?json\b/i.test(contentType)) {
    try {
      value = JSON.parse(body);
    } catch {
      const ctx = { error: "Expecting value" };
      return {
        errors: [{ type: "json_invalid", loc: ["body", 0], msg: "JSON decode error", input: {}, ctx }],
      };
    }
  }
  if (value === null || typeof value !== "object" || Array.isArray(value)) {
    const msg = "Input should be a valid dictionary or object to extract fields from";
    return { errors: [{ type: "model_attributes_type", loc: ["body"], msg, input: value }] };
  }
  return parseFields(new Map(Object.entries(value)), "body");
}

/** Reads a GET query. `aux_ref_audio_paths` is a body parameter there and so is ignored. */
export function parseQuery(query: URLSearchParams): Parsed {
  return parseFields(new Map([...query].filter(([name]) => name !== "aux_ref_audio_paths")), "query");
}

function parseFields(given: Map<string, unknown>, place: "body" | "query"): Parsed {
  const errors: FieldError[] = [];
  const read: Record<string, unknown> = {};
  for (const name of PARAMETER_NAMES) {
    if (!given.has(name)) continue;
    const input = given.get(name);
    const outcome = coerce(input, KINDS[name]);
    if ("value" in outcome) read[name] = outcome.value;
    else
      for (const error of outcome.errors) errors.push({ ...error, loc: [place, name, ...error.loc], input });
  }
  return errors.length > 0 ? { errors } : { parameters: { ...DEFAULTS, ...read } };
}

type Coerced = { value: unknown } | { errors: Omit<FieldError, "input">[] };

const wrong = (type: string, msg: string, loc: string[] = []): Coerced => ({
  errors: [{ type, msg: `Input should be a valid ${msg}`, loc }],
});

function coerce(input: unknown, kind: Kind): Coerced {
  switch (kind) {
    case "text":
      return typeof input === "string" ? { value: input } : wrong("string_type", "string");
    case "texts":
      return Array.isArray(input) ? { value: input } : wrong("list_type", "list");
    case "integer":
      return coerceInteger(input);
    case "number":
      if (typeof input === "number") return { value: input };
      if (typeof input !== "string") return wrong("float_type", "number");
      return input.trim() !== "" && Number.isFinite(Number(input))
        ? { value: Number(input) }
        : wrong("float_parsing", "number, unable to parse string as a number");
    case "boolean":
      return coerceBoolean(input);
    case "mode": {
      const integer = coerceInteger(input);
      if ("value" in integer) return integer;
      const flag = coerceBoolean(input);
      if ("value" in flag) return { value: Number(flag.value) };
      const within = (errors: Omit<FieldError, "input">[], type: string) =>
        errors.map((error) => ({ ...error, loc: [type] }));
      return { errors: [...within(flag.errors, "bool"), ...within(integer.errors, "int")] };
    }
  }
}

function coerceInteger(input: unknown): Coerced {
  if (typeof input === "number") {
    return Number.isInteger(input)
      ? { value: input }
      : wrong("int_from_float", "integer, got a number with a fractional part");
  }
  if (typeof input !== "string") return wrong("int_type", "integer");
  return /^\s*[+-]?\d+\s*$/.test(input)
    ? { value: Number(input) }
    : wrong("int_parsing", "integer, unable to parse string as an integer");
}

function coerceBoolean(input: unknown): Coerced {
  if (typeof input === "boolean") return { value: input };
  const word = String(input).toLowerCase();
  if (input === 1 || ["true", "1", "yes", "on", "y", "t"].includes(word)) return { value: true };
  if (input === 0 || ["false", "0", "no", "off", "n", "f"].includes(word)) return { value: false };
  return typeof input === "string" || typeof input === "number"
    ? wrong("bool_parsing", "boolean, unable to interpret input")
    : wrong("bool_type", "boolean");
}
