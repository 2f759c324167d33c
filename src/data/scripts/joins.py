#!/usr/bin/env python3
"""Makes joins.tsv: how likely the usual words of a language are run together with a neighbour.

Usage: python3 joins.py CORPUS-FOLDER > ../joins.tsv

The folder is that of unheard.py, and so are the sentences. The score of a word as the first half
of two that are run together is ln(its share of all words · 100,000) - ln(distinct words of the
corpus that begin with it and go on with another known word + 0.5): high for words that are frequent
and begin no longer words. The score as the second half is made alike. Of the 300 most usual words
those are kept with a score of 4 and more on a side; scores are rounded down, at most 9.
"""

import collections
import math
import sys
import unicodedata

from unheard import SENTENCES, sentences, tokens

USUAL = 300


def cuts(word):
    for at in range(2, len(word) - 1):
        if unicodedata.category(word[at])[0] != "M":
            yield word[:at], word[at:]


def main(folder):
    texts = sentences(folder, SENTENCES)
    print("# Usual words and how well each is told when it is run together with another, by language.")
    print("# lang<TAB>word, score as the first half, score as the second half; words separated by a")
    print("# space. Made by scripts/joins.py.")
    for language in sorted(texts):
        count = collections.Counter(
            token
            for text in texts[language]
            for token in tokens(text)
            if token[0].isalpha() and "'" not in token
        )
        total = sum(count.values())
        if total < 20000:
            continue
        usual = sorted(count, key=lambda word: (-count[word], word))[:USUAL]
        usual = [word for word in usual if len(word) > 1 and count[word] >= 5]
        first, second = collections.Counter(), collections.Counter()
        inside = set(usual)
        known = inside | {word for word in count if len(word) > 3 and count[word] > 2}
        for word in count:
            if len(word) < 5 or word in inside:
                continue
            for one, two in cuts(word):
                if one in inside and two in known:
                    first[one] += 1
                if two in inside and one in known:
                    second[two] += 1
        rows = []
        for word in sorted(usual):
            share = math.log(count[word] / total * 1e5)
            scores = [int(share - math.log(seen[word] + 0.5)) for seen in (first, second)]
            if max(scores) >= 4:
                rows.append(word + "".join(str(min(9, max(0, score))) for score in scores))
        print(language, " ".join(rows), sep="\t")


if __name__ == "__main__":
    main(*sys.argv[1:])
