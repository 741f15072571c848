"use client";

import { useState } from "react";
import { ApiError } from "@/lib/client/api-client";

/** One thing at a time that may be refused: whether it is under way, and the server's sentence where it failed. */
export function useAttempt(): {
  isBusy: boolean;
  problem: string;
  /** Resolves with whether it went well. */
  attempt: (action: () => Promise<unknown>) => Promise<boolean>;
} {
  const [isBusy, setBusy] = useState(false);
  const [problem, setProblem] = useState("");
  const attempt = async (action: () => Promise<unknown>) => {
    setBusy(true);
    setProblem("");
    try {
      await action();
      return true;
    } catch (error) {
      setProblem(error instanceof ApiError ? error.message : String(error));
      return false;
    } finally {
      setBusy(false);
    }
  };
  return { isBusy, problem, attempt };
}
