import { invalid, type Refusal } from "./checks";
import type { GeminiFault } from "./options";

const HELP = {
  "@type": "type.googleapis.com/google.rpc.Help",
  links: [
    {
      description: "Learn more about Gemini API quotas",
      url: "https://ai.google.dev/gemini-api/docs/rate-limits",
    },
  ],
};
const quotaFailure = (quotaId: string) => ({
  "@type": "type.googleapis.com/google.rpc.QuotaFailure",
  violations: [
    {
      quotaMetric: "generativelanguage.googleapis.com/generate_content_free_tier_requests",
      quotaId,
      quotaDimensions: { location: "global", model: "gemini-3.8-flash" },
      quotaValue: "20",
    },
  ],
});
const QUOTA_WORDS =
  "You exceeded your current quota, please check your plan and billing details. For more information on this error, head to: https://ai.google.dev/gemini-api/docs/rate-limits.";

const badKey: Refusal = {
  ...invalid("API key not valid. Please pass a valid API key."),
  details: [
    {
      "@type": "type.googleapis.com/google.rpc.ErrorInfo",
      reason: "API_KEY_INVALID",
      domain: "googleapis.com",
      metadata: { service: "generativelanguage.googleapis.com" },
    },
  ],
};

export const tooLong = (count: number, limit: number): Refusal =>
  invalid(`The input token count (${count}) exceeds the maximum number of tokens allowed (${limit}).`);

/** Refusals with Google's error object, whatever was asked. */
export function refusalFor(fault: GeminiFault | undefined, key: string): Refusal | null {
  switch (fault) {
    case "badKey":
      return badKey;
    case "suspended":
      return {
        code: 403,
        status: "PERMISSION_DENIED",
        message: `Permission denied: Consumer 'api_key:${key}' has been suspended.`,
      };
    default:
      return null;
  }
}

/** Refusals of a generation alone. */
export function generationRefusal(fault: GeminiFault | undefined): Refusal | null {
  const exhausted = { code: 429, status: "RESOURCE_EXHAUSTED", message: QUOTA_WORDS };
  switch (fault) {
    case "quota":
      return {
        ...exhausted,
        details: [
          quotaFailure("GenerateRequestsPerMinutePerProjectPerModel-FreeTier"),
          HELP,
          { "@type": "type.googleapis.com/google.rpc.RetryInfo", retryDelay: "26s" },
        ],
      };
    case "dailyQuota":
      return {
        ...exhausted,
        details: [quotaFailure("GenerateRequestsPerDayPerProjectPerModel-FreeTier"), HELP],
      };
    case "overloaded":
      return {
        code: 503,
        status: "UNAVAILABLE",
        message: "The model is overloaded. Please try again later.",
      };
    case "serverError":
      return { code: 500, status: "INTERNAL", message: "An internal error has occurred. Please retry." };
    case "deadline":
      return { code: 504, status: "DEADLINE_EXCEEDED", message: "The request timed out. Please try again." };
    case "location":
      return {
        code: 400,
        status: "FAILED_PRECONDITION",
        message: "User location is not supported for the API use.",
      };
    case "overflow":
      return tooLong(1_200_000, 1_048_576);
    default:
      return null;
  }
}

/** What a request without, or with a wrong key is told; null for the right one. */
export function keyRefusal(key: string | null, expected: string): Refusal | null {
  if (key === expected) return null;
  if (key !== null && key !== "") return badKey;
  return {
    code: 403,
    status: "PERMISSION_DENIED",
    message:
      "Method doesn't allow unregistered callers (callers without established identity). Please use API Key or other form of API consumer identity to call this API.",
  };
}
