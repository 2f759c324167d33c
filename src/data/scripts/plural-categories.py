#!/usr/bin/env python3
"""Makes plural-categories.tsv from the plural rules of CLDR (npm package cldr-core).

Usage: npm pack cldr-core@48.2.0 && tar xf cldr-core-48.2.0.tgz
       python3 plural-categories.py package > ../plural-categories.tsv

Categories that hold for fractions or compact numbers alone (many in French and Spanish) are
written after a slash: a message may do without them.
"""
import json
import pathlib
import sys

package = pathlib.Path(sys.argv[1])
version = json.loads((package / "package.json").read_text())["version"]


def rules(file, kind):
    text = (package / "supplemental" / file).read_text()
    return json.loads(text)["supplemental"][kind]


def categories(rules):
    need, may = [], []
    for name, rule in rules.items():
        category = name.removeprefix("pluralRule-count-")
        samples = rule.partition("@integer")[2].partition("@decimal")[0]
        plain = any("c" not in number for number in samples.replace("…", "").split(",") if number.strip())
        small = any(
            "c" not in number and number.strip().isdigit() and int(number) < 1_000_000
            for part in samples.replace("…", "").split(",")
            for number in part.strip().split("~")
        )
        (need if category == "other" or (plain and small) else may).append(category)
    return " ".join(need) + ("/" + " ".join(may) if may else "")


cardinal = rules("plurals.json", "plurals-type-cardinal")
ordinal = rules("ordinals.json", "plurals-type-ordinal")
print(f"# CLDR {version} plural categories; licence Unicode-3.0. Made by scripts/plural-categories.py.")
print("# lang\tcardinal\tordinal; after a slash those that a message may do without")
for lang in sorted(cardinal):
    print(f"{lang}\t{categories(cardinal[lang])}\t{categories(ordinal.get(lang, {'pluralRule-count-other': ''}))}")
