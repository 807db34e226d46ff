"""Sentences to train tiny vocabularies on, and texts that are hard to cut, all written for this project."""

SENTENCES = [
    "今天天气很好，我们去公园玩。", "他在象棋比赛中赢了第三局，大家都很高兴。", "春天来了，花开了，草绿了，鸟儿也回来了。",
    "北京是中国的首都，上海是最大的城市之一。", "老师说：“读书百遍，其义自见。”", "请把第12页的第3题再做一遍！",
    "我昨天买了一本书，价格是35.80元。", "电脑和手机改变了人们的生活方式。", "你知道这个成语的意思吗？它出自哪里？",
    "红先黑后，输了不臭；观棋不语，真君子也。", "The cannon jumps over one piece to capture another.",
    "A language model predicts the next token of a text.", "We play chess in the park when the weather is good.",
    "It's a fine day, isn't it? They'll come, I'm sure, and we've time.", "Version 2.5 was released on 2024-06-30 at 18:45.",
    "print(\"hello, world\")  # a comment\n\treturn x + 1", "小明说 hello 的时候，Tom 也说了“你好”。", "GPT模型有12层，每层12个头。",
    "café, naïve, über, Ångström, señor, crème brûlée", "１２３ＡＢＣ，全角字符也要能读。", "漢字與假名：東京は日本の首都です。カタカナ。",
    "한국어 문장도 하나 있다.", "Привет, мир! Это короткое предложение.", "第一行\n第二行\r\n第三行", "😀 笑一笑，十年少。👍",
    "人工智能是研究如何使机器具有智能的科学。", "海内存知己，天涯若比邻。", "学而时习之，不亦说乎？有朋自远方来，不亦乐乎？",
]

HARD = [
    "", " ", "  ", "\n", "\r\n", "\t", "a", "我", "今天天气很好。", "今天 天气  很   好", " 今天天气很好 ", "  leading and trailing  ",
    "Hello, world!", "hello world", "It's he'll I'M YOU'RE they'Ve 'sun 'ſ 'LLama", "don't can't won't 'tis rock'n'roll",
    "GPT-2模型有12层Transformer，共1.5B参数。", "1234567890", "3.14159 1,000,000 12:30 2024-06-30", "ⅣⅫ ½ ² ٣٤٥ １２３ 〇",
    "！？。，、；：“”‘’（）《》【】…—～·", "!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~", "a.b,c;d:e!f?g(h)i[j]k{l}m",
    "😀😃😄", "👨‍👩‍👧‍👦 family 👩🏽‍🚀 🇨🇳🇭🇰", "é e\u0301 ẹ\u0301\u0323 ñ n\u0303 Å \u212b A\u030a", "café CAFÉ Éclair İstanbul ΑΣ ß ǅ",
    "ﬁ ﬂ ㎏ ㈱ ℃ № ™ ①②③", "ＡＢＣｄｅｆ１２３，．！", "ｶﾀｶﾅ ﾊﾞ", "\U00020000\U0002a6d6\U0002b740\U0002b820\U0002f800 㐀㐁 \uf900\uf98a",
    "漢字と仮名まじり、カタカナー。", "한국어 \u1112\u1161\u11ab 조합", "Привет МИР ёЁ й и\u0306", "العربية مرحبا", "ไทย ภาษา", "हिन्दी नमस्ते",
    "\u0000\u0001\u0007\u001b\u007f\u0085\u009f", "a\u0000b\ufffdc\u200bd\u200ee\ufeff\u00adf", "\ue000\ue001 \u0378 \U000e0001",
    "a\u00a0b\u3000c\u2003d\u2028e\u2029f\u1680g", "line one\nline two\r\nline three\n\n\nend\n", "\n\n  \n text", "   \n   \n", "a \n b", "x  \t\t y \t",
    "\r\r\n\r", "tabs\tand\tspaces  ", "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa", "哈哈哈哈哈哈哈哈哈哈哈哈哈哈哈哈哈哈哈哈",
    "x" * 120, "我" + "们" * 40, "........................", "----====____****", "     " * 8 + "end", "[CLS] 今天 [MASK] 很好 [SEP]",
    "<s>你好</s> <unk> <pad>", "<|im_start|>user\n你好<|im_end|>\n<|endoftext|>", "<0x41><0xE4> ▁ ▁▁a ▁今天", "▂ ▃ ▂▃",
    "print(\"hi\")  # 注释\n\treturn x+1;", "https://example.org/a?b=c&d=%E4%BD%A0#e", "user@example.com C:\\Users\\我", "今天<sep>天气<mask>好",
    "  <tool>  x<tool>y xtooly ❺tool①  tool。 ", "学而时习之，不亦说乎？", "小明说 hello，Tom 也说了“你好”。", "100%的人说$5.00或¥30",
]
