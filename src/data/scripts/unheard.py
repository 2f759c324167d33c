#!/usr/bin/env python3
"""Makes unheard.tsv: pairs of closed-class words that good text never has side by side.

Usage: python3 unheard.py CORPUS-FOLDER function-words.tsv > ../unheard.tsv

The folder holds tatoeba/, tico19/ and python-docs/ with files LANG1-LANG2.tsv of two columns
(ISO 639-3). For each language the most usual words of its list of closed-class words are counted
in the distinct sentences, singly and side by side, with `<` for the start of a sentence, `>` for
its end mark and a comma. A pair is kept that chance would make at least 15 times and that occurs
in at most 1.2 % of these; it is strong from 100 times on if it never occurs, from 300 on if it
occurs in at most 0.2 %.
"""

import collections
import pathlib
import re
import sys
import unicodedata

LANGUAGES = dict(
    pair.split("=")
    for pair in """arb=ar ben=bn bul=bg cat=ca ces=cs dan=da deu=de ell=el eng=en est=et eus=eu
    fas=fa fin=fi fra=fr glg=gl heb=he hin=hi hrv=hr hun=hu hye=hy ind=id isl=is ita=it kat=ka
    kor=ko lav=lv lit=lt mkd=mk msa=ms nld=nl nob=nb pol=pl por=pt ron=ro rus=ru slk=sk slv=sl
    spa=es sqi=sq srp=sr swa=sw swe=sv tam=ta tur=tr ukr=uk urd=ur vie=vi zul=zu""".split()
)
MOST_WORDS = 70
LETTER = "(?:[^\\W\\d_][\u0300-\u036f\u0591-\u05c7\u064b-\u065f\u0670\u0900-\u0903\u093a-\u094f" \
    "\u0951-\u0957\u0962\u0963\u0981-\u0983\u09bc\u09be-\u09d7\u0b82\u0bbe-\u0bd7\u200c\u200d]*)"
TOKEN = re.compile(f"{LETTER}+(?:['’]{LETTER}+)*['’]?|\\d+|[^\\w\\s]")


def tokens(sentence):
    yield "<"
    for match in TOKEN.finditer(unicodedata.normalize("NFC", sentence)):
        token = match.group()
        if token[0].isalpha():
            yield token.lower().replace("’", "'")
        elif token in ".!?।۔؟":
            yield ">"
        elif token in ",،、":
            yield ","
        else:
            yield "#"


SENTENCES = ["tatoeba", "tico19", "python-docs"]


def sentences(folder, corpora):
    """The distinct texts of each language in CORPUS/LANG-LANG.tsv."""
    texts = collections.defaultdict(set)
    for corpus in corpora:
        for file in sorted(pathlib.Path(folder, corpus).glob("*.tsv")):
            pair = [LANGUAGES.get(code) for code in file.stem.split("-")]
            for line in open(file, encoding="utf-8"):
                for language, text in zip(pair, line.rstrip("\n").split("\t")):
                    if language:
                        texts[language].add(text)
    return texts


def main(folder, words):
    closed = {}
    for line in open(words, encoding="utf-8"):
        if not line.startswith("#") and line.strip():
            language, *columns = line.rstrip("\n").split("\t")
            closed[language] = {word for column in columns for word in column.split(" ")}
    texts = sentences(folder, SENTENCES)
    print("# Closed-class words that do not follow each other in good text, by language.")
    print("# lang<TAB>word, or `<` for the start of a sentence<TAB>what never follows it<TAB>what")
    print("# hardly ever does; `>` is the mark at the end of a sentence. Made by scripts/unheard.py.")
    for language in sorted(texts):
        single, double = collections.Counter(), collections.Counter()
        known = closed.get(language, set())
        for text in sorted(texts[language]):
            sentence = list(tokens(text))
            single.update(sentence)
            double.update(zip(sentence, sentence[1:]))
        total = sum(single.values())
        usual = [word for word, _ in single.most_common(400) if word in known][:MOST_WORDS]
        for first in ["<", ",", *usual]:
            strong, weak = [], []
            for second in [*usual, ",", ">"]:
                expected = single[first] * single[second] / total
                seen = double[first, second]
                if first == second or first in "<," and second in ",>":
                    continue
                if expected >= 100 and not seen or expected >= 300 and seen <= 0.002 * expected:
                    strong.append(second)
                elif expected >= 15 and seen <= 0.012 * expected:
                    weak.append(second)
            if strong or weak:
                print(language, first, " ".join(strong) or "-", " ".join(weak) or "-", sep="\t")


if __name__ == "__main__":
    main(*sys.argv[1:])
