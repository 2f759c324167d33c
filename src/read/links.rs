//! Alignments as files: which segments belong together, by number.

use std::fmt;
use std::str::FromStr;

use crate::text::{Error, Link};

use super::encoding::Said;
use super::source::Source;

/// How a file writes an alignment.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum LinkFormat {
    /// Lines such as `[0, 1]:[2]:0.93`, as Vecalign has them and `bilint align` prints them; the
    /// third field may be anything and may be absent.
    Beads,
    /// A Python list of pairs of lists, `([0, 1], [2]),` a line, as Bleualign's gold.
    Bleualign,
    /// A ladder of hunalign's: a line names two segments, and whatever lies between two lines
    /// belongs together.
    Ladder,
}

impl LinkFormat {
    /// All of them, in the order in which help names them.
    pub const ALL: [LinkFormat; 3] = [LinkFormat::Beads, LinkFormat::Bleualign, LinkFormat::Ladder];

    /// What the command line calls it.
    pub fn name(self) -> &'static str {
        match self {
            LinkFormat::Beads => "beads",
            LinkFormat::Bleualign => "bleualign",
            LinkFormat::Ladder => "ladder",
        }
    }

    /// The format of a line that says something.
    fn of_line(line: &str) -> Option<Self> {
        let line = line.trim_start();
        if line.starts_with(|letter: char| letter.is_ascii_digit()) {
            return Some(LinkFormat::Ladder);
        }
        if line.starts_with('[') && line.contains(':') {
            return Some(LinkFormat::Beads);
        }
        let list = line.starts_with('[') || line.contains('=');
        (list || line.starts_with('(')).then_some(LinkFormat::Bleualign)
    }
}

impl fmt::Display for LinkFormat {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

impl FromStr for LinkFormat {
    type Err = Error;

    fn from_str(name: &str) -> Result<Self, Error> {
        LinkFormat::ALL
            .into_iter()
            .find(|format| format.name() == name)
            .ok_or_else(|| Error::Usage(format!("`{name}` is not a format of alignments")))
    }
}

/// An alignment as a file has it.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Links {
    /// In the order of the file.
    pub links: Vec<Link>,
    /// Lines that could not be understood; there are no links of them.
    pub errors: Vec<Error>,
}

/// No text has more segments; a ladder could name as many as it likes in a few bytes.
const MOST_SEGMENTS: usize = 1 << 24;

/// Reads an alignment, `-` being standard input. Without a format it is judged from the first line
/// that says something. `segments` are the segments of the two texts, where they are known: a line
/// that names others is an error.
///
/// # Errors
/// If the file cannot be read or decoded, or its format cannot be told.
pub fn links(
    path: &str,
    format: Option<LinkFormat>,
    segments: Option<[usize; 2]>,
) -> Result<Links, Error> {
    let (text, _) = Source::open(path)?.text(Said::default())?;
    parse(path, &text, format, segments)
}

fn parse(
    path: &str,
    text: &str,
    format: Option<LinkFormat>,
    segments: Option<[usize; 2]>,
) -> Result<Links, Error> {
    // A comment of Python's stands for nothing in the other two formats.
    let mut lines = (1..)
        .zip(text.lines())
        .filter(|(_, line)| !line.trim().is_empty() && !line.trim_start().starts_with('#'))
        .peekable();
    let format = match (format, lines.peek()) {
        (Some(format), _) => format,
        (None, None) => return Ok(Links::default()),
        (None, Some((number, line))) => LinkFormat::of_line(line).ok_or_else(|| {
            Error::record(
                path,
                *number,
                "begins neither as `[0]:[0]`, nor as `([0], [0])`, nor as the ladder `0 0`",
            )
        })?,
    };
    let most = segments.unwrap_or([MOST_SEGMENTS; 2]);
    let mut found = Links::default();
    let mut reader = Reader {
        format,
        most,
        rung: None,
        opened: false,
    };
    for (number, line) in lines {
        match reader.line(line.trim(), &mut found.links) {
            Ok(()) => {}
            Err(reason) => {
                let second = reason == SECOND;
                found.errors.push(Error::record(path, number, reason));
                if second {
                    break;
                }
            }
        }
    }
    Ok(found)
}

const SECOND: &str = "a second alignment begins; one file holds one";

struct Reader {
    format: LinkFormat,
    most: [usize; 2],
    /// The last rung of a ladder.
    rung: Option<[usize; 2]>,
    /// Whether a Python list has begun.
    opened: bool,
}

impl Reader {
    /// Adds what a line says. A line is taken as a whole or not at all.
    fn line(&mut self, line: &str, links: &mut Vec<Link>) -> Result<(), String> {
        match self.format {
            LinkFormat::Beads => {
                let link = bead(line).ok_or("is not of the form `[0, 1]:[2]`")?;
                self.within(&link)?;
                links.push(link);
            }
            LinkFormat::Bleualign => {
                let (line, begins) = opening(line);
                if begins && std::mem::replace(&mut self.opened, true) {
                    return Err(SECOND.to_owned());
                }
                let pairs = pairs(line).ok_or("is not of the form `([0, 1], [2]),`")?;
                pairs.iter().try_for_each(|link| self.within(link))?;
                links.extend(pairs);
            }
            LinkFormat::Ladder => {
                let rung = rung(line).ok_or("does not begin with the numbers of two segments")?;
                let last = self.rung.unwrap_or(rung);
                for side in 0..2 {
                    if rung[side] > self.most[side] {
                        return Err(format!(
                            "names segment {}, beyond the end of the text at {}",
                            rung[side], self.most[side],
                        ));
                    }
                    if rung[side] < last[side] {
                        return Err(format!("goes back from {} to {}", last[side], rung[side]));
                    }
                }
                if self.rung.replace(rung).is_some() {
                    links.push(((last[0]..rung[0]).collect(), (last[1]..rung[1]).collect()));
                }
            }
        }
        Ok(())
    }

    fn within(&self, (source, target): &Link) -> Result<(), String> {
        for (side, most) in [source, target].into_iter().zip(self.most) {
            if let Some(segment) = side.iter().find(|segment| **segment >= most) {
                return Err(format!(
                    "names segment {segment}, and the text has {most}, numbered from 0"
                ));
            }
        }
        Ok(())
    }
}

fn rung(line: &str) -> Option<[usize; 2]> {
    let mut fields = line.split_ascii_whitespace();
    Some([number(fields.next()?)?, number(fields.next()?)?])
}

/// As [`str::parse`], without a sign.
fn number(text: &str) -> Option<usize> {
    let digits = text.bytes().all(|byte| byte.is_ascii_digit());
    digits.then(|| text.parse().ok())?
}

/// `[0, 1]:[2]`, and a colon with anything behind it.
fn bead(line: &str) -> Option<Link> {
    let (source, rest) = list(line)?;
    let rest = rest.trim_start().strip_prefix(':')?;
    let (target, rest) = list(rest)?;
    let rest = rest.trim_start();
    (rest.is_empty() || rest.starts_with(':')).then_some((source, target))
}

/// What follows `gold = [` or `[` in a line of Python, and whether there was such a thing.
fn opening(line: &str) -> (&str, bool) {
    let value = match line.split_once('=') {
        Some((name, value)) if !name.contains('(') => value.trim_start(),
        _ => line,
    };
    match value.strip_prefix('[') {
        Some(rest) => (rest, true),
        None => (value, false),
    }
}

/// `([0, 1], [2]),` any number of times, and the end of the list.
fn pairs(line: &str) -> Option<Vec<Link>> {
    let mut links = Vec::new();
    let mut rest = line.trim_start();
    while let Some(pair) = rest.strip_prefix('(') {
        let (source, after) = list(pair)?;
        let after = after.trim_start().strip_prefix(',')?;
        let (target, after) = list(after)?;
        rest = after.trim_start().strip_prefix(')')?.trim_start();
        links.push((source, target));
        match rest.strip_prefix(',') {
            Some(after) => rest = after.trim_start(),
            None => break,
        }
    }
    let rest = rest.strip_prefix(']').unwrap_or(rest).trim();
    (rest.is_empty() || rest.starts_with('#')).then_some(links)
}

/// `[0, 1]` and what follows it.
fn list(text: &str) -> Option<(Vec<usize>, &str)> {
    let (inside, rest) = text.trim_start().strip_prefix('[')?.split_once(']')?;
    let inside = inside.trim();
    // Python lets a list end in a comma.
    let inside = inside.strip_suffix(',').unwrap_or(inside);
    if inside.is_empty() {
        return Some((Vec::new(), rest));
    }
    let numbers: Option<Vec<usize>> = inside.split(',').map(|item| number(item.trim())).collect();
    Some((numbers?, rest))
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn read(text: &str) -> Links {
        parse("gold", text, None, None).unwrap()
    }

    fn messages(links: &Links) -> Vec<String> {
        links.errors.iter().map(ToString::to_string).collect()
    }

    fn link(source: &[usize], target: &[usize]) -> Link {
        (source.to_vec(), target.to_vec())
    }

    #[test]
    fn three_formats_say_the_same() {
        let links = [
            link(&[0], &[0]),
            link(&[1, 2], &[1]),
            link(&[3], &[]),
            link(&[], &[2, 3]),
        ];
        for text in [
            "[0]:[0]\n[1, 2]:[1]:0.250000\n\n[3] : []:0.1\n[]:[2,3]:\n",
            "gold = [   ([0], [0]),\n    ([1, 2], [1]),\r\n    ([3], []),\n    ([], [2, 3])]\n",
            "# -*- coding: utf-8 -*-\n[\n([0],[0]), ([1,2,],[1]),\n([3],[]),  # lost\n([],[2,3]),\n]",
            "[([0], [0]), ([1, 2], [1]), ([3], []), ([], [2, 3])]",
            "0 0\n1\t1\t0.93\n3 2 -0.3\n4 2\n4 4\n",
        ] {
            let found = read(text);
            assert_eq!(found.errors, [], "{text}");
            assert_eq!(found.links, links, "{text}");
        }
        assert_eq!(read("\n \n"), Links::default());
    }

    #[test]
    fn a_bad_line_has_its_number_and_the_rest_is_read() {
        let found = read("[0]:[0]\n[1]\n[1]:[x]\n[-1]:[2]\n[2]:[2] 0.3\n[3]:[3]\n");
        assert_eq!(found.links, [link(&[0], &[0]), link(&[3], &[3])]);
        let form = "is not of the form `[0, 1]:[2]`";
        let expected = [2, 3, 4, 5].map(|line| format!("gold:{line}: {form}"));
        assert_eq!(messages(&found), expected);

        let found = read("0 0\n2\n3 x\n2 2\n1 3\n4 4\n");
        assert_eq!(
            found.links,
            [link(&[0, 1], &[0, 1]), link(&[2, 3], &[2, 3])]
        );
        assert_eq!(messages(&found)[2], "gold:5: goes back from 2 to 1");

        let found = read("a = [([0], [0])]\nb = [([0], [1])]\n");
        assert_eq!(found.links, [link(&[0], &[0])]);
        assert_eq!(messages(&found), [format!("gold:2: {SECOND}")]);
        assert!(parse("gold", "source\ttarget\n", None, None).is_err());
    }

    #[test]
    fn segments_that_the_texts_do_not_have_are_refused() {
        let within = |text: &str| parse("gold", text, None, Some([2, 3])).unwrap();
        let found = within("[0]:[2]\n[2]:[0]\n[1]:[3]\n");
        assert_eq!(found.links, [link(&[0], &[2])]);
        assert_eq!(
            messages(&found),
            [
                "gold:2: names segment 2, and the text has 2, numbered from 0",
                "gold:3: names segment 3, and the text has 3, numbered from 0"
            ]
        );
        let found = within("0 0\n2 3\n3 3\n");
        assert_eq!(found.links, [link(&[0, 1], &[0, 1, 2])]);
        assert_eq!(
            messages(&found),
            ["gold:3: names segment 3, beyond the end of the text at 2"]
        );
        // Few bytes that would fill the memory.
        assert_eq!(read("0 0\n99999999999 1\n").errors.len(), 1);
        assert_eq!(read("0 0\n99999999999999999999999 1\n").errors.len(), 1);
    }

    #[test]
    fn a_given_format_is_not_judged() {
        let ladder = Some(LinkFormat::Ladder);
        assert_eq!(
            parse("gold", "[0]:[0]\n", ladder, None)
                .unwrap()
                .errors
                .len(),
            1
        );
    }

    proptest! {
        #[test]
        fn any_text_is_read_or_refused(
            text in "([\\[\\](),:=# \n0-9a]{0,60}|\\PC{0,40})",
            format in prop::sample::select(vec![
                None,
                Some(LinkFormat::Beads),
                Some(LinkFormat::Bleualign),
                Some(LinkFormat::Ladder),
            ]),
        ) {
            if let Ok(found) = parse("gold", &text, format, Some([50, 60])) {
                for (source, target) in found.links {
                    prop_assert!(source.iter().all(|segment| *segment < 50));
                    prop_assert!(target.iter().all(|segment| *segment < 60));
                }
            }
        }

        #[test]
        fn printed_links_come_back(
            links in prop::collection::vec(
                (prop::collection::vec(0usize..99, 0..4), prop::collection::vec(0usize..99, 0..4)),
                0..9,
            )
        ) {
            let beads: String = links.iter().map(|(a, b)| format!("{a:?}:{b:?}\n")).collect();
            prop_assert_eq!(&read(&beads).links, &links);
            let python = parse("gold", &format!("{links:?}"), Some(LinkFormat::Bleualign), None);
            prop_assert_eq!(&python.unwrap().links, &links);
        }
    }
}
