"""Chooses the texts that our text model is trained on, of the folder that `../shared/data` describes.

    python training/texts.py ../shared/data OUT

Writes OUT/train/*.jsonl (by source, in an order that depends on the seed alone), OUT/held/*.jsonl (documents of every
source that are never trained on, cut to 1,200 characters) and OUT/counts.json. Left out are sources and records whose
licence is missing, or for research or non-commercial use only. Caps keep any style from dominating: a two-core machine
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


def records(path):
    with lzma.open(path, "rt", encoding="utf-8") as file:
        for line in file:
            yield json.loads(line)


def usable(record):
    licence = record.get("licence") or "none stated"
    return record["source"] not in LEFT_OUT and not any(word in licence for word in LICENCES_LEFT_OUT)


def main(data, out):
    by_source = {}
    folder = os.path.join(data, "text")
    for name in sorted(os.listdir(folder)):
        if name.endswith(".xz"):
            for record in records(os.path.join(folder, name)):
                if usable(record):
                    by_source.setdefault(record["source"], []).append(record)
    counts = {}
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
    counts["all"] = {key: sum(c[key] for c in counts.values()) for key in ("documents", "characters", "held")}
    with open(os.path.join(out, "counts.json"), "w") as file:
        json.dump(counts, file, indent=1)
    print(json.dumps(counts, indent=1))


if __name__ == "__main__":
    main(*sys.argv[1:3])
