#!/usr/bin/env python3
"""Makes the golden files of Tests/TokenizersTests/Fixtures: tiny vocabularies of every kind, and what the libraries that
they belong to make of hard texts.

    pip install tokenizers==0.23.3 sentencepiece==0.2.3
    python training/golden/vocabularies.py Tests/TokenizersTests/Fixtures

Each folder holds the vocabulary as its users have it, and golden.json: the library's ids for every text, those with
special tokens read (null where a library has no such thing), and the text of the ids.
"""
import base64
import io
import json
import os
import shutil
import sys

import sentencepiece
from tokenizers import AddedToken, Regex, Tokenizer, decoders, models, normalizers, pre_tokenizers, processors, trainers
from texts import HARD, SENTENCES

ROOT = sys.argv[1]
GPT2 = r"'s|'t|'re|'ve|'m|'ll|'d| ?\p{L}+| ?\p{N}+| ?[^\s\p{L}\p{N}]+|\s+(?!\S)|\s+"
QWEN2 = (r"(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\r\n\p{L}\p{N}]?\p{L}+|\p{N}| ?[^\s\p{L}\p{N}]+[\r\n]*|\s*[\r\n]+|"
         r"\s+(?!\S)|\s+")
LLAMA3 = QWEN2.replace(r"|\p{N}|", r"|\p{N}{1,3}|")


def folder(name):
    path = os.path.join(ROOT, name)
    shutil.rmtree(path, ignore_errors=True)
    os.makedirs(path)
    return path


def dump(path, name, value):
    with open(os.path.join(path, name), "w", encoding="utf-8", newline="\n") as file:
        if isinstance(value, str):
            file.write(value)
        else:
            json.dump(value, file, ensure_ascii=False, separators=(",", ":"))
            file.write("\n")


def golden(path, encode, encode_special, decode):
    cases = []
    for text in HARD:
        ids = encode(text)
        special = encode_special(text) if encode_special else None
        # Scalars rather than text: JSON escapes and editors leave them alone.
        cases.append({"text": text, "ids": ids, "special": special, "decoded": decode(ids)})
    with open(os.path.join(path, "golden.json"), "w", encoding="ascii", newline="\n") as file:
        file.write("[\n" + ",\n".join(json.dumps(case, separators=(",", ":")) for case in cases) + "\n]\n")


def golden_hf(path, tokenizer):
    def encode(text, special):
        tokenizer.encode_special_tokens = not special
        return tokenizer.encode(text, add_special_tokens=False).ids
    golden(path, lambda text: encode(text, False), lambda text: encode(text, True),
           lambda ids: tokenizer.decode(ids, skip_special_tokens=True))


def save_json(path, tokenizer):
    dump(path, "tokenizer.json", json.loads(tokenizer.to_str()))


# WordPiece

def bert(lowercase):
    tokenizer = Tokenizer(models.WordPiece(unk_token="[UNK]", max_input_chars_per_word=100))
    tokenizer.normalizer = normalizers.BertNormalizer(lowercase=lowercase)
    tokenizer.pre_tokenizer = pre_tokenizers.BertPreTokenizer()
    tokenizer.decoder = decoders.WordPiece()
    special = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]"]
    tokenizer.train_from_iterator(SENTENCES, trainers.WordPieceTrainer(
        vocab_size=500, min_frequency=1, special_tokens=special, show_progress=False, limit_alphabet=320,
        initial_alphabet=list("abcdefghijklmnopqrstuvwxyz0123456789") + ["\uf900", "\U00020000", "㐀"]))
    return tokenizer


def names_in_order(tokenizer):
    return [name for name, _ in sorted(tokenizer.get_vocab().items(), key=lambda item: item[1])]


for lowercase in (True, False):
    path = folder("bert-uncased" if lowercase else "bert-cased")
    tokenizer = bert(lowercase)
    dump(path, "vocab.txt", "".join(name + "\n" for name in names_in_order(tokenizer)))
    dump(path, "tokenizer_config.json", {"do_lower_case": lowercase, "tokenizer_class": "BertTokenizer"})
    golden_hf(path, tokenizer)
path = folder("bert-json")
tokenizer = bert(True)
tokenizer.post_processor = processors.TemplateProcessing(
    single="[CLS] $A [SEP]", special_tokens=[("[CLS]", 2), ("[SEP]", 3)])
save_json(path, tokenizer)
golden_hf(path, tokenizer)


# Byte-level merges

def byte_level(pattern, special=("<|endoftext|>",), size=420, nfc=False, prefix=False):
    tokenizer = Tokenizer(models.BPE())
    if nfc:
        tokenizer.normalizer = normalizers.NFC()
    byte = pre_tokenizers.ByteLevel(add_prefix_space=prefix, use_regex=pattern is None)
    if pattern is None:
        tokenizer.pre_tokenizer = byte
    else:
        tokenizer.pre_tokenizer = pre_tokenizers.Sequence(
            [pre_tokenizers.Split(Regex(pattern), "isolated"), byte])
    tokenizer.decoder = decoders.ByteLevel()
    tokenizer.train_from_iterator(SENTENCES, trainers.BpeTrainer(
        vocab_size=size, min_frequency=1, show_progress=False, special_tokens=[],
        initial_alphabet=pre_tokenizers.ByteLevel.alphabet()))
    tokenizer.add_special_tokens([AddedToken(name, special=True, normalized=False) for name in special])
    return tokenizer


def save_merges(path, tokenizer, drop=()):
    model = json.loads(tokenizer.to_str())["model"]
    dump(path, "vocab.json", {name: id for name, id in model["vocab"].items() if name not in drop})
    merges = [pair if isinstance(pair, str) else " ".join(pair) for pair in model["merges"]]
    dump(path, "merges.txt", "#version: 0.2\n" + "".join(line + "\n" for line in merges))


path = folder("gpt2")
tokenizer = byte_level(None)
save_merges(path, tokenizer)
id = tokenizer.token_to_id("<|endoftext|>")
vocabulary = json.load(open(os.path.join(path, "vocab.json"), encoding="utf-8"))
dump(path, "vocab.json", vocabulary | {"<|endoftext|>": id})
golden_hf(path, tokenizer)

path = folder("gpt2-json")
tokenizer = byte_level(None, prefix=True)
save_json(path, tokenizer)
golden_hf(path, tokenizer)

QWEN_SPECIAL = ("<|endoftext|>", "<|im_start|>", "<|im_end|>")
path = folder("qwen2")
tokenizer = byte_level(QWEN2, QWEN_SPECIAL, nfc=True)
tokenizer.add_tokens([
    AddedToken("<tool>", normalized=False, lstrip=True, rstrip=True), AddedToken("tool", normalized=True, single_word=True),
])
save_merges(path, tokenizer)
settings = json.loads(tokenizer.to_str())["added_tokens"]
dump(path, "tokenizer_config.json", {
    "added_tokens_decoder": {str(token.pop("id")): token for token in settings}, "add_prefix_space": False,
    "bos_token": None, "eos_token": "<|im_end|>", "tokenizer_class": "Qwen2Tokenizer"})
golden_hf(path, tokenizer)

path = folder("qwen2-json")
save_json(path, tokenizer)
dump(path, "generation_config.json", {"eos_token_id": [tokenizer.token_to_id("<|im_end|>")]})
golden_hf(path, tokenizer)

path = folder("llama3-json")
tokenizer = byte_level(LLAMA3, ("<|begin_of_text|>", "<|end_of_text|>"))
tokenizer.post_processor = processors.TemplateProcessing(
    single="<|begin_of_text|> $A", special_tokens=[("<|begin_of_text|>", tokenizer.token_to_id("<|begin_of_text|>"))])
value = json.loads(tokenizer.to_str())
value["model"]["ignore_merges"] = True
tokenizer = Tokenizer.from_str(json.dumps(value))
save_json(path, tokenizer)
golden_hf(path, tokenizer)


# SentencePiece

def sentence_piece(path, name, **options):
    content = io.BytesIO()
    sentencepiece.SentencePieceTrainer.train(
        sentence_iterator=iter(options.pop("sentences", SENTENCES)), model_writer=content, minloglevel=2, num_threads=1,
        hard_vocab_limit=False, **options)
    with open(os.path.join(path, name), "wb") as file:
        file.write(content.getvalue())
    return sentencepiece.SentencePieceProcessor(model_proto=content.getvalue())


def golden_spm(path, processor):
    golden(path, processor.encode, None,
           lambda ids: processor.decode(ids).replace(" \u2047 ", ""))  # unknown characters are no text here


RULES = os.path.join(ROOT, "rules.tsv")
with open(RULES, "w") as file:  # a small table of the kind that nmt_nfkc is a large one of
    for old, new in [("Ａ", "A"), ("Ｂ", "B"), ("Ｃ", "C"), ("１", "1"), ("２", "2"), ("３", "3"), ("，", ","), ("ﬁ", "fi"), ("ﬂ", "fl"),
                     ("㎏", "kg"), ("①", "1"), ("e\u0301", "é"), ("\u3000", " "), ("\u00a0", " "), ("\t", " "), ("\n", " "), ("\r", ""),
                     ("\u200b", ""), ("ﾊﾞ", "バ"), ("ﾊ", "ハ"), ("™", "TM")]:
        file.write(" ".join("%X" % ord(c) for c in old) + "\t" + " ".join("%X" % ord(c) for c in new) + "\n")

path = folder("spm-unigram")
processor = sentence_piece(path, "spiece.model", model_type="unigram", vocab_size=300, normalization_rule_tsv=RULES,
                           character_coverage=1.0, user_defined_symbols=["<sep>", "<mask>", "天气"])
golden_spm(path, processor)

path = folder("spm-llama")
processor = sentence_piece(path, "tokenizer.model", model_type="bpe", vocab_size=620, byte_fallback=True,
                           normalization_rule_name="identity", remove_extra_whitespaces=False, character_coverage=0.98,
                           split_digits=True, user_defined_symbols=["<sep>"])
golden_spm(path, processor)
llama = processor

path = folder("spm-bpe")
processor = sentence_piece(path, "tokenizer.model", model_type="bpe", vocab_size=420, normalization_rule_tsv=RULES,
                           character_coverage=0.995, add_dummy_prefix=False)
golden_spm(path, processor)

path = folder("cpm")
def cpm_text(text):
    return text.replace(" ", " \u2582 ").replace("\n", " \u2583 ")
processor = sentence_piece(path, "spiece.model", model_type="unigram", vocab_size=300, normalization_rule_name="identity",
                           character_coverage=1.0, sentences=[cpm_text(text) for text in SENTENCES],
                           control_symbols=["<eod>"])
golden(path, lambda text: processor.encode(cpm_text(text)), None,
       lambda ids: processor.decode(ids).replace(" ", "").replace("\u2582", " ").replace("\u2583", "\n").replace("\u2047", ""))
os.remove(RULES)

# The same LLaMA vocabulary as Hugging Face converts it.
path = folder("llama-json")
names = [llama.id_to_piece(id) for id in range(llama.get_piece_size())]
scores = {name: llama.get_score(id) for id, name in enumerate(names)}
known = set(names)
merges = []
for name in names:
    if llama.is_byte(llama.piece_to_id(name)) or len(name) < 2:
        continue
    for cut in range(1, len(name)):
        if name[:cut] in known and name[cut:] in known:
            merges.append((scores[name], names.index(name[:cut]), names.index(name[cut:]), name[:cut], name[cut:]))
merges.sort(key=lambda merge: (-merge[0], merge[1], merge[2]))
tokenizer = Tokenizer(models.BPE(vocab={name: id for id, name in enumerate(names)}, merges=[m[3:] for m in merges],
                                 unk_token="<unk>", fuse_unk=True, byte_fallback=True))
tokenizer.normalizer = normalizers.Sequence([normalizers.Prepend("▁"), normalizers.Replace(" ", "▁")])
tokenizer.decoder = decoders.Sequence([decoders.Replace("▁", " "), decoders.ByteFallback(), decoders.Fuse(),
                                       decoders.Strip(" ", 1, 0)])
tokenizer.add_special_tokens(["<unk>", "<s>", "</s>"])
tokenizer.post_processor = processors.TemplateProcessing(single="<s> $A", special_tokens=[("<s>", 1)])
save_json(path, tokenizer)
golden_hf(path, tokenizer)


# Other parts of tokenizer.json

path = folder("unigram-json")
tokenizer = Tokenizer(models.Unigram())
spm = sentencepiece.SentencePieceProcessor(model_file=os.path.join(ROOT, "spm-unigram", "spiece.model"))
from sentencepiece import sentencepiece_model_pb2
proto = sentencepiece_model_pb2.ModelProto()
proto.ParseFromString(open(os.path.join(ROOT, "spm-unigram", "spiece.model"), "rb").read())
pieces = [(piece.piece, piece.score) for piece in proto.pieces]
tokenizer = Tokenizer(models.Unigram(pieces, 0, False))
tokenizer.normalizer = normalizers.Sequence([
    normalizers.Precompiled(proto.normalizer_spec.precompiled_charsmap), normalizers.Strip(left=False, right=True),
    normalizers.Replace(Regex(" {2,}"), "▁")])
tokenizer.pre_tokenizer = pre_tokenizers.Metaspace(replacement="▁", prepend_scheme="first", split=True)
tokenizer.decoder = decoders.Metaspace(replacement="▁", prepend_scheme="first", split=True)
tokenizer.add_special_tokens(["<s>", "</s>", "<unk>"])
save_json(path, tokenizer)
golden_hf(path, tokenizer)

path = folder("steps-json")
tokenizer = Tokenizer(models.BPE(unk_token="<unk>", fuse_unk=True, continuing_subword_prefix="@@", end_of_word_suffix="</w>"))
tokenizer.normalizer = normalizers.Sequence([
    normalizers.NFD(), normalizers.StripAccents(), normalizers.Lowercase(), normalizers.Strip(), normalizers.Replace("``", "\"")])
tokenizer.pre_tokenizer = pre_tokenizers.Sequence([
    pre_tokenizers.Whitespace(), pre_tokenizers.Digits(individual_digits=True), pre_tokenizers.Punctuation("contiguous"),
    pre_tokenizers.Split("e", "merged_with_previous"), pre_tokenizers.Split("o", "merged_with_next", invert=False)])
tokenizer.decoder = decoders.BPEDecoder(suffix="</w>")
tokenizer.train_from_iterator(SENTENCES, trainers.BpeTrainer(
    vocab_size=500, min_frequency=1, show_progress=False, special_tokens=["<unk>"], continuing_subword_prefix="@@",
    end_of_word_suffix="</w>", limit_alphabet=200))
save_json(path, tokenizer)
golden_hf(path, tokenizer)
