"""A character n-gram model beside which the text model is measured: what counting alone knows.

    python training/ngram.py TRAIN FILE... [--order 5]

TRAIN is a folder of *.jsonl with `text` (and `title`), as texts.py writes it; FILEs are plain texts, as for
`yiwen perplexity`. Prints for each FILE, and for all, the bits a character takes, and what `xz -9e` needs for the same
bytes. Interpolated Kneser-Ney with one discount an order (Chen and Goodman 1998), D = n1 / (n1 + 2 n2), down to a uniform
model of the characters that TRAIN has; one that it does not have costs 21 bits more. 70 million characters take some
twelve gigabytes of memory and five minutes.
"""
import argparse
import json
import lzma
import os

import numpy as np

FACTOR = np.uint64(0x9E3779B97F4A7C15)


def characters(text):
    return np.frombuffer(text.encode("utf-32-le"), dtype=np.uint32)


def read(folder):
    """All texts, each behind a character of its own."""
    texts = []
    for name in sorted(os.listdir(folder)):
        if name.endswith(".jsonl"):
            with open(os.path.join(folder, name), encoding="utf-8") as file:
                for line in file:
                    record = json.loads(line)
                    texts.append(record["text"])
    return characters("\0" + "\0".join(texts))


def keys(ids, order):
    """The hash of the `order` characters that end at each place; before the first there are zeros."""
    hashes = np.zeros(len(ids), dtype=np.uint64)
    for back in range(order):
        shifted = np.zeros(len(ids), dtype=np.uint64)
        shifted[back:] = ids[: len(ids) - back]
        hashes = (hashes ^ (shifted + np.uint64(back + 1))) * FACTOR
        hashes ^= hashes >> np.uint64(29)
    return hashes


def contexts(ids, order):
    """The hash of the `order` characters before each place."""
    before = np.zeros(len(ids), dtype=np.uint64)
    before[1:] = keys(ids, order)[:-1] if order else 0
    return before


def lookup(table, values, wanted):
    places = np.searchsorted(table, wanted)
    places[places == len(table)] = 0
    return np.where(table[places] == wanted, values[places], 0.0)


class Order:
    """The counts of the n-grams of one length."""

    def __init__(self, ids, order, highest):
        # Of shorter ones not how often they stand there counts, but behind how many different characters.
        places = None
        if not highest:
            _, places = np.unique(keys(ids, order + 1), return_index=True)
        grams = keys(ids, order)
        context = contexts(ids, order - 1)
        if places is not None:
            grams, context = grams[places], context[places]
        self.grams, first, counts = np.unique(grams, return_index=True, return_counts=True)
        self.counts = counts.astype(np.float64)
        once, twice = np.count_nonzero(counts == 1), np.count_nonzero(counts == 2)
        self.discount = once / (once + 2 * twice) if once and twice else 0.5
        self.contexts, inverse = np.unique(context[first], return_inverse=True)
        self.sums = np.bincount(inverse, weights=self.counts)
        self.kinds = np.bincount(inverse).astype(np.float64)
        self.order = order

    def probability(self, ids, lower):
        count = lookup(self.grams, self.counts, keys(ids, self.order))
        context = contexts(ids, self.order - 1)
        total = lookup(self.contexts, self.sums, context)
        kinds = lookup(self.contexts, self.kinds, context)
        known = np.maximum(total, 1)
        mixed = np.maximum(count - self.discount, 0) / known + self.discount * kinds / known * lower
        return np.where(total > 0, mixed, lower)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("train")
    parser.add_argument("files", nargs="+")
    parser.add_argument("--order", type=int, default=5)
    options = parser.parse_args()
    texts = []
    for path in options.files:
        with open(path, encoding="utf-8") as file:
            texts.append(file.read())
    ids = read(options.train)
    alphabet = np.unique(ids)
    asked = [characters("\0" + text) for text in texts]
    chances = [np.where(np.isin(each, alphabet), 1.0, 2.0**-21) / len(alphabet) for each in asked]
    for order in range(1, options.order + 1):
        counted = Order(ids, order, order == options.order)
        chances = [counted.probability(each, lower) for each, lower in zip(asked, chances)]
        del counted
    print(f"trained on {len(ids)} characters, {len(alphabet)} different")
    print(f"{'file':34} {'characters':>10} {'n-gram':>8} {'xz':>8}")
    bits, count = 0.0, 0
    for path, text, chance in zip(options.files, texts, chances):
        own = -np.log2(chance[1:]).sum()
        packed = len(lzma.compress(text.encode(), preset=9 | lzma.PRESET_EXTREME)) * 8
        bits, count = bits + own, count + len(text)
        print(f"{os.path.basename(path):34} {len(text):10} {own / len(text):8.3f} {packed / len(text):8.3f}")
    print(f"{'all':34} {count:10} {bits / count:8.3f}")


if __name__ == "__main__":
    main()
