import type { APIRequestContext } from "@playwright/test";

/** Gives the person of `request` a play of so many lines, „대사 0번“ first; resolves with its id. */
export async function importPlay(request: APIRequestContext, origin: string, lines: number): Promise<string> {
  const line = (at: number) => ({
    name: at % 2 ? "나" : "홍길동",
    is_user: at % 2 === 1,
    send_date: "2026-01-01T00:00:00Z",
    mes: `대사 ${at}번. 달이 구름에 들고 바람이 재를 넘는다.`,
  });
  const head = { user_name: "나", character_name: "홍길동" };
  const file = [head, ...Array.from({ length: lines }, (_, at) => line(at))];
  const answer = await request.post(`${origin}/api/sessions/import?character_id=hong-gildong`, {
    headers: { Origin: origin, "Content-Type": "application/octet-stream" },
    data: file.map((each) => JSON.stringify(each)).join("\n"),
  });
  const { data } = (await answer.json()) as { data: { id: string } };
  return data.id;
}
