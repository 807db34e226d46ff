"""Chooses the texts that our text model is trained on, of the folder that `../shared/data` describes.

    python training/texts.py ../shared/data OUT

Writes OUT/train/*.jsonl (by source, in an order that depends on the seed alone), OUT/held/*.jsonl (documents of every
source that are never trained on, cut to 1,200 characters) and OUT/counts.json. Left out are sources and records whose
licence is missing, or for research or non-commercial use only. OUT/tasks/*.jsonl are the cloze questions, summaries and
titles of what may be used, for `yiwen prepare --as tasks`; OUT/tasks-held/*.jsonl a few of them kept apart. Caps keep any style from dominating: a two-core machine
reads some fifty million characters in a session, and general language should be most of them.
"""
import json
import lzma
import os
import random
import sys

LEFT_OUT = {"c3-passages", "reviews-apps-misc", "ccpm-poem-glosses"}
LICENCES_LEFT_OUT = ("NC", "non-commercial", "none stated", "research")
# The most characters of a source, in millions; the others are taken whole.
CAPS = {"classical-modern-translations": 8, "transcripts-cc0": 8, "prc-laws": 5, "classical-poetry": 2, "pd-classics": 2}
HELD, HELD_LENGTH = 40, 1200
TASKS_HELD = 150
# Sources whose titles say what the text is.
TITLED = {"lctt-articles", "prc-laws", "wiki-contexts"}


def records(path):
    with lzma.open(path, "rt", encoding="utf-8") as file:
        for line in file:
            yield json.loads(line)


def usable(record):
    licence = record.get("licence") or "none stated"
    return record["source"] not in LEFT_OUT and not any(word in licence for word in LICENCES_LEFT_OUT)


def tasks(data, out, titled):
    """Writes the tasks: questions made of texts that may be used, summaries but those of LCSTS, titles."""
    cloze = [r for r in records(os.path.join(data, "cloze", "train-auto.jsonl.xz"))
             if r["source"].removeprefix("auto-") not in LEFT_OUT]
    idioms = list(records(os.path.join(data, "cloze", "train-chid-fewclue-few.jsonl.xz")))
    summaries = [r for r in records(os.path.join(data, "summarization", "train.jsonl.xz")) if "lcsts" not in r["source"]]
    titles = [{"text": d["text"], "title": d["title"]} for source in sorted(titled) for d in titled[source]]
    for name, rows in (("cloze", cloze), ("idioms", idioms), ("summaries", summaries), ("titles", titles)):
        random.Random(name).shuffle(rows)
        held = min(TASKS_HELD, len(rows) // 20)
        for part, chosen in (("tasks", rows[held:]), ("tasks-held", rows[:held])):
            os.makedirs(os.path.join(out, part), exist_ok=True)
            with open(os.path.join(out, part, name + ".jsonl"), "w", encoding="utf-8") as file:
                for row in chosen:
                    file.write(json.dumps(row, ensure_ascii=False) + "\n")
        print(name, len(rows))


def main(data, out):
    by_source = {}
    folder = os.path.join(data, "text")
    for name in sorted(os.listdir(folder)):
        if name.endswith(".xz"):
            for record in records(os.path.join(folder, name)):
                if usable(record):
                    by_source.setdefault(record["source"], []).append(record)
    counts, titled = {}, {}
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
        if source in TITLED:
            titled[source] = [d for d in kept if d.get("title") and len(d["text"]) > 200]
    tasks(data, out, titled)
    counts["all"] = {key: sum(c[key] for c in counts.values()) for key in ("documents", "characters", "held")}
    with open(os.path.join(out, "counts.json"), "w") as file:
        json.dump(counts, file, indent=1)
    print(json.dumps(counts, indent=1))


if __name__ == "__main__":
    main(*sys.argv[1:3])
