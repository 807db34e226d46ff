"""Training: the processes, a run's folder, and the steps."""
from __future__ import annotations

import argparse
import contextlib
import json
import math
import os
import time

import numba
import torch
import torch.distributed as dist
from torch import Tensor, nn

from .decoder import Batch, Config, Decoder, amounts
from .evaluation import evaluate, open_source, open_validation, precision
from .files import load_model, read_words, save_model, write_text
from .games import KEYFRAME_HISTORY, KEYFRAME_LABELS, make_words, widened
from .optimizers import Optimizer, schedule
from .source import Source, ahead
from .texts import BOS, EOS, TEXT_OUTCOMES, Mixed, Tasks, Text


def training_source(args: argparse.Namespace, config: Config, words: list[str] | None, team: Team) -> Source:
    """What a run is trained on."""
    place = dict(seed=args.seed, rank=team.rank, world=team.world)
    data = open_source(args.data, config, words, mirror=args.mirror, known=args.known, tail=args.tail,
                       label_temperature=args.label_temperature, **place)
    if not isinstance(data, Text):
        return data
    data = Text(args.data, config, infill=args.infill, seen_whole=args.seen_whole, **place)
    if not args.tasks:
        return data
    return Mixed(data, Tasks(args.tasks, config, **place), min(999, max(1, round(args.task_share * 1000))))


class Team:
    """The processes of this run: one, or those that torchrun started."""

    def __init__(self):
        self.world, self.rank = int(os.environ.get("WORLD_SIZE", 1)), int(os.environ.get("RANK", 0))
        self.device = "cuda" if torch.cuda.is_available() else "cpu"
        if self.device == "cuda":
            torch.cuda.set_device(int(os.environ.get("LOCAL_RANK", 0)))
        if self.world > 1:
            dist.init_process_group("nccl" if self.device == "cuda" else "gloo")

    def sum(self, x: Tensor) -> Tensor:
        if self.world > 1:
            dist.all_reduce(x)
        return x

    def gather(self, value) -> list:
        """The value of each process, everywhere."""
        values = [value] * self.world
        if self.world > 1:
            dist.all_gather_object(values, value)
        return values

    def close(self):
        if self.world > 1:
            dist.destroy_process_group()


class Run:
    """A folder with a run's settings (run.json), log (log.jsonl), place (checkpoint.pt), and models (best, model)."""

    def __init__(self, args: argparse.Namespace, team: Team):
        self.args, self.team, self.folder = args, team, args.run
        os.makedirs(self.folder, exist_ok=True)
        self.decoder, self.words = self.make_model()
        self.config = self.decoder.config
        self.decoder.to(team.device)
        self.average = {k: p.detach().clone() for k, p in self.decoder.named_parameters()} if args.ema else None
        self.optimizer = Optimizer(self.decoder, args.optimizer, args.rate, (args.beta1, args.beta2), args.epsilon,
                                   args.decay, args.muon_rate, args.momentum, args.muon_decay, args.clip)
        self.step, self.tokens, self.seconds, self.cursor, self.best = 0, 0, 0.0, 0, math.inf
        self.path = os.path.join(self.folder, "checkpoint.pt")
        if os.path.exists(self.path):
            self.resume()
        elif team.rank == 0:
            write_text(os.path.join(self.folder, "run.json"), json.dumps(vars(args), indent=1, ensure_ascii=False))
        self.decoder.every_row = team.device == "cuda" or args.compile
        if team.device == "cuda" and args.bf16:
            self.decoder.stream = torch.bfloat16
        if args.compile:
            self.decoder.losses = torch.compile(self.decoder.losses)
        self.model = nn.parallel.DistributedDataParallel(self.decoder) if team.world > 1 else self.decoder

    def make_model(self) -> tuple[Decoder, list[str] | None]:
        a = self.args
        torch.manual_seed(a.seed)
        if a.start:
            own, changes = Config.read(a.start), {"dropout": a.dropout}
            if own.facts and a.facts > own.facts:
                changes |= widened(own, a.facts, a.candidate_width)
            changes |= self.of_tasks() | ({"wdl_head": own.wdl_head} if own.wdl_head else {})
            return load_model(a.start, **changes), read_words(a.start)
        with open(os.path.join(a.data, "manifest.json"), encoding="utf-8") as file:
            manifest = json.load(file)
        words = read_words(a.data)
        own = dict(hidden_size=a.width, num_hidden_layers=a.layers, num_attention_heads=a.heads or a.width // 64,
                   intermediate_size=a.ffn or a.width * 8 // 3 // 64 * 64, max_position_embeddings=a.length,
                   dropout=a.dropout, qk_norm=True)
        if manifest["kind"] == "games":
            words = make_words(a.sequence, manifest.get("players", []))
            own |= dict(vocab_size=len(words), wdl_head=3, sequence=a.sequence)
            own |= widened(Config(**own), a.facts, a.candidate_width)
            own["other"] = {"bos_token_id": 1, "pad_token_id": 0} if a.sequence == "game" else {"pad_token_id": 0}
            if a.sequence == "keyframe":
                own |= dict(prefix=KEYFRAME_LABELS + KEYFRAME_HISTORY + 1, history=KEYFRAME_HISTORY,
                            attention_mask="prefix", view="keyframe's mover")
        else:
            size = len(words) if words else manifest["counts"]["vocabulary"]
            own |= dict(vocab_size=size, tie_word_embeddings=True) | self.of_tasks()
            own["other"] = {"bos_token_id": BOS, "eos_token_id": EOS, "pad_token_id": 0, "task": "text"}
        return Decoder(Config(**own)), words

    def of_tasks(self) -> dict:
        """What a model needs for texts seen whole and for tasks."""
        a = self.args
        seen = {"attention_mask": "prefix"} if a.tasks or a.infill and a.seen_whole else {}
        return seen | ({"wdl_head": TEXT_OUTCOMES} if a.tasks else {})

    def resume(self):
        state = torch.load(self.path, map_location=self.team.device, weights_only=True)
        if len(state["cursors"]) != self.team.world:
            found = len(state["cursors"])
            raise ValueError(f"{self.path}: was written by {found} processes, these are {self.team.world}")
        self.decoder.load_state_dict(state["model"])
        self.optimizer.load(state["optimizer"])
        if self.average:
            self.average = state["average"]
        self.step, self.tokens, self.seconds, self.best = (state[k] for k in ("step", "tokens", "seconds", "best"))
        self.cursor = state["cursors"][self.team.rank]
        self.say(f"goes on at step {self.step}")

    def save(self):
        cursors = self.team.gather(self.cursor)
        if self.team.rank == 0:
            state = {"model": self.decoder.state_dict(), "optimizer": self.optimizer.state(), "average": self.average,
                     "step": self.step, "tokens": self.tokens, "seconds": self.seconds, "best": self.best,
                     "cursors": cursors}
            torch.save(state, self.path + ".part")
            os.replace(self.path + ".part", self.path)

    def save_model(self, name: str):
        if self.team.rank == 0:
            with self.averaged():
                place = os.path.join(self.folder, name)
                save_model(self.decoder, place, torch.bfloat16, int(self.args.shard_mb * 1e6), self.words)
                vocabulary = os.path.join(self.args.data, "tokenizer.json")
                if os.path.exists(vocabulary):
                    with open(vocabulary, encoding="utf-8") as file:
                        write_text(os.path.join(place, "tokenizer.json"), file.read())

    @contextlib.contextmanager
    def averaged(self):
        """The averaged weights in the place of the last ones, if there are any."""
        own = {k: p.data for k, p in self.decoder.named_parameters()}
        for k, p in self.decoder.named_parameters():
            p.data = self.average[k] if self.average else p.data
        yield
        for k, p in self.decoder.named_parameters():
            p.data = own[k]

    def say(self, text: str):
        if self.team.rank == 0:
            print(text, flush=True)

    def log(self, **row):
        row = {"step": self.step, "tokens": self.tokens, "seconds": round(self.seconds, 1), **row}
        self.say(json.dumps(row))
        if self.team.rank == 0:
            with open(os.path.join(self.folder, "log.jsonl"), "a", encoding="utf-8") as file:
                file.write(json.dumps(row) + "\n")

    def progress(self) -> float:
        """0 to 1; of minutes, the first process's clock counts."""
        if self.args.steps:
            return (self.step + 0.5) / self.args.steps
        return self.team.gather(self.seconds / 60 / self.args.minutes)[0]

    def validate(self, valid) -> dict:
        with self.averaged():
            figures = evaluate(self.decoder, valid, self.args.valid_positions, self.args.bf16, legality=False)["all"]
        if figures["ce"] < self.best:
            self.best = figures["ce"]
            self.save_model("best")
        return {f"valid_{key}": value for key, value in figures.items()}

    def train_step(self, parts: list[Batch], factor: float) -> tuple[Tensor, Tensor, Tensor, Tensor]:
        """One step on some batches; the means of the three losses and the gradient's norm. Dropout depends on the step
        alone, so that a run goes on exactly."""
        team = self.team
        weights = torch.tensor([1, self.args.outcome_weight, self.args.plain_weight], device=team.device)
        torch.manual_seed((self.args.seed * 1_000_003 + self.step) * team.world + team.rank)
        parts = [part.to(team.device) for part in parts]
        own = torch.stack([amounts(part) for part in parts]).sum(0)
        amount = team.sum(own).clamp(min=1e-9)
        sums = torch.zeros(3, device=team.device)
        for number, part in enumerate(parts, 1):
            last = number == len(parts)
            with contextlib.nullcontext() if last or team.world == 1 else self.model.no_sync():
                with precision(team.device, self.args.bf16):
                    losses = torch.stack(self.model(part))
                loss = (losses / amount * weights).sum()
                (loss * team.world).backward()  # DistributedDataParallel averages, a step sums
            sums += losses.detach().float()
        norm = self.optimizer.step(factor)
        if self.average:
            last = [p.data for p in self.decoder.parameters()]
            torch._foreach_lerp_(list(self.average.values()), last, 1 - self.args.ema)
        self.step += 1
        return *(team.sum(sums) / amount), norm


def train(args: argparse.Namespace):
    """Trains until the planned steps or minutes are over, or `stop_after` steps of this call; the same call goes on."""
    team = Team()
    torch.set_float32_matmul_precision("high")
    # A parallel call of numba sets the number of threads for torch too, on which the last bits of sums depend.
    numba.set_num_threads(min(torch.get_num_threads(), numba.config.NUMBA_NUM_THREADS))
    run = Run(args, team)
    data = training_source(args, run.config, run.words, team)
    valid = open_validation(args.valid, run.config, run.words, args.valid_positions) if args.valid else None
    count = sum(p.numel() for p in run.decoder.parameters())
    run.say(f"{count:,} parameters on {team.device}, {team.world} process(es); {data.length:,} sequences an epoch")
    fixed = (args.fixed or data.longest) if team.device == "cuda" or args.fixed else 0

    def make(cursor):
        return data.batch(cursor, args.step_tokens, fixed)

    def plain(cursor):
        while True:
            batch, cursor = make(cursor)
            yield batch, cursor

    depth = args.ahead if args.ahead >= 0 else 4 if team.device == "cuda" else 0
    batches = ahead(make, run.cursor, depth) if depth else plain(run.cursor)
    run.decoder.train()
    shown, shown_tokens, shown_at, checked_at, first = [], 0, time.time(), time.time(), run.step
    clock = time.time()
    while (progress := run.progress()) < 1 and not (args.stop_after and run.step - first >= args.stop_after):
        parts = []
        for _ in range(args.accumulate):
            batch, run.cursor = next(batches)
            parts.append(batch)
        losses = run.train_step(parts, schedule(args.schedule, progress, args.warmup, args.cooldown))
        own = sum(part.starts[-1] for part in parts) * team.world
        run.tokens, shown_tokens = run.tokens + own, shown_tokens + own
        if run.step == first + 1:
            clock = shown_at = time.time()  # the first step compiles, which is not training
            shown_tokens = 0
        shown.append(torch.stack([x.detach().float() for x in losses]))
        run.seconds, clock = run.seconds + time.time() - clock, time.time()
        if not args.log_steps or run.step % args.log_steps:
            continue
        loss, outcome, plain, norm = torch.stack(shown).mean(0).tolist()
        if not math.isfinite(loss):
            raise SystemExit(f"The loss is {loss} at step {run.step}; the last good state is in {run.path}.")
        told = {} if run.decoder.candidate_head is None else {"plain": round(plain, 5)}
        row = {"loss": round(loss, 5), "outcome": round(outcome, 5), **told, "norm": round(norm, 4),
               "factor": round(schedule(args.schedule, progress, args.warmup, args.cooldown), 4),
               "tokens_per_s": round(shown_tokens / (time.time() - shown_at))}
        due = team.gather(time.time() - checked_at > args.save_seconds)[0]
        if due:
            row |= run.validate(valid) if valid else {}
            run.save()
            checked_at = time.time()
        run.log(**row)
        shown, shown_tokens, shown_at, clock = [], 0, time.time(), time.time()
    run.save()
    if run.progress() >= 1:
        run.log(done=True, **(run.validate(valid) if valid else {}))
        run.save_model("model")
    team.close()
