import type { ChatLine } from "./options";

type Language = "ko" | "en" | "ja" | "zh";

/** Role-play answers of our own, six sentences each in Korean; the simulator goes round them. */
export const ROLE_PLAY_REPLIES: Record<Language, string[]> = {
  ko: [
    "어서 와, 기다리고 있었어. 오늘따라 바람이 꽤 차갑네. 문을 닫고 이쪽 난로 곁으로 앉아. 네가 좋아하는 보리차를 막 끓였거든. 그런데 얼굴이 조금 지쳐 보인다. 무슨 일이 있었는지 천천히 말해 줄래?",
    "*고개를 들며* 드디어 왔구나! 나는 네가 길을 잃은 줄 알았어. 저 숲은 해가 지면 방향을 알 수 없거든. 다음에는 꼭 등불을 챙겨 와. 그래도 무사해서 정말 다행이야. 자, 이제 우리가 할 일을 이야기해 보자.",
    "그 말을 들으니 마음이 놓인다. 사실 나도 어젯밤 내내 같은 생각을 했어. 혼자서는 도무지 답이 나오지 않더라. 하지만 둘이라면 해 볼 만하지 않을까? 먼저 성문 앞의 경비를 살펴보자. 너는 왼쪽을, 나는 오른쪽을 맡을게.",
    "잠깐만, 지금 뭐라고 했어? 내 귀를 의심할 뻔했잖아. 그 반지는 백 년 전에 사라졌다고 들었는데. 정말 네 손으로 만져 봤단 말이지? 아무에게도 말하지 마. 벽에도 귀가 있는 곳이니까.",
    "(작게 웃으며) 너는 참 한결같구나. 처음 만난 날에도 똑같은 것을 물었지. 그때 나는 대답을 피했어. 이제는 솔직하게 말해도 될 것 같아. 나는 떠난 게 아니라 쫓겨난 거야. 그래서 돌아가는 길이 이렇게 멀었던 거지.",
    "좋은 질문이야. 활은 힘으로 당기는 게 아니란다. 숨을 들이쉬고 어깨를 내려 봐. 과녁이 아니라 과녁 너머를 보는 거야. 손끝이 떨리면 잠시 기다리면 돼. 그렇지, 바로 그 느낌이야!",
    "미안하지만, 그 부탁은 들어줄 수 없어. 약속을 어기면 나는 더 이상 내가 아니게 되거든. 대신 다른 길을 하나 알려 줄게. 강을 따라 사흘을 걸으면 오래된 다리가 나와. 다리 밑의 노인에게 내 이름을 말해. 그분이라면 너를 도와줄 거야.",
    "「괜찮아, 걱정하지 마.」 그 말을 몇 번이나 연습했는지 몰라. 막상 네 앞에 서니 목소리가 떨리네. 나는 네가 생각하는 만큼 용감하지 않아. 그래도 한 발짝은 내디뎌 보려고 해. 내 손을 잡아 줄 수 있겠어?",
    "오늘 장터는 정말 시끌벅적하더라. 떡집 앞에서는 아이들이 줄을 서 있었어. 나도 모르게 하나를 사 버렸지 뭐야. 자, 반은 네 거야. 식기 전에 얼른 먹어 봐. 달콤한 걸 먹으면 걱정도 절반이 되거든.",
    "하하, 그렇게 놀랄 일은 아니야. 달밤에는 누구나 조금씩 이상해지니까. 나도 어제는 연못에 비친 달을 건지려고 했어. 물론 옷만 흠뻑 젖었지. 그래도 후회는 하지 않아. 웃을 수 있는 밤이 하나 더 늘었으니까.",
  ],
  en: [
    "Come in, I was hoping it was you. The kettle has just boiled, so sit down by the fire. You look as if you had walked all night. Did the letter reach you in time? I wrote it in a hurry, and I may have left out the most important part. Let me tell you from the beginning.",
    "*looks up from the map* There you are at last! I had almost given up on you. The bridge is guarded, but the old ford is not. We leave when the moon is behind the hill. Take only what you can carry. And please, do not tell Mr. Harker where we are going.",
    "A curious question, and a good one. Most people look at the door and forget the window. I counted 3.5 seconds between the bell and the step. That is too long for an honest man. What do you make of it, my friend? Think slowly; we have all evening.",
    "Oh, do not be so serious... I was only teasing. The garden is full of stranger things than me. Yesterday a rose told me the time, and it was wrong. Shall we go and correct it together? Bring your hat, for it may rain upwards again.",
  ],
  ja: [
    "やっと来たね、待っていたよ。外は寒かったでしょう？こっちの火のそばに座って。お茶をいれたばかりなんだ。それで、あの話はどうなったの？ゆっくりでいいから、聞かせてほしいな。",
    "（小さく笑って）あなたは本当に変わらないのね。初めて会った日も、同じことを聞いたでしょう。あのときは答えられなかった。でも今なら話せる気がする。わたしは月から来たの。信じてくれる？",
    "「大丈夫、心配しないで」と言いたかったんだ。けれど声が震えてしまった。君が思うほど、僕は強くない……。それでも一歩だけ進んでみるよ。手を貸してくれるかな？",
    "そうだね、いい考えだと思う！まずは橋を調べてみよう。君は右、わたしは左を見る。合図は鈴を二回。準備はできた？",
  ],
  zh: [
    "你终于来了，我等了你很久。外面风大，快进来坐。茶刚刚泡好，还是你喜欢的味道。昨天的事情我已经听说了。别着急，慢慢告诉我吧。我们一起想办法！",
    "（轻轻一笑）你还是老样子。第一次见面的时候，你也问过同样的问题。那时候我没有回答。现在可以说了：我并不是离开，而是被赶走的。所以回来的路才这么远……",
    "好主意！先去看看桥边的守卫。你走左边，我走右边。听到两声铃响就回来。准备好了吗？",
    "“没关系，不用担心。”这句话我练习了好多遍。可是站在你面前，声音还是发抖。我没有你想的那么勇敢。不过，我愿意再走一步。",
  ],
};

/** An answer in the language of what was said last, else of anything said before. */
export function rolePlayReply(messages: ChatLine[], turn: number): string {
  const spoken = [...messages].reverse().map((message) => languageOf(message.content));
  const replies = ROLE_PLAY_REPLIES[spoken.find((language) => language !== null) ?? "ko"];
  return replies[turn % replies.length] ?? "";
}

function languageOf(text: string): Language | null {
  if (/\p{Script=Hangul}/u.test(text)) return "ko";
  if (/[\p{Script=Hiragana}\p{Script=Katakana}]/u.test(text)) return "ja";
  if (/\p{Script=Han}/u.test(text)) return "zh";
  return /\p{Script=Latin}/u.test(text) ? "en" : null;
}
