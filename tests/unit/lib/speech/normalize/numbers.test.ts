import { describe, expect, test } from "vitest";
import { readNumbers } from "@/lib/speech/normalize/numbers/read-numbers";

const TABLE: Record<string, [written: string, said: string][]> = {
  ko: [
    ["3시에 만나요.", "세 시에 만나요."],
    ["오후 3:30에 봐요.", "오후 세 시 삼십분에 봐요."],
    ["14:05:09", "십사시 오분 구초"],
    ["0시 30분", "영시 삼십분"],
    ["나는 20살이고 동생은 12살이야.", "나는 스무 살이고 동생은 열두 살이야."],
    ["20세 이상", "이십세 이상"],
    ["사과 5개, 배 21개", "사과 다섯 개, 배 스물한 개"],
    ["3명이 1시간 10분 동안", "세 명이 한 시간 십분 동안"],
    ["사람 100명, 120명, 1,234명", "사람 백 명, 백스무 명, 천이백삼십사 명"],
    ["2024년 6월 10일", "이천이십사년 유월 십일"],
    ["2024-10-06에", "이천이십사년 시월 육일에"],
    ["2024. 5. 6. 월요일", "이천이십사년 오월 육일 월요일"],
    ["3개월, 3개, 3달, 3달러", "삼개월, 세 개, 세 달, 삼달러"],
    ["1번째, 2번째, 3번", "첫 번째, 두 번째, 세 번"],
    ["제3장 2절", "제삼 장 이절"],
    ["10대 소녀와 자동차 2대", "십대 소녀와 자동차 두 대"],
    ["1,000원, 3만원, 1만 5천원", "천원, 삼만원, 만 오천원"],
    ["₩12,345", "만 이천삼백사십오 원"],
    ["$5.50와 $3", "오 달러 오십 센트와 삼 달러"],
    ["$5억", "오억 달러"],
    ["25%와 3.5%", "이십오퍼센트와 삼 점 오퍼센트"],
    ["-3℃, 20°C, 5도", "영하 삼도, 이십도, 오도"],
    ["5kg, 1.8m, 100km/h", "오 킬로그램, 일 점 팔 미터, 시속 백 킬로미터"],
    ["010-1234-5678로 전화해.", "공일공, 일이삼사, 오육칠팔로 전화해."],
    ["1588-1234", "일오팔팔, 일이삼사"],
    ["1592-1598년", "천오백구십이년에서 천오백구십팔년"],
    ["3~5번, 10~20분, 2~3%", "세 번에서 다섯 번, 십분에서 이십분, 이에서 삼퍼센트"],
    ["1/2, 2/3", "이분의 일, 삼분의 이"],
    ["16:9", "십육 대 구"],
    ["007", "공공칠"],
    ["0.05", "영 점 영오"],
    ["100,000,000", "일억"],
    ["20030원", "이만 삼십원"],
    ["AI와 TV, NASA, R&B", "에이아이와 티비, 나사, 알앤비"],
    ["MP3랑 5G로 A4 3장", "엠피쓰리랑 파이브지로 에이포 세 장"],
    ["Hello라고 말했어, I see.", "Hello라고 말했어, I see."],
    ["100여 명", "백여 명"],
    ["2개국, 12번지, 5번출구, 3채널", "이개국, 십이번지, 오번출구, 삼채널"],
    ["숫자 없는 말.", "숫자 없는 말."],
  ],
  en: [
    ["It is 3:30, then 10:05 and 9:00.", "It is three thirty, then ten oh five and nine o'clock."],
    ["at 14:00 or 5pm", "at fourteen hundred or five pm"],
    ["in 1999, 2005 and 2024", "in nineteen ninety-nine, two thousand five and twenty twenty-four"],
    ["1,500 people and 21 dogs", "one thousand five hundred people and twenty-one dogs"],
    ["the 1st, 2nd, 3rd, 12th and 21st", "the first, second, third, twelfth and twenty-first"],
    ["the 1990s and the 80s", "the nineteen nineties and the eighties"],
    ["2024-05-06", "May sixth, twenty twenty-four"],
    [
      "$5.50, $1, £2.01 and $5 million",
      "five dollars and fifty cents, one dollar, two pounds and one penny and five million dollars",
    ],
    ["25% and 3.14", "twenty-five percent and three point one four"],
    ["-5°C, 70°F, 1°", "minus five degrees Celsius, seventy degrees Fahrenheit, one degree"],
    ["5kg, 1 km, 60 km/h", "five kilograms, one kilometer, sixty kilometers per hour"],
    ["Call 010-1234-5678.", "Call zero one zero, one two three four, five six seven eight."],
    ["3-5 days, 1/2, 3/4", "three to five days, one half, three quarters"],
    ["16:9 and 1,000,001", "sixteen to nine and one million one"],
    ["A4, v1.2.3 and B-52", "A4, v1.2.3 and B-52"],
    ["you & me = us", "you and me equals us"],
  ],
  ja: [
    ["10:30に、3時に", "10時30分に、3時に"],
    ["2024-05-06", "2024年5月6日"],
    ["¥1,000と$5", "1000円と5ドル"],
    ["25%、3.5kg、-3℃", "25パーセント、3.5キログラム、氷点下3度"],
    ["090-1234-5678", "ゼロキューゼロ、イチニーサンヨン、ゴーロクナナハチ"],
    ["1人と2人、20歳、21人", "ひとりとふたり、はたち、21人"],
    ["3~5個、1/2", "3から5個、2分の1"],
    ["１０：３０", "10時30分"],
  ],
  zh: [
    ["现在是10:30，2:00见。", "现在是十点三十分，两点整见。"],
    ["2024年5月6日", "二零二四年五月六日"],
    ["2024-05-06", "二零二四年五月六日"],
    ["2个人，12个，第2个，2月", "两个人，十二个，第二个，二月"],
    ["25%，3.14，-5%", "百分之二十五，三点一四，负百分之五"],
    ["¥1,000和$2", "一千元和两美元"],
    ["105，110，1005，10500，20000", "一百零五，一百一十，一千零五，一万零五百，两万"],
    ["13812345678", "幺三八幺二三四五六七八"],
    ["3~5天，1/2", "三到五天，二分之一"],
    ["-3℃，5kg", "零下三摄氏度，五公斤"],
    ["100000001", "一亿零一"],
  ],
};

for (const [language, rows] of Object.entries(TABLE)) {
  describe(`numbers, ${language}`, () => {
    test.each(rows)("%j → %j", (written, said) => {
      expect(readNumbers(written, language)).toBe(said);
      // What is said is not read anew.
      expect(readNumbers(said, language)).toBe(said);
    });
  });
}

test("a language without words here stays as it is; the variants of one are read alike", () => {
  expect(readNumbers("3시", "fr")).toBe("3시");
  expect(readNumbers("3시", "auto")).toBe("3시");
  expect(readNumbers("3시", "all_ko")).toBe("세 시");
});

test("a number of any length is read, in no time", () => {
  const began = performance.now();
  for (const language of Object.keys(TABLE)) {
    expect(readNumbers(`${"1".repeat(5000)} ${"1,".repeat(2000)} ${"9~".repeat(2000)}`, language)).not.toBe(
      "",
    );
  }
  expect(performance.now() - began).toBeLessThan(2000);
});
