"""Makes Tests/TokenizersTests/Fixtures/words.json: what Hugging Face `tokenizers` makes of a vocabulary of ours.

    yiwen vocab README.zh.md --output VOCAB --size 1400 --coverage 0.98
    python training/golden/words.py VOCAB/tokenizer.json Tests/TokenizersTests/Fixtures

The vocabulary is kept beside it as words-tokenizer.json, so that the test needs neither of the two programs.
"""
import json
import os
import shutil
import sys

from tokenizers import Tokenizer

TEXTS = [
    "", " ", "\n", "弈文", "象棋是两个人下的棋。", "马走日，象走田；车走直路炮翻山！", "语言模型在棋盘上思考……",
    "make play", "yiwen train run", "2026年11月21日", "3.14159", "0123456789", "ＡＢＣ１２３", "café naïve Ærøskøbing",
    "Ελληνικά", "русский текст", "日本語のテキスト", "한국어", "😀👨‍👩‍👧‍👦🇨🇳", "𠮷野家𪚥", "e\u0301", "\u00a0\u3000\u2003", "\t\r\n",
    "a\u0000b", "\u200b零宽", "“引号”‘单引号’", "「角括号」『双』", "《春望》：国破山河在", "——……·", "x²+y²=z²", "≥≤≠±", "€¥$£",
    "混合mixed文本text1234结束", "AAAAaaaa", "的的的的的的的的的的的的", "模型模型模型模型模型", "将军！", "C++/C#_snake-case", "http://example.org/?q=棋&n=1",
    "\ud7ff", "\ue000", "\ufffd", "甲乙丙丁戊己庚辛壬癸", "龘靐齉", "̈独立的附加符号", "①②③ⅣⅤ", "½¼", "٣٤٥", "नमस्ते", "ไทย",
    "第一行\n第二行\n\n第四行", "  前后空格  ", "半角, 标点. 混!用?", "<0x41>", "<0xE4>",
]


def main(path, folder):
    tokenizer = Tokenizer.from_file(path)
    cases = [{"text": text, "ids": tokenizer.encode(text).ids} for text in TEXTS]
    for case in cases:
        assert tokenizer.decode(case["ids"], skip_special_tokens=False) == case["text"], case
    with open(os.path.join(folder, "words.json"), "w", encoding="utf-8") as file:
        json.dump(cases, file, ensure_ascii=True, indent=0)
    shutil.copy(path, os.path.join(folder, "words-tokenizer.json"))


if __name__ == "__main__":
    main(*sys.argv[1:3])
