/** What the edge itself refuses, in the API's envelope (`lib/contract/envelope.ts`) and the caller's language. */
const SENTENCES = {
  wrongHost: {
    ko: "이 주소로는 열 수 없어요. PUBLIC_URL에 이 주소를 적고 다시 시작하거나, IP 주소로 열어 주세요.",
    en: "This server does not answer under this name. Set PUBLIC_URL to it and start again, or use the IP address.",
    ja: "この名前では開けません。PUBLIC_URL にこのアドレスを設定して再起動するか、IP アドレスで開いてください。",
    zh: "无法通过此名称访问。请将 PUBLIC_URL 设为该地址后重新启动，或改用 IP 地址打开。",
  },
  malformed: {
    ko: "요청을 읽을 수 없어요. HTTP 형식을 확인해 주세요.",
    en: "The request could not be read: it is not well-formed HTTP.",
    ja: "リクエストを読み取れません。HTTP の形式を確認してください。",
    zh: "无法读取请求：它不是格式正确的 HTTP。",
  },
  tooLarge: {
    ko: "요청 헤더가 너무 커요. 쿠키를 지우거나 헤더를 줄여 주세요.",
    en: "The request's headers are too large. Clear the cookies or send fewer headers.",
    ja: "リクエストヘッダーが大きすぎます。Cookie を削除するかヘッダーを減らしてください。",
    zh: "请求头过大。请清除 Cookie 或减少请求头。",
  },
  tooSlow: {
    ko: "요청이 제시간에 도착하지 않았어요. 다시 보내 주세요.",
    en: "The request did not arrive in time. Send it again.",
    ja: "リクエストが時間内に届きませんでした。もう一度送ってください。",
    zh: "请求未能及时到达。请重新发送。",
  },
};

/**
 * @param {keyof typeof SENTENCES} reason
 * @param {string | undefined} acceptLanguage
 * @param {string | undefined} url what was asked for: under /v1 failures are OpenAI's error object
 * @returns {string} the JSON body
 */
export function refusal(reason, code, acceptLanguage, url) {
  const sentences = SENTENCES[reason];
  const wanted = (acceptLanguage ?? "").toLowerCase().match(/\b(ko|en|ja|zh)\b/)?.[1] ?? "ko";
  const message = sentences[wanted];
  const openAi = { message, type: "invalid_request_error", param: null, code: code.toLowerCase() };
  return JSON.stringify(
    url?.startsWith("/v1/") ? { error: openAi } : { success: false, error: { code, message } },
  );
}

/** The status, reason and code for what Node's HTTP parser could not accept. */
export function parserRefusal(errorCode) {
  if (errorCode === "HPE_HEADER_OVERFLOW") {
    return { status: "431 Request Header Fields Too Large", reason: "tooLarge", code: "PAYLOAD_TOO_LARGE" };
  }
  if (errorCode === "ERR_HTTP_REQUEST_TIMEOUT") {
    return { status: "408 Request Timeout", reason: "tooSlow", code: "VALIDATION_ERROR" };
  }
  return { status: "400 Bad Request", reason: "malformed", code: "VALIDATION_ERROR" };
}
