#!/usr/bin/env python3
"""Makes joined-words.tsv: words of a language that look like two of its usual words run together.

Usage: python3 joined-words.py CORPUS-FOLDER > ../joined-words.tsv

The folder is that of unheard.py; catalogues of software are counted too. Of the distinct sentences
of a language every word is kept that occurs at least twice and divides into two of its 1,500 most
usual words of two letters and more, of which one is among the first 400.
"""

import collections
import sys

from joins import cuts
from unheard import SENTENCES, sentences, tokens

USUAL, FIRST = 1500, 400


def main(folder):
    texts = sentences(folder, SENTENCES + ["godot", "tldr"])
    print("# Words that look like two usual words run together and are none, by language.")
    print("# lang<TAB>words, separated by a space. Made by scripts/joined-words.py.")
    for language in sorted(texts):
        count = collections.Counter(
            token
            for text in texts[language]
            for token in tokens(text)
            if token[0].isalpha() and "'" not in token
        )
        ranked = sorted(count, key=lambda word: (-count[word], word))
        ranked = [word for word in ranked if len(word) > 1]
        usual, first = set(ranked[:USUAL]), set(ranked[:FIRST])
        words = sorted(
            word
            for word in ranked
            if len(word) > 4
            and count[word] > 1
            and any(
                one in usual and two in usual and (one in first or two in first)
                for one, two in cuts(word)
            )
        )
        if words:
            print(language, " ".join(words), sep="\t")


if __name__ == "__main__":
    main(*sys.argv[1:])
