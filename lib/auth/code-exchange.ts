import "server-only";

const ANSWER_MS = 10_000;

/** The one request in which a code becomes a person: bounded in time, and what became of it. */
export class CodeExchange {
  outcome: "not asked" | "unreachable" | "code refused" | "answered" = "not asked";

  /** For next-auth, which names its own address; the code was given for `redirectUri`. */
  fetchFor(redirectUri: string): typeof fetch {
    return async (address, init) => {
      this.outcome = "unreachable";
      if (init?.body instanceof URLSearchParams) init.body.set("redirect_uri", redirectUri);
      const signal = AbortSignal.timeout(ANSWER_MS);
      const answer = await fetch(address, { ...init, redirect: "error", cache: "no-store", signal });
      if (answer.status < 500) this.outcome = answer.status === 400 ? "code refused" : "answered";
      return answer;
    };
  }
}
