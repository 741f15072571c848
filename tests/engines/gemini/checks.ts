import type { GeminiContent } from "./options";

/** A refusal in Google's error object. */
export interface Refusal {
  code: number;
  status: string;
  message: string;
  details?: object[];
}

export const invalid = (message: string): Refusal => ({ code: 400, status: "INVALID_ARGUMENT", message });

const BODY_FIELDS = [
  "contents",
  "systemInstruction",
  "generationConfig",
  "safetySettings",
  "tools",
  "toolConfig",
  "cachedContent",
  "model",
];
const CONFIG_FIELDS = [
  "temperature",
  "topP",
  "topK",
  "maxOutputTokens",
  "stopSequences",
  "candidateCount",
  "responseMimeType",
  "responseSchema",
  "thinkingConfig",
];
const SCHEMA_FIELDS = [
  "type",
  "format",
  "title",
  "description",
  "nullable",
  "enum",
  "items",
  "minItems",
  "maxItems",
  "properties",
  "required",
  "propertyOrdering",
  "anyOf",
  "minimum",
  "maximum",
  "minLength",
  "maxLength",
  "pattern",
];
const CATEGORIES = ["HATE_SPEECH", "SEXUALLY_EXPLICIT", "HARASSMENT", "DANGEROUS_CONTENT"];
const THRESHOLDS = ["BLOCK_LOW_AND_ABOVE", "BLOCK_MEDIUM_AND_ABOVE", "BLOCK_ONLY_HIGH", "BLOCK_NONE", "OFF"];

type Fields = Record<string, unknown>;
const isFields = (value: unknown): value is Fields => value !== null && typeof value === "object";

/** What of a body the service refuses; null when it takes it. */
export function bodyProblem(body: Fields): string | null {
  const config = isFields(body.generationConfig) ? body.generationConfig : {};
  return (
    unknownField(body, BODY_FIELDS, "") ??
    unknownField(config, CONFIG_FIELDS, "generation_config") ??
    contentsProblem(body.contents) ??
    safetyProblem(body.safetySettings) ??
    (config.responseSchema === undefined
      ? null
      : schemaProblem(config.responseSchema, "generation_config.response_schema"))
  );
}

function unknownField(value: Fields, known: string[], at: string): string | null {
  const stranger = Object.keys(value).find((name) => !known.includes(name));
  const place = at === "" ? "" : ` at '${at}'`;
  return stranger === undefined
    ? null
    : `Invalid JSON payload received. Unknown name "${stranger}"${place}: Cannot find field.`;
}

function contentsProblem(contents: unknown): string | null {
  if (!Array.isArray(contents) || contents.length === 0) {
    return "* GenerateContentRequest.contents: contents is not specified\n";
  }
  const lines = contents as GeminiContent[];
  if (lines.some(({ role }) => role !== undefined && role !== "user" && role !== "model")) {
    return "Please use a valid role: user, model.";
  }
  const empty = lines.findIndex(({ parts }) => parts.length === 0 || parts.some(({ text }) => !text));
  if (empty >= 0) {
    return `* GenerateContentRequest.contents[${empty}].parts[0].data: required oneof field 'data' must have one initialized field\n`;
  }
  if (lines[0]?.role === "model" || lines.at(-1)?.role === "model") {
    return "Please ensure that multiturn requests begin and end with a user role.";
  }
  return null;
}

function safetyProblem(settings: unknown): string | null {
  for (const setting of Array.isArray(settings) ? (settings as Fields[]) : []) {
    const category = String(setting.category).replace("HARM_CATEGORY_", "");
    if (!CATEGORIES.includes(category)) return `Invalid value at 'safety_settings' (category): "${category}"`;
    if (!THRESHOLDS.includes(String(setting.threshold))) {
      return `Invalid value at 'safety_settings' (threshold): "${setting.threshold}"`;
    }
  }
  return null;
}

function schemaProblem(schema: unknown, at: string): string | null {
  if (!isFields(schema)) return `Invalid value at '${at}'`;
  const { type, properties, items, anyOf } = schema;
  const stranger = unknownField(schema, SCHEMA_FIELDS, at);
  if (stranger) return stranger;
  if (type !== undefined && typeof type !== "string") {
    return `Proto field is not repeating, cannot start list at '${at}.type'.`;
  }
  if (
    String(type).toLowerCase() === "object" &&
    (!isFields(properties) || Object.keys(properties).length === 0)
  ) {
    return `* GenerateContentRequest.${at}.properties: should be non-empty for OBJECT type\n`;
  }
  const inner = [
    ...Object.entries(isFields(properties) ? properties : {}),
    ...(items === undefined ? [] : [["items", items] as const]),
    ...(Array.isArray(anyOf) ? anyOf.map((branch, index) => [`any_of[${index}]`, branch] as const) : []),
  ];
  for (const [name, value] of inner) {
    const problem = schemaProblem(value, `${at}.${name}`);
    if (problem) return problem;
  }
  return null;
}
