"""Chooses the texts that our text model is trained on, of the folder that `../shared/data` describes.

    python training/texts.py ../shared/data OUT [--idioms assets/idioms.txt]

Writes OUT/train/*.jsonl (by source, in an order that depends on the seed alone), OUT/held/*.jsonl (documents of every
source that are never trained on, cut to 1,200 characters) and OUT/counts.json. Left out are sources and records whose
licence is missing, or for research or non-commercial use only. OUT/tasks/*.jsonl are the cloze questions, summaries and
titles of what may be used, for `yiwen prepare --as tasks`; OUT/tasks-held/*.jsonl a few of them kept apart. With a
list of idioms, sentences of the texts that have one are questions too, with the idiom missing. Caps keep any style from
dominating: a two-core machine reads some fifty million characters in a session, and general language should be most of
them.
"""
import argparse
import json
import lzma
import os
import random
import re

LEFT_OUT = {"c3-passages", "reviews-apps-misc", "ccpm-poem-glosses", "xiangqi-guide"}
LICENCES_LEFT_OUT = ("NC", "non-commercial", "none stated", "research")
# The most characters of a source, in millions; the others are taken whole.
CAPS = {"classical-modern-translations": 8, "transcripts-cc0": 8, "prc-laws": 5, "classical-poetry": 2, "pd-classics": 2}
HELD, HELD_LENGTH = 40, 1200
TASKS_HELD = 150
# Of an idiom so many questions at most, with so many characters on each side.
IDIOM_QUESTIONS, IDIOM_CONTEXT = 8, 60
CLASSICAL = {"classical-poetry", "pd-classics"}
# Sources whose titles say what the text is.
TITLED = {"lctt-articles", "prc-laws", "wiki-contexts"}


def records(path):
    with lzma.open(path, "rt", encoding="utf-8") as file:
        for line in file:
            yield json.loads(line)


def usable(record):
    licence = record.get("licence") or "none stated"
    return record["source"] not in LEFT_OUT and not any(word in licence for word in LICENCES_LEFT_OUT)


def idiom_questions(idioms, documents):
    """Questions in the form of ChID: what stands around an idiom of the list, which is missing."""
    found = {}
    for document in documents:
        text = document["text"]
        for run in re.finditer(r"[\u4e00-\u9fff]{4,}", text):
            for start in range(run.start(), run.end() - 3):
                if text[start : start + 4] in idioms:
                    found.setdefault(text[start : start + 4], []).append((document, start))
    for idiom in sorted(found):
        places = found[idiom]
        for document, start in random.Random(idiom).sample(places, min(IDIOM_QUESTIONS, len(places))):
            before = document["text"][max(0, start - IDIOM_CONTEXT) : start]
            after = document["text"][start + 4 : start + 4 + IDIOM_CONTEXT]
            around = before + "XXXXX" + after
            yield {"source": document["source"], "passage": around, "query": around, "answer": idiom}


def tasks(data, out, titled, documents, idioms):
    """Writes the tasks: questions made of texts that may be used, summaries but those of LCSTS, titles."""
    cloze = [r for r in records(os.path.join(data, "cloze", "train-auto.jsonl.xz"))
             if r["source"].removeprefix("auto-") not in LEFT_OUT]
    chid = list(records(os.path.join(data, "cloze", "train-chid-fewclue-few.jsonl.xz")))
    missing = list(idiom_questions(idioms, documents))
    summaries = [r for r in records(os.path.join(data, "summarization", "train.jsonl.xz")) if "lcsts" not in r["source"]]
    titles = [{"text": d["text"], "title": d["title"]} for source in sorted(titled) for d in titled[source]]
    for name, rows in (("cloze", cloze), ("idioms", chid), ("idioms-of-texts", missing), ("summaries", summaries), ("titles", titles)):
        random.Random(name).shuffle(rows)
        held = min(TASKS_HELD, len(rows) // 20)
        for part, chosen in (("tasks", rows[held:]), ("tasks-held", rows[:held])):
            os.makedirs(os.path.join(out, part), exist_ok=True)
            with open(os.path.join(out, part, name + ".jsonl"), "w", encoding="utf-8") as file:
                for row in chosen:
                    file.write(json.dumps(row, ensure_ascii=False) + "\n")
        print(name, len(rows))


def main(data, out, idioms):
    by_source = {}
    folder = os.path.join(data, "text")
    for name in sorted(os.listdir(folder)):
        if name.endswith(".xz"):
            for record in records(os.path.join(folder, name)):
                if usable(record):
                    by_source.setdefault(record["source"], []).append(record)
    counts, titled, modern = {}, {}, []
    for part in ("train", "held"):
        os.makedirs(os.path.join(out, part), exist_ok=True)
    for source, documents in sorted(by_source.items()):
        random.Random(source).shuffle(documents)
        held = min(HELD, len(documents) // 20)
        for document in documents[:held]:
            document["text"] = document["text"][:HELD_LENGTH]
        kept, characters, cap = [], 0, CAPS.get(source, 1e9) * 1e6
        for document in documents[held:]:
            if characters >= cap:
                break
            kept.append(document)
            characters += len(document["text"])
        for part, chosen in (("train", kept), ("held", documents[:held])):
            with open(os.path.join(out, part, source + ".jsonl"), "w", encoding="utf-8") as file:
                for document in chosen:
                    file.write(json.dumps(document, ensure_ascii=False) + "\n")
        counts[source] = {"documents": len(kept), "characters": characters, "held": held}
        if source not in CLASSICAL:
            modern += kept
        if source in TITLED:
            titled[source] = [d for d in kept if d.get("title") and len(d["text"]) > 200]
    tasks(data, out, titled, modern, idioms)
    counts["all"] = {key: sum(c[key] for c in counts.values()) for key in ("documents", "characters", "held")}
    with open(os.path.join(out, "counts.json"), "w") as file:
        json.dump(counts, file, indent=1)
    print(json.dumps(counts, indent=1))


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("data")
    parser.add_argument("out")
    parser.add_argument("--idioms")
    options = parser.parse_args()
    words = open(options.idioms, encoding="utf-8").read().split() if options.idioms else []
    main(options.data, options.out, {word for word in words if len(word) == 4})
