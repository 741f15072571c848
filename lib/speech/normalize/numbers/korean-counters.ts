/** Counted in Korean's own numerals: 세 명, 다섯 살. */
const NATIVE =
  "번째 번 가지 갈래 개비 개 걸음 고개 곳 군데 권 그루 그릇 글자 길 꼬마 끼 다발 달 대 덩어리 마디 마리 마을 명 모금 모 묶음 바퀴 박스 방울 배 벌 병 봉지 " +
  "사람 살 상자 송이 숟갈 스푼 시간 쌍 알 자루 자리 잔 장 조각 줄 줌 집 차례 채 척 칸 컵 켤레 코스 톨 통 팀 판 편 포기 표 푼 필 " +
  "마당 바가지 사발 접시 주먹 움큼 아름 뼘 발자국 마음 목숨 세상 밤 여름 겨울";
/** Counted in numerals from Chinese though one of the above stands at their head, and others whose number is said with them. */
const SINO =
  "개월 개국 개년 개소 개사 번지 번길 번가 번출구 달러 대학 대륙 명제 배럴 병동 장군 채널 통신 편성 자리수 시즌 " +
  "년대 년 월 일 분 초 원 층 호선 호 도 인분 인 주일 주년 주 세기 세 학년 등급 등 위 회 차 점 쪽 페이지 절 과 단계 급 반 조 동 박 교시 " +
  "기 부 관 킬로 미터 센티 그램 리터 퍼센트 프로 엔 위안 유로";

const byLength = (words: string) => words.split(" ").sort((left, right) => right.length - left.length);
const COUNTERS = new Map<string, "native" | "sino">([
  ...byLength(NATIVE).map((word) => [word, "native"] as const),
  ...byLength(SINO).map((word) => [word, "sino"] as const),
]);
const LONGEST = Math.max(...[...COUNTERS.keys()].map((word) => word.length));

/** The counter a text begins with, and which numerals it is counted in; null where there is none. */
export function counterAt(text: string): { word: string; numerals: "native" | "sino" } | null {
  for (let length = LONGEST; length > 0; length -= 1) {
    const word = text.slice(0, length);
    const numerals = word.length === length ? COUNTERS.get(word) : undefined;
    if (numerals) return { word, numerals };
  }
  return null;
}
