#!/usr/bin/env python3
"""Makes spelled-numbers.tsv from the spell-out rules of CLDR (npm package cldr-rbnf).

Usage: npm pack cldr-rbnf@48.2.0 && tar xf cldr-rbnf-48.2.0.tgz
       python3 spelled-numbers.py package > ../spelled-numbers.tsv

Spells the numbers below 101 and the round ones above with every rule set of a language, cardinals
and ordinals in all genders and cases, and writes each form that does not follow from the others:
one word, or a phrase (joined by `_`) that its words do not add up to. Words that a rule glues
together at a soft hyphen are one form, but for languages that glue and inflect both parts.
"""
import json
import pathlib
import re
import sys

# What stands between the words of a number, by language; `+` glued to the next word.
JOINERS = {
    "en": "and", "de": "und", "nl": "en ën", "af": "en", "da": "og", "nb": "og", "nn": "og",
    "sv": "och", "is": "og", "fr": "et", "es": "y e", "ca": "i", "pt": "e", "ro": "și şi",
    "sl": "in", "hr": "i", "bs": "i", "sr": "и i", "mk": "и", "bg": "и", "be": "і", "uk": "і",
    "fa": "و", "ar": "+و", "he": "+ו", "sw": "na", "sq": "e", "el": "και", "mt": "u",
    "cy": "ar a", "fil": "at 't", "ta": "", "hu": "és",
}
# Glued and inflected in both parts: the parts are listed, not the whole.
PARTS = {"fi", "et"}
LANGUAGES = (
    "af ar az be bg bs ca cs cy da de el en es et fa fi fil fr ga gu he hi hr hu hy id is it ka kk "
    "km ko ky lo lt lv mk ms mt my ne nl nn no pl pt ro ru sk sl sq sr sr-Latn sv sw ta th tr uk vi"
).split()
SOFT = "\u00ad"


class Spelled(Exception):
    pass


class Speller:
    """The rules of ICU's RuleBasedNumberFormat, as far as whole numbers need them."""

    def __init__(self, rules):
        self.sets = {}
        for name, entries in rules.items():
            parsed = []
            for head, body in (entry for entry in entries if len(entry) == 2):
                body = body.removesuffix(";")
                match = re.fullmatch(r"([\d,.]+)(?:/([\d,.]+))?(>*)", head)
                if not match or "." in head:
                    continue
                base = int(match[1].replace(",", ""))
                radix = int((match[2] or "10").replace(",", ""))
                exponent = 0
                while base > 0 and radix ** (exponent + 1) <= base:
                    exponent += 1
                exponent = max(0, exponent - len(match[3]))
                parsed.append((base, radix**exponent, body.removeprefix("'")))
            self.sets[name] = sorted(parsed, key=lambda rule: rule[0])

    def spell(self, number, name, depth=0):
        if depth > 30 or name not in self.sets:
            raise Spelled(name)
        rules = [rule for rule in self.sets[name] if rule[0] <= number]
        if not rules:
            raise Spelled(number)
        base, divisor, body = rules[-1]
        both = re.search(r"←|<", body) and re.search(r"→|>", body)
        if both and number % divisor == 0 and base % divisor != 0 and len(rules) > 1:
            base, divisor, body = rules[-2]
        if "$(" in body:
            raise Spelled("plural")

        def replace(text):
            out = ""
            at = 0
            pattern = re.compile(
                r"←(%%?[^←]*)?←|<(%%?[^<]*)?<|→→→|→(%%?[^→]*)?→|>(%%?[^>]*)?>|=(%%?[^=]*)=|[=←→][#0][^=←→]*[=←→]"
            )
            for match in pattern.finditer(text):
                out += text[at : match.start()]
                at = match.end()
                first = match[0][0]
                inner = match[0][1:-1]
                target = inner if inner.startswith("%") else name
                if re.fullmatch(r".[#0].*", match[0]):
                    raise Spelled("digits")
                if first in "←<":
                    out += self.spell(number // divisor, target, depth + 1)
                elif first in "→>":
                    out += self.spell(number % divisor, name if inner == "→" else target, depth + 1)
                elif first == "=":
                    out += self.spell(number, target, depth + 1)
            return out + text[at:]

        optional = re.search(r"\[(.*?)\]", body)
        if optional:
            inner = "" if number % divisor == 0 else optional[1]
            if "|" in inner:
                inner = inner.split("|")[0]
            body = body[: optional.start()] + inner + body[optional.end() :]
        return replace(body)


def value_of(tokens, forms, joiners):
    """What words that are forms already add up to; None if they do not."""
    total, current, least, unit = 0, 0, 10**9, False
    seen = False
    for token in tokens:
        if token in joiners:
            continue
        value = forms.get(token)
        if value is None:
            glued = next((j[1:] for j in joiners if j.startswith("+") and token.startswith(j[1:])), None)
            value = forms.get(token[len(glued) :]) if glued else None
            if value is None:
                return None
        seen = True
        if value in (100, 1000) and 0 < current < value:
            current *= value
        elif current == 0 or (value < 10 and current % 10 == 0) or (value < 100 and current % 100 == 0):
            current += value
        elif current < 10 and value < 100 and value % 10 == 0:
            current += value
        else:
            return None
    return current if seen else None


def main():
    package = pathlib.Path(sys.argv[1])
    version = json.loads((package / "package.json").read_text())["version"]
    print(f"# Numbers in words, from the spell-out rules of CLDR {version}; licence Unicode-3.0.")
    print("# Made by scripts/spelled-numbers.py. `_` joins the words of one form.")
    print("# language\twhat stands between (`+` glued to the next word)\tvalue forms…")
    for language in LANGUAGES:
        rules = json.loads((package / "rbnf" / f"{language}.json").read_text())["rbnf"]["rbnf"]
        speller = Speller(rules["SpelloutRules"])
        name = "nb" if language == "no" else language
        joiners = JOINERS.get(name.split("-")[0], "").split()
        numbers = [*range(0, 101), *range(200, 1001, 100), 2000, *(n * 10**p for p in (6, 9, 12) for n in (1, 2, 5))]
        forms, phrases = {}, {}
        table = {}
        for rule in sorted(set(speller.sets)):
            if not rule.startswith("%spellout") or "financial" in rule:
                continue
            ordinal = "ordinal" in rule
            for number in numbers:
                if ordinal and number > 31 and number % 10 != 0:
                    continue
                if number >= 10**6 and ordinal:
                    continue
                try:
                    text = speller.spell(number, rule)
                except Spelled:
                    continue
                text = text.lower().strip()
                if not text or re.search(r"[\d#]", text):
                    continue
                if name in PARTS:
                    text = text.replace(SOFT, " ")
                text = text.replace(SOFT, "")
                tokens = [token for token in re.split(r"[\s\-\u200c\u2010]+", text) if token]
                if number >= 10**6 or number == 2000:
                    # The unit alone: `one million`.
                    tokens = tokens[-1:]
                    number_ = 1000 if number == 2000 else 10 ** (len(str(number)) - 1)
                    if number == 2000 and tokens[0] in forms:
                        continue
                    forms.setdefault(tokens[0], number_)
                elif len(tokens) == 1:
                    forms.setdefault(tokens[0], number)
                else:
                    phrases.setdefault(tuple(tokens), number)
        for tokens, number in phrases.items():
            if value_of(tokens, forms, joiners) == number:
                continue
            if name in PARTS:
                continue
            table.setdefault(number, []).append("_".join(tokens))
        for form, number in forms.items():
            table.setdefault(number, []).append(form)
        cells = [f"{number} {' '.join(sorted(set(words)))}" for number, words in sorted(table.items())]
        print("\t".join([name, " ".join(joiners) or "-", *cells]))


main()
