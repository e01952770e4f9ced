"""How well announcements are read: `python benchmarks/bench_reader.py FOLDER`, or `--made b` for made-up texts.

FOLDER holds `NNN.txt` or `NNN.html` with the truth in `NNN.json`, and `timelines.tsv`. `--verbose` lists what differs.
Of made-up texts those of generator B judge, since the reader has learned from those of A.
"""

import argparse
import csv
import datetime as dt
import importlib
import json
import random
import re
import sys
import time
import unicodedata
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parent.parent))

from benchmarks.ablation import ablate
from benchmarks.judging import Judgement, judge, judge_values
from benchmarks.perturbation import perturb
from benchmarks.texts.labelled import Labelled, TruePerson
from webinars.pure.announcements.model import KnownNames
from webinars.pure.announcements.reader import read
from webinars.pure.announcements.reader.links import video_of
from webinars.pure.times import read_start


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folder", type=Path, nargs="?")
    parser.add_argument("--made", choices=["a", "b"])
    parser.add_argument("--count", type=int, default=300)
    parser.add_argument("--seed", type=int, default=1_000_003)
    parser.add_argument("--by", choices=["language", "shape"], default="")
    parser.add_argument("--ablate", action="store_true", help="what each pass of the rules is worth")
    parser.add_argument("--taught", type=int, default=0, help="for --ablate: made-up texts that teach anew each time")
    parser.add_argument("--perturbed", action="store_true", help="whether it follows texts that are changed")
    parser.add_argument("--known", type=float, default=0.0, help="the share of all organisers that the site knows")
    parser.add_argument("--verbose", action="store_true")
    arguments = parser.parse_args()
    if arguments.ablate:
        texts = _labelled_in(arguments.folder) if arguments.folder else _made(arguments)
        for line in ablate(texts, taught=arguments.taught):
            print(line, flush=True)
        return 0
    if arguments.perturbed:
        for line in perturb(arguments.seed, arguments.count):
            print(line, flush=True)
    if arguments.made:
        _judge_made(arguments)
    if arguments.folder:
        _judge_folder(arguments)
    return 0


def _made(arguments: argparse.Namespace) -> list[Labelled]:
    generator = importlib.import_module(f"benchmarks.texts.{arguments.made or 'b'}")
    return list(generator.texts(arguments.seed, arguments.count))


def _labelled_in(folder: Path) -> list[Labelled]:
    return [_labelled(*_case(path)) for path in sorted(folder.glob("*.json")) if _text_of(path)]


def _judge_made(arguments: argparse.Namespace) -> None:
    texts = _made(arguments)
    judgement = Judgement()
    began = time.process_time()
    judge(texts, judgement, by=arguments.by, known=_known(texts, arguments))
    took = (time.process_time() - began) / max(len(texts), 1)
    if arguments.verbose:
        print("\n".join(judgement.differences))
    print(f"{len(texts)} texts of generator {arguments.made}, {took * 1000:.0f} ms a text")
    print("\n".join(judgement.lines()))


def _known(texts: Sequence[Labelled], arguments: argparse.Namespace) -> KnownNames:
    """Returns what a site knows that has a share of all organisers of these texts."""
    names = sorted({name for text in texts for name in text.organisers})
    known = random.Random(arguments.seed).sample(names, round(len(names) * arguments.known))
    return KnownNames((), tuple(known))


def _judge_folder(arguments: argparse.Namespace) -> None:
    truths = sorted(path for path in arguments.folder.glob("*.json") if _text_of(path))
    tally: dict[str, Counter[str]] = {key: Counter() for key in ("starts", "recordings")}
    others: Counter[str] = Counter()
    judgement = Judgement()
    began = time.perf_counter()
    known = _known(_labelled_in(arguments.folder), arguments)
    for path in truths:
        for line in _score_case(path, tally, others, judgement, known):
            if arguments.verbose:
                print(f"  {path.stem} {line}")
    took = time.perf_counter() - began
    print(f"cases                {len(truths)} in {took:.2f} s")
    starts = tally["starts"]
    print(
        f"starts               {starts['right']} right, {starts['null']} rightly null, {starts['missing']} missing, "
        f"{starts['wrong']} wrong"
    )
    print(f"sessions             {others['sessions']} of {others['sessions of']}")
    for line in judgement.lines():
        print(line)
    print(f"{'recordings':<20} {_f1(tally['recordings'])}")
    for key in ("kind", "date", "role", "affiliation", "registration"):
        print(f"{key:<20} {others[key]} of {others[key + ' of']}")
    timelines = arguments.folder / "timelines.tsv"
    if timelines.exists():
        _score_timelines(timelines, is_verbose=arguments.verbose)


def _text_of(truth: Path) -> Path | None:
    return next((path for suffix in (".txt", ".html") if (path := truth.with_suffix(suffix)).exists()), None)


def _case(path: Path) -> tuple[dict[str, Any], str, dt.date]:
    """Returns the truth, the text, and the day from which the reader looks for a year."""
    truth = json.loads(path.read_text(encoding="utf-8"))
    source = _text_of(path)
    assert source is not None
    published_on = dt.date.fromisoformat(truth.get("reference_date") or truth.get("date") or "2025-01-01")
    return truth, source.read_text(encoding="utf-8"), published_on


def _score_case(
    path: Path, tally: dict[str, Counter[str]], others: Counter[str], judgement: Judgement, known: KnownNames
) -> list[str]:
    truth, text, published_on = _case(path)
    reading = read(text, published_on=published_on, known=known)
    said = reading.as_json()
    first = said["webinars"][0]
    seen = len(judgement.differences)
    judge_values(_labelled(truth, text, published_on), reading, judgement, "")
    differences = [line.strip() for line in judgement.differences[seen:]]
    outcome = _start_outcome(truth, first, said["problems"])
    tally["starts"][outcome] += 1
    if outcome in {"wrong", "missing"}:
        differences.append(
            f"start {outcome}: {first['starts_at']} for {truth['starts_utc']} {[p['code'] for p in said['problems']]}"
        )
    wanted = Counter(_recording(one) for one in truth["recordings"])
    got = Counter(_recording(one) for one in first["recordings"])
    tally["recordings"]["hit"] += (wanted & got).total()
    tally["recordings"]["missed"] += (wanted - got).total()
    tally["recordings"]["false"] += (got - wanted).total()
    if wanted != got:
        differences.append(f"recordings: missed {list(wanted - got)}, false {list(got - wanted)}")
    checks = {
        "kind": (truth["kind"], said["kind"]),
        "date": (truth["date"], first["date"]),
        "registration": (truth["registration_url"], first["registration_url"]),
    }
    found = {one["starts_at"] for one in said["webinars"]}
    sessions = [one["starts_utc"] for one in truth.get("sessions", ()) if one["starts_utc"]]
    others["sessions"] += sum(start in found for start in sessions)
    others["sessions of"] += len(sessions)
    filled = {_folded(one["name"]): one for one in _lineup(said)}
    for one in truth["speakers"]:
        if other := filled.get(_folded(one["name"])):
            checks[f"role {one['name']}"] = (_role(one["role"]), other["role"])
            affiliations = _folded(one["affiliation"] or ""), _folded(other["affiliation"] or "")
            checks[f"affiliation {one['name']}"] = affiliations
    for key, (right, got_value) in checks.items():
        name = key.split()[0]
        others[f"{name} of"] += 1
        others[name] += right == got_value
        if right != got_value:
            differences.append(f"{key}: {got_value!r} for {right!r}")
    return differences


def _labelled(truth: dict[str, Any], text: str, published_on: dt.date) -> Labelled:
    """Returns the truth about a text as generators say it."""
    return Labelled(
        text=text,
        language=truth.get("lang", ""),
        shape="",
        published_on=published_on,
        kind=truth["kind"],
        title=truth["title"],
        sessions=(),
        people=tuple(TruePerson(one["name"], one["affiliation"], one["role"]) for one in truth["speakers"]),
        organisers=(*truth["organisers"], *truth.get("co_sponsors", ())),
        questions=tuple(truth["questions"]),
    )


def _lineup(said: dict[str, Any]) -> list[dict[str, Any]]:
    """Returns the people of all sessions, each once, since the truth lists them together."""
    people: dict[str, dict[str, Any]] = {}
    for webinar in said["webinars"]:
        for one in webinar["lineup"]:
            people.setdefault(_folded(one["name"]), one)
    return list(people.values())


def _start_outcome(truth: dict[str, Any], first: dict[str, Any], problems: list[dict[str, Any]]) -> str:
    wanted, got = truth["starts_utc"], first["starts_at"]
    if got == wanted:
        return "right" if got else "null"
    is_blocked = any(problem["blocks"] for problem in problems)
    if got is None or is_blocked:
        return "null" if truth["ambiguous"] and is_blocked else "missing"
    return "wrong"


def _folded(text: str) -> str:
    decomposed = unicodedata.normalize("NFKD", text.casefold())
    words = re.findall(r"\w+", "".join(char for char in decomposed if not unicodedata.combining(char)))
    return " ".join(words[1:] if words[:1] == ["the"] else words)


def _role(role: str) -> str:
    return {"panelist": "panellist"}.get(role, role)


def _recording(one: dict[str, Any]) -> tuple[str, str, str]:
    return one["kind"], _folded(one["speaker"] or ""), str(video_of(one["url"]) or one["url"])


def _f1(counts: Counter[str]) -> str:
    hit, missed, false = counts["hit"], counts["missed"], counts["false"]
    score = 2 * hit / (2 * hit + missed + false) if hit + missed + false else 1.0
    return f"F1 {score:.1%} ({hit} right, {missed} missed, {false} false)"


def _score_timelines(path: Path, *, is_verbose: bool) -> None:
    right = silent = count = 0
    with path.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE):
            count += 1
            reading = read_start(row["text"], published_on=dt.date.fromisoformat(row["reference_date"])).as_json()
            is_right = _is_line_right(row, reading)
            right += is_right
            blocks = any(problem["blocks"] for problem in reading["problems"])
            is_silent = not is_right and reading["starts_at"] is not None and not blocks
            silent += is_silent
            if is_verbose and not is_right:
                codes = [problem["code"] for problem in reading["problems"]]
                print(f"  line {row['text']!r}: {reading['starts_at']} for {row['starts_utc']} {codes}")
    print(f"{'timelines':<20} {right} of {count} right ({right / max(count, 1):.1%}), {silent} silently wrong")


def _is_line_right(row: dict[str, str], reading: Any) -> bool:  # noqa: ANN401
    blocking = {problem["code"] for problem in reading["problems"] if problem["blocks"]}
    if row["starts_utc"] == "ambiguous":
        return bool(blocking)
    if row["starts_utc"] == "inconsistent":
        return reading["starts_at"] is None and bool(blocking)
    if reading["starts_at"] is None:
        return "no zone" in (row["note"] or "") and "timezone_missing" in blocking
    return bool(reading["starts_at"] == row["starts_utc"])


if __name__ == "__main__":
    raise SystemExit(main())
