"""What `yiwen_twin.py check` checks."""
from __future__ import annotations

import json
import math
import os
import shutil
import tempfile
from dataclasses import replace

import numba
import numpy as np
import torch
import torch.nn.functional as F
from safetensors.torch import load_file

from .board import (ALL_FACTS, BOARD_FACTS, MOVE_FROM, MOVE_MAP, MOVE_TO, MOVES, NO_MORE_FACTS, SQUARE_MAP, SWAP,
                    board_of, legal_moves)
from .decoder import Batch, Config, total_loss
from .evaluation import evaluate, open_validation
from .files import load_model, read_words, save_tensors, write_text
from .games import ENGINE, Games
from .golden import MEMBERS, golden_batch, golden_model
from .options import parse
from .runs import train
from .source import coins
from .tactics import MOVE_FEATURES, TACTIC_FACTS, Tactics
from .texts import BOS, EOS, TEXT_OUTCOMES, Mixed, Tasks, Text


def check_gradients():
    """Random directions: the slope of the loss by finite differences in float64 against the gradient."""
    for seed, (name, config) in enumerate(MEMBERS.items(), 1):
        model = golden_model(config, seed).double()
        batch = golden_batch(name, [7, 4, 1, 9], np.random.default_rng(seed))
        batch = replace(batch, weights=batch.weights.double())
        total_loss(model, batch, 0.3).backward()
        with torch.no_grad():
            for parameter_name, p in model.named_parameters():
                direction = torch.randn(p.shape, dtype=p.dtype, generator=torch.Generator().manual_seed(seed))
                slopes = []
                for sign in (1, -1):
                    p.add_(direction, alpha=sign * 1e-5)
                    slopes.append(total_loss(model, batch, 0.3).item())
                    p.add_(direction, alpha=-sign * 1e-5)
                found, expected = (slopes[0] - slopes[1]) / 2e-5, (p.grad * direction).sum().item()
                assert abs(found - expected) < 1e-6 * max(1, abs(expected)), (name, parameter_name, found, expected)


def check_packing():
    """A packed batch gives each sequence the logits it has alone."""
    for seed, (name, config) in enumerate(MEMBERS.items(), 1):
        model, lengths = golden_model(config, seed).double(), [5, 5, 8, 1]
        batch = golden_batch(name, lengths, np.random.default_rng(seed))
        together = model.logits(model.hidden(batch))
        for s, (a, b) in enumerate(zip(batch.starts, batch.starts[1:])):
            o = batch.feature_offsets[a:b + 1]
            alone = Batch(batch.tokens[a:b], batch.positions[a:b], o - o[0], batch.features[o[0]:o[-1]],
                          batch.targets[a:b], batch.weights[a:b], batch.outcomes[a:b], [0, b - a], [batch.prefixes[s]],
                          batch.seen[s:s + 1])
            assert torch.allclose(model.logits(model.hidden(alone)), together[a:b], atol=1e-10), (name, s)


def count_positions(board: np.ndarray, side: int, depth: int) -> int:
    moves = np.nonzero(legal_moves(board[None], np.array([side]))[0])[0]
    if depth == 1:
        return len(moves)
    total = 0
    for move in moves:
        after = board.copy()
        after[MOVE_TO[move]], after[MOVE_FROM[move]] = after[MOVE_FROM[move]], 0
        total += count_positions(after, 1 - side, depth - 1)
    return total


START = "rnbakabnr/9/1c5c1/p1p1p1p1p/9/9/P1P1P1P1P/1C5C1/9/RNBAKABNR w"


def random_tactics(board: np.ndarray, moves: int, generator: np.random.Generator) -> np.ndarray:
    """The bytes of what could be the tactics of a position."""
    hanging = np.sort(generator.choice(np.nonzero(board)[0], 2, replace=False))
    head = [*generator.integers(-50, 51, 2), generator.integers(0, 2), 2, hanging[0], 9, hanging[1], 4]
    facts = np.concatenate((generator.integers(-50, 51, (moves, 5)), generator.integers(0, 32, (moves, 1))), 1)
    return np.concatenate((head, facts.ravel())).astype(np.int8)


def write_tactics(folder: str, codes: list[np.ndarray]):
    offsets = np.cumsum([0] + [len(code) for code in codes])
    tensors = {"offsets": torch.from_numpy(offsets), "code": torch.from_numpy(np.concatenate(codes).view(np.uint8))}
    save_tensors(tensors, os.path.join(folder, "tactics.safetensors"))


def random_games(folder: str, count: int, plies: int):
    """A prepared folder of random legal games, with tactics that are random too."""
    generator, moves, lengths = np.random.default_rng(3), [], []
    other, codes = np.random.default_rng(4), []
    for _ in range(count):
        board, length = board_of(START)[:90], int(generator.integers(3, plies))
        for ply in range(length + 1):
            legal = np.nonzero(legal_moves(board[None], np.array([ply % 2]))[0])[0]
            codes.append(random_tactics(board, len(legal), other))
            if ply == length:
                break
            move = int(generator.choice(legal))
            board[MOVE_TO[move]], board[MOVE_FROM[move]] = board[MOVE_FROM[move]], 0
            moves.append(move)
        lengths.append(length)
    os.makedirs(folder, exist_ok=True)
    draw = lambda end: generator.integers(0, end, count)
    arrays = {"moves": (moves, np.uint16), "offsets": (np.concatenate(([0], np.cumsum(lengths))), np.int64),
              "result": (draw(4), np.uint8), "red": (draw(3), np.uint16), "black": (draw(3), np.uint16),
              "start": (np.tile(board_of(START), (count, 1)), np.uint8),
              "values": (generator.integers(0, 1002, len(moves)), np.uint16)}
    tensors = {key: torch.from_numpy(np.array(values, kind)) for key, (values, kind) in arrays.items()}
    save_tensors(tensors, os.path.join(folder, "tokens.safetensors"))
    write_tactics(folder, codes)
    write_text(os.path.join(folder, "manifest.json"), json.dumps({"kind": "games", "players": ["甲", "乙"]}))


def check_board():
    """Known numbers of positions, and views that agree: a game mirrored or turned has the same facts, moved."""
    assert MOVES == 2086
    assert [count_positions(board_of(START)[:90], 0, d) for d in (1, 2)] == [44, 1920]
    middle = board_of("r1ba1a3/4kn3/2n1b4/pNp1p1p1p/4c4/6P2/P1P2R2P/1CcC5/9/2BAKAB2 w")
    assert [count_positions(middle[:90], 0, d) for d in (1, 2)] == [38, 1128]


TINY = "--width 32 --heads 2 --layers 2 --ffn 48 --no-compile --no-bf16".split()


def check_runs(folder: str):
    """Both layouts: a run that stops and goes on ends with the same weights, a model in shards is read as it was
    written, and a padded batch has the loss of the packed one."""
    games = os.path.join(folder, "games")
    random_games(games, 12, 24)
    for layout, facts in (("game", BOARD_FACTS), ("game", TACTIC_FACTS), ("keyframe", ALL_FACTS)):
        ends = []
        for name, stops, depth in (("whole", (0,), 0), ("stopped", (2, 0), 2)):
            for stop in stops:
                line = (f"--steps 5 --stop-after {stop} --sequence {layout} --facts {facts} --tail 5 --length 64 "
                        f"--step-tokens 120 --accumulate 2 --dropout 0.1 --ema 0.9 --log-steps 5 --shard-mb 0.05 "
                        f"--ahead {depth}")
                run = os.path.join(folder, f"{layout}-{facts}-{name}")
                train(parse(["train", games, run, "--valid", games, *TINY, *line.split()]))
            place = os.path.join(run, "model")
            ends.append((load_model(place), place))
        for (key, a), b in zip(ends[0][0].state_dict().items(), ends[1][0].state_dict().values()):
            assert torch.equal(a, b), (layout, facts, key)
        model, place = ends[0][0].double().eval(), ends[0][1]
        source = Games(games, model.config, read_words(place), tail=5)
        assert any(name.startswith("model-00002") for name in os.listdir(place))
        numbers, items = source.items(0, 8)
        packed, padded = (source.batch_of(numbers, items, fixed)[0] for fixed in (0, 32))
        losses = []
        for batch, model.every_row in ((packed, False), (padded, False), (padded, True)):
            losses.append(total_loss(model, replace(batch, weights=batch.weights.double()), 0.3).item())
        assert max(losses) - min(losses) < 1e-9, losses

        source.known, source.values[:] = 0, 200  # nothing told, and Red expects a fifth of the points everywhere
        if layout == "keyframe":  # seen from Black's side where Black is to move at the keyframe
            source.first, source.count = source.first // 2 * 2, np.minimum(source.count, 1)
        batch = source.batch_of(*source.items(0, 2048))[0]
        drawn = 1 - batch.outcomes[batch.targets >= 0].double() / 2
        assert abs(drawn.mean() - 0.2) < 0.03, drawn.mean()


def spoken_value(code: int) -> float:
    """What a score of 16 bits counts, in other words than `score_values`."""
    if code > 52_768:
        return 3000 - 50 * min(64_768 - code, 20)
    return -3000 + 50 * min(code - 768, 20) if code < 12_768 else max(-2000, min(2000, code - 32_768))


def label_games(folder: str, out: str) -> list[tuple[np.ndarray, np.ndarray]]:
    """Gives a folder of games labels of up to four moves, some mates, and an engine as second player; the moves and
    scores of each ply."""
    generator, arrays = np.random.default_rng(6), load_file(os.path.join(folder, "tokens.safetensors"))
    codes = (32_768, 32_800, 32_850, 32_700, 50_000, 20_000, 64_767, 64_760, 64_000, 769, 775, 1500)
    labels = []
    for _ in arrays["moves"]:
        count = int(generator.integers(0, 5))
        labels.append((generator.choice(MOVES, count, replace=False), generator.choice(codes, count)))
    arrays["label_offsets"] = torch.tensor(np.cumsum([0] + [len(moves) for moves, _ in labels]))
    for key, index in (("label_moves", 0), ("label_scores", 1)):
        arrays[key] = torch.from_numpy(np.concatenate([label[index] for label in labels]).astype(np.uint16))
    os.makedirs(out)
    save_tensors(arrays, os.path.join(out, "tokens.safetensors"))
    shutil.copy(os.path.join(folder, "tactics.safetensors"), out)
    write_text(os.path.join(out, "manifest.json"), json.dumps({"kind": "games", "players": ["甲", ENGINE]}))
    return labels


def check_labelled_sequence(source: Games, batch: Batch, sequence: int, item: int, view: int, words: list[str], labels):
    start, end = batch.starts[sequence:sequence + 2]
    game, first = source.game[item], start + source.prefix - 1
    begin = source.offsets[game] + source.first[item]
    told = [words[token] for token in batch.tokens[start:first + 1] if "player" in words[token]]
    players = (source.players[::-1] if view & 1 else source.players)[:, game]
    assert told == [f"<player={ENGINE if player == 2 else '?'}>" for player in players], (told, players)
    for token in range(first, end):
        ply = begin + token - first
        moves, codes = labels[ply]
        assert (batch.outcomes[token] < 0) == (source.results[game] == 3 and source.values[ply] > 1000)
        seen = MOVE_MAP[view, moves] + source.first_move
        assert batch.targets[token] == (seen[0] if len(moves) else -1)
        if batch.soft:
            power = np.exp([spoken_value(min(code, codes[0])) / 80 for code in codes.tolist()])
            shares = np.zeros(len(words))
            shares[seen] = power / power.sum()
            found = torch.zeros(len(words)).index_add(0, batch.soft_tokens[token], batch.soft_shares[token])
            assert np.allclose(found, shares, atol=1e-6), (token, found[seen], shares[seen])


def check_labels(folder: str):
    """Targets are the labels by their definition, in every view; where there is none only the outcome is asked; an
    engine is always told. A run of both layouts goes well, and a padded batch has the loss of the packed one."""
    games, data = os.path.join(folder, "games"), os.path.join(folder, "labelled")
    labels = label_games(games, data)
    for layout, facts in (("game", TACTIC_FACTS), ("keyframe", ALL_FACTS)):
        run = os.path.join(folder, f"labelled-{layout}")
        line = f"--steps 3 --sequence {layout} --facts {facts} --tail 5 --length 64 --step-tokens 120 --log-steps 1"
        train(parse(["train", data, run, "--valid", data, *TINY, *line.split()]))
        model = load_model(os.path.join(run, "model")).double().eval()
        words = read_words(os.path.join(run, "model"))
        source = Games(data, model.config, words, tail=5, known=0.0, label_temperature=80.0)
        numbers, items = source.items(0, 30)
        batch, (boards, _, _) = source.batch_of(numbers, items)
        assert len(boards) == (batch.targets >= 0).sum() and bool(batch.soft) == (layout == "game")
        assert bool(np.isin(np.unique(batch.candidate_places), (batch.targets >= 0).nonzero()).all())
        views = 2 * coins(1, numbers, 0, 0.5) + (source.first[items] % 2 if layout == "keyframe" else 0)
        for sequence, (item, view) in enumerate(zip(items, views)):
            check_labelled_sequence(source, batch, sequence, item, view, words, labels)
        losses = []
        for fixed, model.every_row in ((0, False), (64, False), (64, True)):
            part = source.batch_of(numbers[:8], items[:8], fixed)[0]
            losses.append(total_loss(model, replace(part, weights=part.weights.double()), 0.3).item())
        assert max(losses) - min(losses) < 1e-9, losses
        source.known = 1.0  # the outcome is asked where nobody knows the result, though all else is told
        batch = source.batch_of(numbers, items)[0]
        sequence = np.repeat(np.arange(len(items)), np.diff(batch.starts))
        assert (source.results[source.game[items]][sequence[batch.outcomes >= 0]] == 3).all()
        assert (batch.outcomes >= 0).any()


def check_text(folder: str):
    """A model of two documents that repeat themselves learns them."""
    data, words = os.path.join(folder, "text"), [f"w{i}" for i in range(20)]
    os.makedirs(data)
    tokens = torch.tensor([*range(10)] * 4 + [*range(19, 9, -1)] * 3, dtype=torch.int32)
    save_tensors({"tokens": tokens, "offsets": torch.tensor([0, 40, 70])}, os.path.join(data, "tokens.safetensors"))
    write_text(os.path.join(data, "manifest.json"), json.dumps({"kind": "text"}))
    write_text(os.path.join(data, "tokens.txt"), "\n".join(words) + "\n")
    run = os.path.join(folder, "text-run")
    line = "--steps 40 --length 24 --step-tokens 70 --optimizer adamw --schedule cosine --rate 0.01 --ema 0.8"
    train(parse(["train", data, run, "--valid", data, *TINY, *line.split()]))
    place = os.path.join(run, "model")
    figures = evaluate(load_model(place), open_validation(data, Config.read(place), None, 0), 0)
    assert figures["all"]["tokens"] == 68 and figures["all"]["top1"] > 0.9, figures


def check_tasks(folder: str):
    """Texts with blanks hold what their texts hold, tasks are asked for their answers, a run of both goes on as if it
    had not stopped, and a padded batch of several prefixes has the loss of the packed one."""
    data, tasks, generator = os.path.join(folder, "blanks"), os.path.join(folder, "tasks"), np.random.default_rng(5)
    special = ("pad", "bos", "eos", "unk", "blank", "fill", "end")
    vocabulary = {"added_tokens": [{"id": i, "content": f"<{name}>"} for i, name in enumerate(special)]}
    lengths = generator.integers(5, 90, 30)
    documents = [[BOS, *generator.integers(10, 40, n), EOS] for n in lengths]
    starts = np.concatenate(([0], np.cumsum(lengths + 2)))
    questions = generator.integers(3, 40, (30, 12))
    every = torch.arange(0, 12 * 30 + 1, 12)
    asked = torch.full((30, 12), 255, dtype=torch.uint8)
    asked[::2, 4], asked[::3, 11] = 1, 0
    for place, kind, tensors in (
            (data, "text", {"tokens": torch.tensor(np.concatenate(documents), dtype=torch.int32),
                            "offsets": torch.tensor(starts)}),
            (tasks, "tasks", {"tokens": torch.tensor(questions.ravel(), dtype=torch.int32), "offsets": every,
                              "prefixes": torch.tensor([5, 12, 1] * 10, dtype=torch.int32),
                              "outcomes": asked.ravel()})):
        os.makedirs(place)
        save_tensors(tensors, os.path.join(place, "tokens.safetensors"))
        write_text(os.path.join(place, "manifest.json"), json.dumps({"kind": kind, "counts": {"vocabulary": 40}}))
        write_text(os.path.join(place, "tokenizer.json"), json.dumps(vocabulary))

    config = Config(40, 32, 2, 2, 48, 128, qk_norm=True, attention_mask="prefix", wdl_head=TEXT_OUTCOMES)
    texts = Text(data, config, infill=1.0, seen_whole=0.5)
    for number in range(200):
        one, document = texts.sequence(number, number % 30), documents[number % 30][1:-1]
        words = np.append(one.tokens, one.targets[-1])
        fill = int(np.nonzero(words == texts.fill)[0][0])
        answers, filled = np.split(words[fill + 1:], np.nonzero(words[fill + 1:] == texts.end)[0] + 1)[:-1], []
        for word in words[1:fill]:
            filled += list(answers.pop(0)[:-1]) if word == texts.blank else [word]
        assert not answers and filled == [int(word) for word in document], number
        assert one.prefix in (0, fill + 1) and (one.targets[fill:] == words[fill + 1:]).all()
        before = one.targets[:fill]
        assert (before == -1).all() if one.prefix else not np.isin(before, (texts.blank, texts.fill)).any()
    both = Mixed(texts, Tasks(tasks, config), 400)
    numbers, items = both.items(0, 1000)
    assert ((items >= texts.length).sum(), len(np.unique(items[:50]))) == (400, 50)
    one = both.sequence(0, texts.length + 2)
    assert one.prefix == 1 and (one.targets == np.append(questions[2, 1:], -1)[:len(one.targets)]).all()

    ends = []
    for name, stops in (("both", (0,)), ("both-stopped", (2, 0))):
        run = os.path.join(folder, name)
        for stop in stops:
            line = (f"--steps 5 --stop-after {stop} --length 128 --step-tokens 300 --tasks {tasks} --task-share 0.4 "
                    f"--infill 0.7 --seen-whole 0.5")
            train(parse(["train", data, run, *TINY, *line.split()]))
        ends.append(load_model(os.path.join(run, "model")))
    for a, b in zip(ends[0].state_dict().values(), ends[1].state_dict().values()):
        assert torch.equal(a, b)
    model, losses = ends[0].double().eval(), []
    for fixed in (0, 128):
        batch = both.batch_of(numbers[:12], items[:12], fixed)[0]
        assert len(batch.runs) == 1 or not fixed
        losses.append(total_loss(model, replace(batch, weights=batch.weights.double()), 0.3).item())
    assert abs(losses[0] - losses[1]) < 1e-9, losses


def check_candidates():
    """The losses of a model with a candidate head are those of their definition, whatever rows are computed."""
    for name in ("candidates", "soft-candidates"):
        check_candidates_of(name)


def check_candidates_of(name: str):
    model = golden_model(MEMBERS[name], 2).double()
    batch = golden_batch(name, [9, 1, 20], np.random.default_rng(2))
    batch, head = replace(batch, weights=batch.weights.double()), model.candidate_head
    with torch.no_grad():
        hidden = model.hidden(batch)
        told, sums = model.logits(hidden), torch.zeros(2, dtype=torch.float64)
        for token, target in enumerate(batch.targets.tolist()):
            plain, own = told[token].clone(), (batch.candidate_places == token).nonzero().flatten().tolist()
            told[token] += head.gate.weight if own else 0
            for c in own:
                features = batch.candidate_features[batch.candidate_offsets[c]:batch.candidate_offsets[c + 1]]
                units = head.embed.weight[features].sum(0) + head.project.weight @ hidden[token]
                bent = units / 2 * (1 + torch.tanh(math.sqrt(2 / math.pi) * (units + 0.044715 * units**3)))
                told[token, batch.candidates[c]] = plain[batch.candidates[c]] + bent @ head.score.weight[0]
            if target >= 0:
                shares = F.one_hot(batch.targets[token], len(plain)).double()
                if batch.soft and batch.soft_shares[token].any():
                    shares = torch.zeros_like(plain).index_add(0, batch.soft_tokens[token],
                                                               batch.soft_shares[token].double())
                both = torch.stack((told[token], plain * bool(own))).log_softmax(1) @ shares
                sums -= batch.weights[token] * both * torch.tensor([1, bool(own)])
        for model.every_row in (False, True):
            token, _, plain = model(batch)
            # The probabilities are float32's, which do not add up to 1 exactly.
            tolerance = 1e-7 if batch.soft else 1e-12
            assert torch.allclose(torch.stack((token, plain)), sums, rtol=tolerance), (token, plain, sums)
        # But for what all of a row have in common.
        told -= head(model.logits(hidden), hidden, *head.behind(batch, None))
        assert (told - told[:, :1]).abs().max() < 1e-12


def check_tactics(folder: str):
    """The rows of positions in all views are those that Swift made; a model that is given tactics begins as it was."""
    with open(os.path.join(os.path.dirname(__file__), "..", "golden", "tactics.json"), encoding="utf-8") as file:
        cases = json.load(file)
    place = os.path.join(folder, "tactics")
    os.makedirs(place)
    write_tactics(place, [np.frombuffer(bytes.fromhex(case["code"]), np.int8) for case in cases])
    tactics = Tactics(place, len(cases))
    for number, case in enumerate(cases):
        start = board_of(case["fen"])
        for index in range(4):
            view = np.array([index // 2 + index % 2 * 2])  # Swift counts sides first
            board, turned = np.zeros((1, 90), np.uint8), np.array([[start[90] != view[0] & 1]])
            board[0, SQUARE_MAP[view[0]]] = SWAP[start[:90]] if view[0] & 1 else start[:90]
            facts, amount = np.zeros((1, 1, NO_MORE_FACTS), np.int16), np.ones((1, 1), np.int64)
            tactics.add_facts(np.array([number]), board[None], turned, view, facts, amount)
            assert facts[0, 0, 1:amount[0, 0]].tolist() == case["facts"][index], (number, index)
            moves, tokens, offsets, features = tactics.candidates(np.array([number]), board, turned[0].astype(np.int64),
                                                                  view, 0)
            found = [features[a:b].tolist() for a, b in zip(offsets, offsets[1:])]
            assert moves[0] == len(tokens) and tokens.tolist() == case["moves"][index], (number, index)
            assert found == case["features"], (number, index)

    games, before, after = (os.path.join(folder, name) for name in ("games", "no-tactics", "with-tactics"))
    train(parse(["train", games, before, *TINY, *"--steps 2 --length 64 --step-tokens 120".split()]))
    line = f"--start {before}/model --facts {TACTIC_FACTS} --candidate-width 8 --steps 1 --rate 0 --muon-rate 0"
    train(parse(["train", games, after, *TINY, *line.split()]))
    figures = []
    for run, plain in ((before, True), (after, True), (after, False)):
        model = load_model(os.path.join(run, "model"))
        source = open_validation(games, model.config, read_words(os.path.join(run, "model")), 0)
        figures.append(evaluate(model, source, 0, plain=plain)["all"])
    assert model.config.candidate_features == MOVE_FEATURES and model.candidate_head.gate.weight.item() == -8
    assert figures[0] == figures[1], figures
    assert figures[2]["plain_ce"] == figures[1]["ce"] and figures[2]["masked_top1"] == figures[1]["masked_top1"]
    assert figures[2]["legal"] == 1 and figures[2]["illegal_mass"] < 0.1 < figures[1]["illegal_mass"], figures


def check():
    """Runs every self check; says which passed, and stops at the first that does not."""
    torch.set_num_threads(1)
    numba.set_num_threads(1)
    with tempfile.TemporaryDirectory() as folder:
        for name, test in (("gradients by finite differences", check_gradients), ("packing", check_packing),
                           ("candidates", check_candidates), ("board", check_board),
                           ("runs", lambda: check_runs(folder)), ("tactics", lambda: check_tactics(folder)),
                           ("labels", lambda: check_labels(folder)),
                           ("text", lambda: check_text(folder)), ("tasks", lambda: check_tasks(folder))):
            test()
            print(f"ok: {name}")
